//! What the derive can be put on.

use syn::Generics;

use crate::errors::Errors;
use crate::syntax::{Raw, RawField, Shape};

/// The fields, where there can be any.
pub(crate) fn fields<'a>(raw: &'a Raw, errors: &mut Errors) -> &'a [RawField] {
    let ident = &raw.ident;
    match &raw.shape {
        Shape::Named(fields) => return fields,
        Shape::Wrapper(field) => return std::slice::from_ref(field),
        Shape::Tuple => errors.at(
            ident.span(),
            format!("a configuration needs names for its settings: write `struct {ident} {{ name: Type, … }}`"),
        ),
        Shape::Unit => {
            errors.at(ident.span(), format!("a configuration without settings is written `struct {ident} {{}}`"));
        }
        // Its variants have fields.
        Shape::Enum(_) => {}
        Shape::Union(keyword) => errors.between(
            *keyword,
            ident.span(),
            "`SuperConfig` is derived for structs and enums; write `struct` instead of `union`",
        ),
    }
    &[]
}

/// A configuration outlives the text it was read from.
pub(crate) fn lifetimes(generics: &Generics, errors: &mut Errors) {
    for param in generics.lifetimes() {
        let message = format!(
            "a configuration owns its data: delete `{}` and use owned types, such as `String` instead of `&str`",
            param.lifetime
        );
        errors.on(&param.lifetime, message);
    }
}
