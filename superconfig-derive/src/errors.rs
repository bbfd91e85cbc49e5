//! The one place where errors gather, so that a run reports all of them.

use std::fmt::Display;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

/// Collects errors; panics when dropped before [`Errors::finish`], because then somebody forgot to report them.
pub(crate) struct Errors {
    found: Option<Vec<syn::Error>>,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { found: Some(Vec::new()) }
    }

    pub(crate) fn push(&mut self, error: syn::Error) {
        self.found.get_or_insert_default().push(error);
    }

    /// An error that underlines one token.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// An error that underlines everything from the first token to the last of `tokens`.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// An error that underlines two tokens and what lies between them.
    pub(crate) fn between(&mut self, first: Span, last: Span, message: impl Display) {
        let ends: TokenStream =
            [Ident::new("first", first), Ident::new("last", last)].into_iter().map(Ident::into_token_stream).collect();
        self.on(ends, message);
    }

    /// Keeps the value of a fallible step, and its error for later.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// All errors as one, or nothing.
    pub(crate) fn finish(mut self) -> syn::Result<()> {
        let found = self.found.take().unwrap_or_default();
        let all = found.into_iter().reduce(|mut all, next| {
            all.combine(next);
            all
        });
        all.map_or(Ok(()), Err)
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(
            self.found.is_none() || std::thread::panicking(),
            "the errors of the derive were dropped without being reported"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finishing_without_errors_is_success() {
        assert!(Errors::new().finish().is_ok());
    }

    #[test]
    fn finishing_reports_every_error() {
        let mut errors = Errors::new();
        errors.at(Span::call_site(), "one");
        errors.between(Span::call_site(), Span::call_site(), "two");
        let error = errors.finish().expect_err("two errors were pushed");
        let messages: Vec<_> = error.into_iter().map(|error| error.to_string()).collect();
        assert_eq!(messages, ["one", "two"]);
    }

    #[test]
    #[should_panic(expected = "dropped without being reported")]
    fn forgetting_to_finish_panics() {
        drop(Errors::new());
    }
}
