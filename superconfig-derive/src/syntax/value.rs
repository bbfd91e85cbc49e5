//! What may stand behind a keyword: nothing, a string, a path, an expression.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Path, Token, Variant};

use super::keyword;

/// The keyword stands alone.
pub(crate) fn flag(word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    let usage = keyword::usage(&word.to_string());
    let message = if word == usage {
        format!("`{word}` takes no value; write only `{word}`")
    } else {
        format!("write `{usage}`, or only `{word}`")
    };
    Err(syn::Error::new(word.span(), message))
}

/// `= "text"`.
pub(crate) fn string(word: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    equals(word, input)?;
    if input.peek(LitStr) {
        return input.parse();
    }
    let example = keyword::usage(&word.to_string());
    Err(input.error(format!("expected a string in quotes: write `{example}`")))
}

/// `= a::path` or `= "a::path"`.
pub(crate) fn path(word: &Ident, input: ParseStream<'_>) -> syn::Result<Path> {
    equals(word, input)?;
    let example = match word.to_string().as_str() {
        // Only serde's takes a path.
        keyword::DEFAULT => "default = \"path::to::function\"",
        word => keyword::usage(word),
    };
    if input.peek(LitStr) {
        let text: LitStr = input.parse()?;
        return text
            .parse_with(Path::parse_mod_style)
            .map_err(|_| syn::Error::new(text.span(), format!("this is not a path; write `{example}`")));
    }
    let path: Path = input.parse().map_err(|_| input.error(format!("expected a path: write `{example}`")))?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(path);
    }
    let message = format!("`{word}` takes a path and no expression; write `{example}`");
    Err(syn::Error::new_spanned(path, message))
}

/// `= expression`.
pub(crate) fn assigned(word: &Ident, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    equals(word, input)?;
    expression(word, input)
}

/// An expression up to the next comma that is not part of it, as it was written.
pub(super) fn expression(word: &Ident, input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let rest: TokenStream = input.fork().parse()?;
    let length = length(&rest)?;
    let mut tokens = Vec::new();
    while !input.is_empty() && length.map_or(!input.peek(Token![,]), |length| tokens.len() < length) {
        tokens.push(input.parse::<TokenTree>()?);
    }
    if tokens.is_empty() {
        let message = format!("`{word}` needs a value behind `=`");
        return Err(syn::Error::new(word.span(), message));
    }
    Ok(tokens.into_iter().collect())
}

/// How many of the tokens make up the expression at their start, if that can be told.
///
/// `syn` reads arbitrary expressions only with its `full` feature, which would cost every user build time. But
/// the discriminant of an enum's variant is an arbitrary expression with any features, so the tokens are shown to
/// that parser to find out where they end. What it does not understand ends at the next comma.
fn length(rest: &TokenStream) -> syn::Result<Option<usize>> {
    let behind = |input: ParseStream<'_>| {
        input.parse::<Variant>()?;
        input.parse::<TokenStream>()
    };
    let Ok(behind) = behind.parse2(quote!(x = #rest)) else {
        return Ok(None);
    };
    let length = rest.clone().into_iter().count() - behind.clone().into_iter().count();
    match behind.into_iter().next() {
        None => Ok(Some(length)),
        Some(TokenTree::Punct(punct)) if punct.as_char() == ',' => Ok(Some(length)),
        Some(word @ (TokenTree::Ident(_) | TokenTree::Literal(_))) => {
            Err(syn::Error::new(word.span(), "expected a comma before this"))
        }
        Some(_) => Ok(None),
    }
}

fn equals(word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.peek(Token![=]) {
        return input.parse::<Token![=]>().map(drop);
    }
    let example = keyword::usage(&word.to_string());
    let message = format!("`{word}` needs a value; write `{example}`");
    Err(syn::Error::new(word.span(), message))
}
