//! What `nested` and `flatten` can stand on. Whether the type derives `SuperConfig` is for rustc to say.

use quote::ToTokens;
use syn::Type;

use super::named::{Named, named, option_content};
use super::source_text;
use crate::errors::Errors;
use crate::model::Kind;
use crate::syntax::keyword::{FLATTEN, NESTED};

pub(crate) fn nested(ty: &Type, errors: &mut Errors) -> Option<Kind> {
    match option_content(ty) {
        Some(content) => is_struct(NESTED, content, errors).then(|| Kind::Optional(content.clone())),
        None => is_struct(NESTED, ty, errors).then(|| Kind::Section(ty.clone())),
    }
}

pub(crate) fn flatten(ty: &Type, errors: &mut Errors) -> Option<Kind> {
    if option_content(ty).is_some() {
        errors.on(
            ty,
            "`flatten` takes a struct that is always there; write `nested` for an optional section, or delete `Option`",
        );
        return None;
    }
    is_struct(FLATTEN, ty, errors).then(|| Kind::Flatten(ty.clone()))
}

fn is_struct(word: &str, ty: &Type, errors: &mut Errors) -> bool {
    let written = source_text::of(&ty.to_token_stream());
    let message = match named(ty) {
        Named::Other => return true,
        Named::Collection => {
            format!("`{word}` takes a struct; sections in collections such as `{written}` are not supported yet")
        }
        Named::Option => "a section is either there or not; write `Option<…>` only once".to_owned(),
        _ => format!("`{word}` takes a struct, and `{written}` is a single value; delete `{word}`"),
    };
    errors.on(ty, message);
    false
}
