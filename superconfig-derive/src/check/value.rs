//! Values that the struct itself supplies: defaults, and defaults of profiles.

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::Type;

use super::container::Container;
use super::literal::{self, Literal};
use super::named::{Named, named, option_content};
use super::source_text;
use crate::errors::Errors;
use crate::model::{Code, Example, Fallback, ProfileValue, Value};
use crate::suggest;
use crate::syntax::{DefaultArg, ProfileArg};

/// `default` in any of its forms.
pub(crate) fn default(arg: &DefaultArg, span: Span, ty: &Type, errors: &mut Errors) -> Option<Value> {
    match arg {
        DefaultArg::OfType => Some(of_type(span)),
        DefaultArg::Value(tokens) => errors.keep(written(tokens, ty)),
        DefaultArg::Call(path) => Some(Value {
            code: Code::Call(path.clone()),
            in_some: false,
            text: format!("{}()", source_text::of(&path.to_token_stream())),
        }),
    }
}

/// `Default::default()`.
pub(crate) fn of_type(span: Span) -> Value {
    Value { code: Code::OfType(span), in_some: false, text: "Default::default()".to_owned() }
}

/// The field of the struct's own default value, which serde's `default` on the struct asks for.
pub(crate) fn fallback(field: &Ident, container: &Container) -> Option<Value> {
    let whole = match container.fallback.as_ref()? {
        Fallback::OfType(_) => "Self::default()".to_owned(),
        Fallback::Call(path) => format!("{}()", source_text::of(&path.to_token_stream())),
    };
    Some(Value { code: Code::Fallback(field.clone()), in_some: false, text: format!("{whole}.{field}") })
}

/// `profile(prod = value, …)`.
pub(crate) fn profiles<'a>(
    args: impl Iterator<Item = &'a ProfileArg>,
    ty: &Type,
    container: &Container,
    errors: &mut Errors,
) -> Vec<ProfileValue> {
    let mut values: Vec<ProfileValue> = Vec::new();
    for arg in args {
        let name = arg.name.value();
        let declared = &container.profiles;
        if !declared.is_empty() && !declared.contains(&name) {
            errors.at(arg.name.span(), undeclared(&name, declared));
        }
        if values.iter().any(|value| value.name == name) {
            let message = format!("profile `{name}` has a value already; delete one");
            errors.at(arg.name.span(), message);
        }
        if let Some(value) = errors.keep(written(&arg.value, ty)) {
            values.push(ProfileValue { name, value });
        }
    }
    values
}

fn undeclared(name: &str, declared: &[String]) -> String {
    let names = declared.iter().map(String::as_str);
    let advice = match suggest::closest(name, names.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("it declares {}; add it there", suggest::list(names)),
    };
    format!("profile `{name}` is not among the `profiles` of this struct; {advice}")
}

/// An expression of the field's type, or a literal that stands for one.
fn written(tokens: &TokenStream, ty: &Type) -> syn::Result<Value> {
    let content = option_content(ty);
    let text = source_text::of(tokens);
    let Some(literal) = Literal::parse(tokens) else {
        return Ok(Value { code: Code::Tokens(tokens.clone()), in_some: false, text });
    };
    let ty = content.unwrap_or(ty);
    Ok(Value { code: literal::code(&literal, ty, named(ty))?, in_some: content.is_some(), text })
}

/// `example = value`: a literal of the setting's type, or text that the macro cannot look into. `of_type` says whether values of the
/// setting are read as those of its type.
pub(crate) fn example(tokens: &TokenStream, ty: &Type, of_type: bool) -> syn::Result<Example> {
    let error = |message: &str| Err(syn::Error::new_spanned(tokens, message));
    let Some((literal, text)) = Literal::parse(tokens).and_then(|literal| literal.typed().map(|text| (literal, text)))
    else {
        return error(
            "an example is a literal; write it as it would stand in a variable, such as `example = \"eu, us\"` for a list",
        );
    };
    if text.trim().is_empty() {
        return error("`example` is empty; give one or delete it");
    }
    let code = match named(ty) {
        _ if !of_type => None,
        Named::Unchecked(_) => None,
        named => Some(literal::code(&literal, ty, named)?),
    };
    let written = source_text::of(tokens);
    Ok(Example { text, value: code.map(|code| Value { code, in_some: false, text: written }) })
}
