//! The derive as a function from text to tokens. What rustc makes of the tokens is tested in `ui-tests`.

mod emitted;
mod refused;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::model::Model;
use crate::{check, emit, syntax};

fn model(input: TokenStream) -> syn::Result<Model> {
    let input: DeriveInput = syn::parse2(input)?;
    let (raw, errors) = syntax::read(&input);
    check::check(&raw, errors)
}

fn expanded(input: TokenStream) -> String {
    emit::emit(&model(input).expect("the input is correct")).to_string()
}

fn messages(input: TokenStream) -> Vec<String> {
    match model(input) {
        Ok(_) => Vec::new(),
        Err(error) => error.into_iter().map(|error| error.to_string()).collect(),
    }
}
