//! The comma-separated list inside an attribute's parentheses.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Meta, Token};

use crate::errors::Errors;

/// Calls `read` with each keyword and the input behind it. A mistake in one entry is recorded and does not
/// hide the next.
pub(crate) fn each(
    attr: &Attribute,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    let Meta::List(list) = &attr.meta else {
        let path = attr.path().get_ident().map(ToString::to_string);
        let path = path.as_deref().unwrap_or("config");
        errors.on(attr.path(), format!("write `#[{path}(…)]`"));
        return;
    };
    let parsed = list.parse_args_with(|input: ParseStream<'_>| entries(input, errors, &mut read));
    errors.keep(parsed);
}

fn entries(
    input: ParseStream<'_>,
    errors: &mut Errors,
    read: &mut impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    while !input.is_empty() {
        let entry = keyword(input).and_then(|word| {
            read(&word, input, errors)?;
            at_end_of_entry(input)
        });
        errors.keep(entry);
        skip_to_comma(input)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

fn keyword(input: ParseStream<'_>) -> syn::Result<Ident> {
    if input.peek(Ident::peek_any) {
        input.call(Ident::parse_any)
    } else {
        Err(input.error("expected a keyword such as `default = value`"))
    }
}

fn at_end_of_entry(input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) { Ok(()) } else { Err(input.error("expected a comma before this")) }
}

/// Passes over what is left in parentheses or brackets: `syn` would report it as unexpected, beside the error that
/// says why it was not read.
pub(crate) fn skip_rest(input: ParseStream<'_>) {
    while input.parse::<TokenTree>().is_ok() {}
}

/// Passes over the rest of an entry.
pub(crate) fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
