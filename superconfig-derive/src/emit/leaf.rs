//! The reader of a setting.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::{Path, Type};

use super::place;
use crate::model::{Reader, Setting};

/// `__sc::Probe::<SocketAddr>::LEAF.leaf()`, or a reader of the user's:
///
/// ```text
/// &__sc::Leaf::custom(|__any, __input| __sc::read_with::<T, _>(__any, __input, |__de| path(__de)))
/// &__sc::Leaf::text(|__any, __input| __sc::read_parsed::<T, _, _>(__any, __input, path))
/// ```
pub(crate) fn emit(setting: &Setting) -> TokenStream {
    let ty = &setting.ty;
    match &setting.reader {
        Reader::OfType => quote_spanned!(place::of(ty)=> __sc::Probe::<#ty>::LEAF.leaf()),
        Reader::Deserialize(path) => deserialize(setting, path),
        Reader::Parse(path) => parse(ty, path),
    }
}

fn parse(ty: &Type, path: &Path) -> TokenStream {
    quote_spanned! {place::of(path)=>
        &__sc::Leaf::text(|__any, __input| __sc::read_parsed::<#ty, _, _>(__any, __input, #path))
    }
}

fn deserialize(setting: &Setting, path: &Path) -> TokenStream {
    let ty = &setting.ty;
    let span = place::of(path);
    let read = if setting.optional {
        quote_spanned!(span=> __sc::read_with_option)
    } else {
        quote_spanned!(span=> __sc::read_with)
    };
    quote_spanned! {span=>
        &__sc::Leaf::custom(|__any, __input| #read::<#ty, _>(__any, __input, |__de| #path(__de)))
    }
}
