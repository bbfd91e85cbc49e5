//! Literals as values of well-known types: read by the macro, so that a mistake is an error at the literal.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Lit, LitFloat, LitInt, LitStr, Token, Type};

use super::named::{Integer, Named, Network};
use super::source_text;
use crate::model::Code;

/// A literal, possibly behind a `-`.
pub(crate) struct Literal {
    lit: Lit,
    negative: bool,
    /// As written, without invisible groups.
    tokens: TokenStream,
}

impl Literal {
    /// The literal, if the expression is nothing else.
    pub(crate) fn parse(expression: &TokenStream) -> Option<Self> {
        let tokens = ungrouped(expression.clone());
        let parser = |input: ParseStream<'_>| {
            let negative = input.parse::<Option<Token![-]>>()?.is_some();
            Ok((negative, input.parse::<Lit>()?))
        };
        let (negative, lit) = parser.parse2(tokens.clone()).ok()?;
        Some(Self { lit, negative, tokens })
    }

    fn written(&self) -> String {
        source_text::of(&self.tokens)
    }

    /// What would be typed for it: without quotes, and without `_` and a type.
    pub(crate) fn typed(&self) -> Option<String> {
        let sign = if self.negative { "-" } else { "" };
        match &self.lit {
            Lit::Str(text) if !self.negative => Some(text.value()),
            Lit::Char(char) if !self.negative => Some(char.value().to_string()),
            Lit::Bool(truth) if !self.negative => Some(truth.value.to_string()),
            Lit::Int(int) => Some(format!("{sign}{}", int.base10_digits())),
            Lit::Float(float) => Some(format!("{sign}{}", float.base10_digits())),
            _ => None,
        }
    }

    fn as_written(&self) -> Code {
        Code::Tokens(self.tokens.clone())
    }

    fn error(&self, message: String) -> syn::Error {
        syn::Error::new_spanned(&self.tokens, message)
    }

    /// The text of a string literal.
    fn text(&self) -> Option<&LitStr> {
        match &self.lit {
            Lit::Str(text) if !self.negative => Some(text),
            _ => None,
        }
    }

    /// Whether it is a number, a string, a character or a truth value, as opposed to `b"…"` and the like.
    fn is_plain(&self) -> bool {
        matches!(self.lit, Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) | Lit::Char(_))
    }
}

/// Removes the invisible group around what comes through `macro_rules!`.
pub(crate) fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == proc_macro2::Delimiter::None => {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}

/// The code for a literal of a setting's type. What the macro does not know is left to rustc.
pub(crate) fn code(literal: &Literal, ty: &Type, named: Named) -> syn::Result<Code> {
    let type_name = source_text::of(&ty.to_token_stream());
    let type_name = type_name.as_str();
    match named {
        _ if !literal.is_plain() => Ok(literal.as_written()),
        Named::Integer(range) => integer(literal, range, range.min, type_name),
        Named::NonZero(range) => non_zero(literal, range, ty, type_name),
        Named::Float => float(literal, type_name),
        Named::Bool => truth(literal),
        Named::Char => character(literal),
        Named::Text => text(literal, type_name).map(Code::From),
        Named::Path => text(literal, type_name).map(Code::Path),
        Named::Level(words) => level(literal, words, ty, type_name),
        Named::Duration => duration(literal),
        Named::ByteSize => byte_size(literal),
        Named::Network(network) => address(literal, network, ty, type_name),
        Named::Unchecked(expression) => unchecked(literal, expression, type_name),
        Named::Collection | Named::Option | Named::Other => Ok(literal.as_written()),
    }
}

fn integer(literal: &Literal, range: Integer, least: i128, type_name: &str) -> syn::Result<Code> {
    let message = match &literal.lit {
        Lit::Int(int) if !["", type_name].contains(&int.suffix()) => {
            return Ok(literal.as_written());
        }
        Lit::Int(int) if range.contains(literal.negative, int) => {
            return Ok(literal.as_written());
        }
        Lit::Int(_) => format!("`{}` does not fit `{type_name}` ({least} to {})", literal.written(), range.max),
        Lit::Str(text) if is_integer(&text.value()) => {
            format!("`{type_name}` is a number; write `{}` without quotes", text.value().trim())
        }
        _ => format!("`{type_name}` takes a whole number such as `10`"),
    };
    Err(literal.error(message))
}

/// The number is parsed again at run time, since an expression that makes one of it would need names of the user's.
fn non_zero(literal: &Literal, range: Integer, ty: &Type, type_name: &str) -> syn::Result<Code> {
    integer(literal, range, if range.min == 0 { 1 } else { range.min }, type_name)?;
    let Lit::Int(int) = &literal.lit else { return Ok(literal.as_written()) };
    if !int.suffix().is_empty() {
        let message = format!("`{type_name}` takes a number without a type: write `{}`", int.base10_digits());
        return Err(literal.error(message));
    }
    if int.base10_digits() == "0" {
        return Err(literal.error(format!("`{type_name}` cannot be 0")));
    }
    let sign = if literal.negative { "-" } else { "" };
    Ok(Code::Parsed(LitStr::new(&format!("{sign}{}", int.base10_digits()), int.span()), Box::new(ty.clone())))
}

fn is_integer(text: &str) -> bool {
    let digits = text.trim();
    digits.parse::<i128>().is_ok() || digits.parse::<u128>().is_ok()
}

impl Integer {
    fn contains(self, negative: bool, int: &LitInt) -> bool {
        let Ok(magnitude) = int.base10_parse::<u128>() else {
            return false;
        };
        if negative { magnitude <= self.min.unsigned_abs() } else { magnitude <= self.max }
    }
}

fn float(literal: &Literal, type_name: &str) -> syn::Result<Code> {
    match &literal.lit {
        Lit::Int(int) if int.suffix().is_empty() => {
            let float = LitFloat::new(&format!("{}.0", int.base10_digits()), int.span());
            let sign = literal.negative.then(|| Token![-](int.span()));
            let mut tokens = sign.to_token_stream();
            float.to_tokens(&mut tokens);
            Ok(Code::Tokens(tokens))
        }
        Lit::Float(_) | Lit::Int(_) => Ok(literal.as_written()),
        Lit::Str(text) if text.value().trim().parse::<f64>().is_ok() => {
            Err(literal.error(format!("`{type_name}` is a number; write `{}` without quotes", text.value().trim())))
        }
        _ => Err(literal.error(format!("`{type_name}` takes a number such as `0.5`"))),
    }
}

fn truth(literal: &Literal) -> syn::Result<Code> {
    let meant = match &literal.lit {
        Lit::Bool(_) => return Ok(literal.as_written()),
        Lit::Str(text) => text.value(),
        Lit::Int(int) => int.base10_digits().to_owned(),
        _ => String::new(),
    };
    let message = match meant.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => "`bool` has no such literal; write `true`",
        "false" | "no" | "off" | "0" => "`bool` has no such literal; write `false`",
        _ => "`bool` takes `true` or `false`",
    };
    Err(literal.error(message.to_owned()))
}

fn character(literal: &Literal) -> syn::Result<Code> {
    let message = match &literal.lit {
        Lit::Char(_) => return Ok(literal.as_written()),
        Lit::Str(text) if text.value().chars().count() == 1 => {
            format!("`char` takes single quotes; write `{:?}`", text.value().chars().next().unwrap_or('x'))
        }
        _ => "`char` takes one character such as `'x'`".to_owned(),
    };
    Err(literal.error(message))
}

fn text(literal: &Literal, type_name: &str) -> syn::Result<LitStr> {
    if let Some(text) = literal.text() {
        return Ok(text.clone());
    }
    let written = match &literal.lit {
        Lit::Char(char) => char.value().to_string(),
        _ => literal.written(),
    };
    Err(literal.error(format!("`{type_name}` takes text; write `{written:?}` in quotes")))
}

fn level(literal: &Literal, words: &[&str], ty: &Type, type_name: &str) -> syn::Result<Code> {
    match literal.text() {
        Some(text) if words.iter().any(|word| word.eq_ignore_ascii_case(&text.value())) => {
            Ok(Code::Level(text.clone(), Box::new(ty.clone())))
        }
        // Many people have a `Level` of their own, of which rustc says what is wrong.
        _ if type_name == "Level" => Ok(literal.as_written()),
        _ => Err(literal.error(format!("`{type_name}` is one of {}, in quotes", words.join(", ")))),
    }
}

/// A text that nobody would look at before the program runs.
fn unchecked(literal: &Literal, expression: &str, type_name: &str) -> syn::Result<Code> {
    if literal.text().is_none() {
        return Ok(literal.as_written());
    }
    let expression = expression.replace("{}", &literal.written());
    let message = format!(
        "a string for `{type_name}` cannot be checked while compiling; write an expression such as \
         `default = {expression}`"
    );
    Err(literal.error(message))
}

fn duration(literal: &Literal) -> syn::Result<Code> {
    const ACCEPTED: &str = "write a number and its unit, such as \"30s\", \"1h 30m\" or \"250ms\"";
    let Some(text) = literal.text() else {
        return Err(literal.error(match &literal.lit {
            Lit::Int(int) if !literal.negative => {
                let digits = int.base10_digits();
                format!(
                    "a duration needs a unit; write `\"{digits}s\"` for seconds or `\"{digits}ms\"` for milliseconds"
                )
            }
            _ => format!("a duration is written as text: {ACCEPTED}"),
        }));
    };
    match humantime::parse_duration(&text.value()) {
        Ok(duration) => Ok(Code::Duration(duration, text.span())),
        Err(error) => Err(literal.error(format!("this is not a duration: {error}; {ACCEPTED}"))),
    }
}

fn byte_size(literal: &Literal) -> syn::Result<Code> {
    const ACCEPTED: &str = "write a number and its unit, such as \"512KiB\" or \"10MB\"";
    let Some(text) = literal.text() else {
        return Err(literal.error(match &literal.lit {
            Lit::Int(int) if !literal.negative => {
                let digits = int.base10_digits();
                format!("a size is written as text; write `\"{digits}B\"` for bytes")
            }
            _ => format!("a size is written as text: {ACCEPTED}"),
        }));
    };
    match text.value().parse::<bytesize::ByteSize>() {
        Ok(size) => Ok(Code::ByteSize(size.as_u64(), text.span())),
        Err(error) => Err(literal.error(format!("this is not a size: {error}; {ACCEPTED}"))),
    }
}

fn address(literal: &Literal, network: Network, ty: &Type, type_name: &str) -> syn::Result<Code> {
    match literal.text() {
        Some(text) if (network.parses)(&text.value()) => Ok(Code::Parsed(text.clone(), Box::new(ty.clone()))),
        _ => Err(literal.error(format!("this is not a valid `{type_name}`; write it like \"{}\"", network.example))),
    }
}
