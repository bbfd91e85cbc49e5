//! A default as an expression.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::place;
use crate::model::{Code, Value};

/// The expression: `__sc::Default::default()`, the user's own, `__sc::duration(30u64, 0u32)` and so on; in `__sc::Some(…)` where a
/// literal stands for the content of an `Option`.
pub(crate) fn emit(value: &Value) -> TokenStream {
    let code = code(&value.code);
    if value.in_some { quote_spanned!(Span::mixed_site()=> __sc::Some(#code)) } else { code }
}

pub(crate) fn code(code: &Code) -> TokenStream {
    match code {
        Code::OfType(span) => {
            let span = Span::mixed_site().located_at(*span);
            quote_spanned!(span=> __sc::Default::default())
        }
        Code::Tokens(tokens) => tokens.clone(),
        Code::Call(path) => quote_spanned!(place::of(path)=> #path()),
        Code::Fallback(field) => quote_spanned!(Span::mixed_site()=> __fallback.#field),
        Code::From(text) => quote_spanned!(place::of(text)=> __sc::From::from(#text)),
        Code::Path(text) => quote_spanned!(place::of(text)=> __sc::From::from(__sc::path(#text))),
        Code::Parsed(text, ty) => quote_spanned!(place::of(text)=> __sc::parsed::<#ty>(#text)),
        Code::Level(text, ty) => quote_spanned!(place::of(ty)=> __sc::level::<#ty>(#text)),
        Code::Duration(duration, span) => {
            let span = Span::mixed_site().located_at(*span);
            let (secs, nanos) = (duration.as_secs(), duration.subsec_nanos());
            quote_spanned!(span=> __sc::duration(#secs, #nanos))
        }
        Code::ByteSize(bytes, span) => {
            let span = Span::mixed_site().located_at(*span);
            quote_spanned!(span=> __sc::byte_size(#bytes))
        }
    }
}
