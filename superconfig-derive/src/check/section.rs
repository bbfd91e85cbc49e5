//! What `nested` and `flatten` can stand on. Whether the type derives `SuperConfig` is for rustc to say.

use quote::ToTokens;
use syn::Type;

use super::named::{Collection, Named, boxed_content, collection, named, option_content};
use super::source_text;
use crate::errors::Errors;
use crate::model::{Form, Kind, Merge, Section};
use crate::syntax::keyword::{FLATTEN, NESTED};

pub(crate) fn nested(ty: &Type, merge: Merge, errors: &mut Errors) -> Option<Kind> {
    let content = option_content(ty);
    let (optional, ty) = (content.is_some(), content.unwrap_or(ty));
    let (ty, form) = match collection(ty) {
        Some((Collection::List | Collection::Set, element)) => (element, Form::List { optional, merge }),
        Some((Collection::Map, element)) => (element, Form::Map { optional }),
        None => {
            let content = boxed_content(ty);
            let (boxed, ty) = (content.is_some(), content.unwrap_or(ty));
            (ty, if optional { Form::Optional { boxed } } else { Form::One { boxed } })
        }
    };
    is_struct(NESTED, ty, errors).then(|| Kind::Section(Box::new(Section { ty: ty.clone(), form })))
}

pub(crate) fn flatten(ty: &Type, errors: &mut Errors) -> Option<Kind> {
    if option_content(ty).is_some() {
        errors.on(
            ty,
            "`flatten` takes a struct that is always there; write `nested` for an optional section, or delete `Option`",
        );
        return None;
    }
    let content = boxed_content(ty);
    let (boxed, ty) = (content.is_some(), content.unwrap_or(ty));
    let form = Form::Flatten { boxed };
    is_struct(FLATTEN, ty, errors).then(|| Kind::Section(Box::new(Section { ty: ty.clone(), form })))
}

fn is_struct(word: &str, ty: &Type, errors: &mut Errors) -> bool {
    let written = source_text::of(&ty.to_token_stream());
    let message = match named(ty) {
        Named::Other => return true,
        Named::Collection => {
            format!(
                "`{word}` takes a struct, an `Option`, a `Vec` or a map from `String` to such; `{written}` is none of these"
            )
        }
        Named::Option => "a section is either there or not; write `Option<…>` only once".to_owned(),
        _ => format!("`{word}` takes a struct, and `{written}` is a single value; delete `{word}`"),
    };
    errors.on(ty, message);
    false
}

/// Whether the name of a type leaves open that it derives `SuperConfig`.
pub(crate) fn may_be_struct(ty: &Type) -> bool {
    matches!(named(boxed_content(ty).unwrap_or(ty)), Named::Other)
}
