//! What stands behind the keywords of validation.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitStr, Token, bracketed, parenthesized, token};

use super::{keyword, list, value};

/// `= "field"` or `("field", "other_field")`.
pub(super) fn names(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<LitStr>> {
    if !input.peek(token::Paren) {
        return Ok(vec![value::string(word, input)?]);
    }
    let content;
    parenthesized!(content in input);
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&content);
    list::skip_rest(&content);
    match list {
        Ok(list) if !list.is_empty() => Ok(list.into_iter().collect()),
        _ => {
            let message = format!("expected names of fields in quotes: write `{word}(\"field\", \"other_field\")`");
            Err(syn::Error::new(word.span(), message))
        }
    }
}

/// `(field = value)`.
pub(super) fn condition(word: &Ident, input: ParseStream<'_>) -> syn::Result<(LitStr, TokenStream)> {
    let mistake = |span| {
        let usage = keyword::usage(keyword::REQUIRED_IF);
        syn::Error::new(span, format!("expected one field and its value: write `{usage}`"))
    };
    if !input.peek(token::Paren) {
        return Err(mistake(word.span()));
    }
    let content;
    parenthesized!(content in input);
    let condition = (|| {
        let field = content.call(Ident::parse_any).map_err(|error| mistake(error.span()))?;
        let value = value::assigned(&field, &content).map_err(|error| mistake(error.span()))?;
        if !content.is_empty() {
            let message =
                "one condition is enough for each; write `required_if(…)` again for another that also asks for it";
            return Err(content.error(message));
        }
        Ok((LitStr::new(&field.unraw().to_string(), field.span()), value))
    })();
    list::skip_rest(&content);
    condition
}

/// `= [1, 2]`.
pub(super) fn list(word: &Ident, input: ParseStream<'_>) -> syn::Result<Vec<TokenStream>> {
    let mistake = |span| syn::Error::new(span, format!("expected a list: write `{}`", keyword::usage(keyword::ONE_OF)));
    if !input.peek(Token![=]) {
        return Err(mistake(word.span()));
    }
    input.parse::<Token![=]>()?;
    if !input.peek(token::Bracket) {
        return Err(mistake(input.span()));
    }
    let content;
    bracketed!(content in input);
    let mut values = Vec::new();
    while !content.is_empty() {
        values.push(value::expression(word, &content)?);
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(values)
}
