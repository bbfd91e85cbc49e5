//! The chain from the derive's input to its output; every decision is made in a stage.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::{check, emit, syntax};

/// The implementation, or the errors and beside them a stub that keeps rustc from reporting the type as
/// not implementing the trait.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let (raw, errors) = syntax::read(&input);
    match check::check(&raw, errors) {
        Ok(model) => emit::emit(&model),
        Err(error) => {
            let error = error.into_compile_error();
            let stub = emit::stub(&check::root(&raw), &raw.ident, &raw.generics);
            quote!(#error #stub)
        }
    }
}
