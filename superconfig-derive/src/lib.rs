//! The derive macro of `superconfig`. Depend on `superconfig`, which re-exports it and documents its attributes.
//!
//! The stages are modules, in the order in which a struct passes through them: `syntax` reads the attributes
//! with their spans, `check` turns them into the `model` or into a list of errors, `emit` prints the model.

#![forbid(unsafe_code)]

mod case;
mod check;
mod emit;
mod errors;
mod expand;
mod model;
mod suggest;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes a struct loadable as configuration; documented at `superconfig::SuperConfig`.
#[proc_macro_derive(SuperConfig, attributes(config, serde))]
pub fn derive_super_config(input: TokenStream) -> TokenStream {
    expand::expand(input.into()).into()
}
