//! The entry in the list of the configs that are linked into a program.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::generics;
use crate::model::{Model, Mount};

/// ```text
/// __sc::submit! { __sc::Registered::of::<AppConfig>() }
/// __sc::submit! { __sc::Registered::mounted::<Telemetry>("telemetry", "TELEMETRY") }
/// ```
///
/// A generic type has no entry: there is one type for each use of it, and a macro sees none of them.
pub(crate) fn emit(model: &Model) -> TokenStream {
    if generics::any(model) {
        return TokenStream::new();
    }
    let ident = &model.ident;
    let entry = if let Some(Mount { key, env }) = &model.mount {
        quote_spanned!(Span::mixed_site()=> __sc::Registered::mounted::<#ident>(#key, #env))
    } else {
        quote_spanned!(Span::mixed_site()=> __sc::Registered::of::<#ident>())
    };
    quote_spanned!(Span::mixed_site()=> __sc::submit! { #entry })
}
