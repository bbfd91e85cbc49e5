//! Where generated tokens claim to stand.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;

/// The place of the user's tokens for names of ours.
pub(crate) fn of(tokens: impl ToTokens) -> Span {
    Span::mixed_site().located_at(ends(tokens).0)
}

/// `<Type as __sc::SuperConfig>::item`, underlined as the type is.
///
/// All tokens carry the type's very span: when it does not implement the trait, rustc then says the same of each
/// mention, and prints it once.
pub(crate) fn config_item(ty: &Type, item: &str) -> TokenStream {
    let (first, last) = ends(ty);
    let item = Ident::new(item, last);
    let close = quote_spanned!(last=> >::#item);
    quote_spanned!(first=> <#ty as __sc::SuperConfig #close)
}

fn ends(tokens: impl ToTokens) -> (Span, Span) {
    let mut trees = tokens.into_token_stream().into_iter();
    let first = trees.next().map_or_else(Span::mixed_site, |tree| tree.span());
    let last = trees.last().map_or(first, |tree| tree.span());
    (first, last)
}
