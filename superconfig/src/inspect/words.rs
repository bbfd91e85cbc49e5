//! Types in words, and a value to show how one is written: what every document says of a setting beside its doc comment.

use super::{About, Setting};
use crate::{
    draft::{Leaf, Noun, Shape},
    schema::{Deprecated, Field, Reload, SettingSchema},
    validate::Rule,
    value::Value,
};

/// The type of a setting as people say it, without an article: `integer from 0 to 65535`, `list of strings`.
pub(crate) fn type_in_words(setting: &SettingSchema) -> String {
    one(setting.leaf, setting.about.type_name)
}

/// The same without the limits of the type where a rule of the field has others.
pub(crate) fn type_of(field: &Field, setting: &SettingSchema) -> String {
    match setting.leaf.noun {
        Noun::Integer { .. } if field.rules.iter().any(|rule| rule.name == "range") => "integer".to_owned(),
        _ => type_in_words(setting),
    }
}

/// The same for several of them: `integers from 0 to 65535`.
fn many(leaf: &Leaf, type_name: &str) -> String {
    match (leaf.noun, leaf.shape) {
        (Noun::Bool, _) => "booleans".to_owned(),
        (Noun::Integer { min, max, zero }, _) => integers("integers", min, max, zero),
        (Noun::Float, _) => "numbers".to_owned(),
        (Noun::Text(text) | Noun::Size(text), _) => plural(bare(text)),
        (Noun::Any, Shape::String | Shape::Text) => "strings".to_owned(),
        (Noun::Any, Shape::List(leaf)) => format!("lists of {}", many(leaf, element(type_name))),
        (Noun::Any, Shape::Map(leaf)) => format!("tables of {}", many(leaf, element(type_name))),
        (Noun::Array(_), _) => format!("lists, each a {}", one(leaf, type_name)),
        (Noun::Tuple(_), _) => format!("lists of {}", members(leaf)),
        (Noun::Any, Shape::Scalar | Shape::Any) => match named(type_name) {
            "" => "values".to_owned(),
            name => format!("`{name}`"),
        },
    }
}

fn one(leaf: &Leaf, type_name: &str) -> String {
    match (leaf.noun, leaf.shape) {
        (Noun::Bool, _) => "boolean".to_owned(),
        (Noun::Integer { min, max, zero }, _) => integers("integer", min, max, zero),
        (Noun::Float, _) => "number".to_owned(),
        (Noun::Size(_), _) => "size, or number of bytes".to_owned(),
        (Noun::Text(text), _) => bare(text).to_owned(),
        (Noun::Array(count), Shape::List(leaf)) => {
            let what = if count == 1 { one(leaf, element(type_name)) } else { many(leaf, element(type_name)) };
            format!("list of {count} {what}")
        }
        (Noun::Tuple(_), _) => format!("list of {}", members(leaf)),
        (_, Shape::List(leaf)) => format!("list of {}", many(leaf, element(type_name))),
        (_, Shape::Map(leaf)) => format!("table of {}", many(leaf, element(type_name))),
        (_, Shape::String | Shape::Text) => "string".to_owned(),
        (_, Shape::Scalar | Shape::Any) => match named(type_name) {
            "" => "value".to_owned(),
            name => format!("`{name}`"),
        },
    }
}

fn members(leaf: &Leaf) -> String {
    let Noun::Tuple(members) = leaf.noun else { return String::new() };
    let members: Vec<String> = members.iter().map(|leaf| one(leaf, "")).collect();
    match members.split_last() {
        Some((last, [])) => format!("one {last}"),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// Limits of more than 32 bits say nothing to anybody.
fn integers(word: &str, min: i128, max: i128, zero: bool) -> String {
    let wide = max > i128::from(u32::MAX);
    match (wide, zero, min) {
        (true, true, 0) => format!("{word} of 0 or more"),
        (true, false, 0) => format!("{word} of 1 or more"),
        (true, true, _) => word.to_owned(),
        (true, false, _) => format!("{word} other than 0"),
        (false, false, 0) => format!("{word} from 1 to {max}"),
        (false, true, _) => format!("{word} from {min} to {max}"),
        (false, false, _) => format!("{word} from {min} to {max}, but not 0"),
    }
}

/// `IP address` of `an IP address such as "127.0.0.1"`.
fn bare(text: &str) -> &str {
    let text = text.strip_prefix("an ").or_else(|| text.strip_prefix("a ")).unwrap_or(text);
    let end = text.find(" such as ").unwrap_or(text.len());
    let text = text[..end].trim_end_matches(',');
    text.strip_suffix(" with its unit").or_else(|| text.strip_suffix(" with its units")).unwrap_or(text)
}

/// `dates and times` of `date and time with its time zone`.
fn plural(text: &str) -> String {
    if text.starts_with("one of ") {
        return format!("words, each {text}");
    }
    let head = [" with ", " without ", ","].iter().filter_map(|end| text.find(end)).min();
    let text = &text[..head.unwrap_or(text.len())];
    let end = [" of ", " from ", " that "].iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let (nouns, rest) = text.split_at(end);
    let nouns = nouns.split(" and ").map(|noun| match noun {
        noun if noun.ends_with('s') => format!("{noun}es"),
        noun => format!("{noun}s"),
    });
    format!("{}{rest}", nouns.collect::<Vec<_>>().join(" and "))
}

/// The last type in the angle brackets, or in the square ones: `Mode` of `Vec<Mode>` and `BTreeMap<String, Mode>`.
fn element(type_name: &str) -> &str {
    let inner = type_name
        .split_once('<')
        .and_then(|(_, inner)| inner.strip_suffix('>'))
        .or_else(|| type_name.strip_prefix('[')?.split([';', ']']).next());
    let inner = inner.unwrap_or_default();
    let depth = |before: &str| before.matches(['<', '(']).count() == before.matches(['>', ')']).count();
    inner.rfind(',').filter(|at| depth(&inner[*at..])).map_or(inner, |at| &inner[at + 1..])
}

/// `Mode` of `crate::model::Mode`.
fn named(type_name: &str) -> &str {
    let end = type_name.find('<').unwrap_or(type_name.len());
    let start = type_name[..end].rfind("::").map_or(0, |at| at + 2);
    &type_name[start..]
}

/// Texts that a setting of the type may have, as its description in words has them: `30s`, `1h 30m`.
pub(crate) fn samples(leaf: &Leaf) -> Vec<&'static str> {
    let (Noun::Text(text) | Noun::Size(text)) = leaf.noun else { return Vec::new() };
    match text.split_once(" such as ") {
        Some((_, samples)) => samples.split('"').skip(1).step_by(2).collect(),
        None => text.strip_prefix("one of ").map(|words| words.split(", ").collect()).unwrap_or_default(),
    }
}

/// The names of all values of a type, if it says them itself: those of the variants of an enum without fields.
#[cfg(feature = "schemars")]
pub(crate) fn variants(about: &About) -> Vec<String> {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|it| it.inline_subschemas = true);
    let schema = about.schema.map(|schema| schema(&mut settings.into_generator()).to_value());
    schema.as_ref().and_then(names).unwrap_or_default()
}

/// Without `schemars` no type says so.
#[cfg(not(feature = "schemars"))]
pub(crate) fn variants(_: &About) -> Vec<String> {
    Vec::new()
}

/// Nothing if there are other values than these texts.
#[cfg(feature = "schemars")]
fn names(schema: &serde_json::Value) -> Option<Vec<String>> {
    if let Some(name) = schema.get("const") {
        return Some(vec![name.as_str()?.to_owned()]);
    }
    if let Some(names) = schema.get("enum") {
        return names.as_array()?.iter().map(|name| Some(name.as_str()?.to_owned())).collect();
    }
    let alternatives = schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()?;
    let names: Option<Vec<Vec<String>>> = alternatives.iter().map(names).collect();
    Some(names?.concat())
}

/// `Deprecated since 2.0: use listen`, without a full stop.
pub(crate) fn deprecation(deprecated: Deprecated) -> String {
    let since = if deprecated.since.is_empty() { String::new() } else { format!(" since {}", deprecated.since) };
    let advice = if deprecated.advice.is_empty() { String::new() } else { format!(": {}", deprecated.advice) };
    format!("Deprecated{since}{advice}")
}

/// What a change of a setting needs, if it is not simply taken while the program runs; without a full stop.
pub(crate) fn reload(reload: Reload) -> Option<&'static str> {
    match reload {
        Reload::Live => None,
        Reload::Restart => Some("Changing it needs a restart"),
        Reload::Reject => Some("It cannot be changed while the program runs"),
    }
}

/// The same of all in a section.
pub(crate) fn reload_of_section(reload: Reload) -> Option<&'static str> {
    match reload {
        Reload::Live => None,
        Reload::Restart => Some("Changing anything in it needs a restart"),
        Reload::Reject => Some("Nothing in it can be changed while the program runs"),
    }
}

/// The rules of a field that may be told. What a secret may be is a secret as well.
pub(crate) fn rules(field: &'static Field) -> impl Iterator<Item = &'static Rule> {
    let secret = field.kind.setting().is_some_and(SettingSchema::is_secret);
    field.rules.iter().filter(move |rule| !(secret && rule.name == "one_of"))
}

/// What they allow, each as it follows “is”: `a value from 1 to 500`.
pub(crate) fn allowed(field: &'static Field) -> Vec<&'static str> {
    rules(field).map(|rule| rule.text).collect()
}

/// A value to show how the setting is written: its example, its default, or else one that it may have. Of a secret it is none that it has.
pub(crate) fn sample(setting: &Setting) -> Value {
    if let Some(example) = &setting.example {
        return example.clone();
    }
    let default = setting.default.iter().chain(setting.profiles.iter().map(|(_, value)| value));
    let mut default = default.filter(|value| !matches!(value, Value::Redacted | Value::Opaque(_)));
    let secret = setting.facts.is_secret();
    let choice = setting.field.rules.iter().find_map(|rule| rule.choices.first()).filter(|_| !secret);
    let known = default.next().cloned().or_else(|| choice.map(|text| Value::Text((*text).to_owned())));
    known.unwrap_or_else(|| match variants(setting.facts.about).into_iter().next() {
        _ if secret => Value::Text("…".to_owned()),
        Some(variant) => Value::Text(variant),
        None => of_leaf(setting.facts.leaf),
    })
}

fn of_leaf(leaf: &Leaf) -> Value {
    match (leaf.noun, leaf.shape) {
        (Noun::Bool, _) => Value::Bool(true),
        (Noun::Integer { zero, .. }, _) => Value::Integer(i128::from(!zero)),
        (Noun::Float, _) => Value::Float(0.5),
        (Noun::Array(count), Shape::List(leaf)) => Value::List(vec![of_leaf(leaf); count.min(3)]),
        (Noun::Tuple(members), _) => Value::List(members.iter().map(|leaf| of_leaf(leaf)).collect()),
        (_, Shape::List(leaf)) => Value::List(vec![of_leaf(leaf)]),
        (_, Shape::Map(leaf)) => Value::Table(vec![("key".to_owned(), of_leaf(leaf))]),
        _ => Value::Text(samples(leaf).first().map_or("…", |text| text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, net::IpAddr, num::NonZero, path::PathBuf, time::Duration};

    use super::*;
    use crate::{ByteSize, SecretString, draft::Probe};

    #[test]
    fn types_are_said_in_words() {
        let said = [
            one(Probe::<bool>::LEAF, ""),
            one(Probe::<u16>::LEAF, ""),
            one(Probe::<u64>::LEAF, ""),
            one(Probe::<NonZero<u8>>::LEAF, ""),
            one(Probe::<f64>::LEAF, ""),
            one(Probe::<Duration>::LEAF, ""),
            one(Probe::<SecretString>::LEAF, ""),
            one(Probe::<ByteSize>::LEAF, ""),
            one(Probe::<Vec<IpAddr>>::LEAF, ""),
            one(Probe::<[PathBuf; 2]>::LEAF, ""),
            one(Probe::<(String, u8)>::LEAF, ""),
            one(Probe::<BTreeMap<String, Vec<Duration>>>::LEAF, ""),
            one(Probe::<Vec<log::Level>>::LEAF, ""),
        ];
        let expected = [
            "boolean",
            "integer from 0 to 65535",
            "integer of 0 or more",
            "integer from 1 to 255",
            "number",
            "duration",
            "string",
            "size, or number of bytes",
            "list of IP addresses",
            "list of 2 paths",
            "list of string and integer from 0 to 255",
            "table of lists of durations",
            "list of words, each one of error, warn, info, debug, trace",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn other_types_go_by_their_names() {
        assert_eq!(named("crate::model::Mode"), "Mode");
        assert_eq!(named("Or<a::B, c::D>"), "Or<a::B, c::D>");
        assert_eq!(element("BTreeMap<String,Mode>"), "Mode");
        assert_eq!(element("Vec<HashMap<String,Mode>>"), "HashMap<String,Mode>");
        assert_eq!(element("[Mode;3]"), "Mode");
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn variants_are_what_the_type_says() {
        use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

        use crate::inspect::Described;

        macro_rules! type_with_schema {
            ($name:ident, $($schema:tt)*) => {
                struct $name;
                impl JsonSchema for $name {
                    fn schema_name() -> std::borrow::Cow<'static, str> {
                        stringify!($name).into()
                    }
                    fn json_schema(_: &mut SchemaGenerator) -> Schema {
                        json_schema!($($schema)*)
                    }
                }
            };
        }
        type_with_schema!(Mode, { "oneOf": [{ "enum": ["fast", "safe"] }, { "const": "odd", "description": "x" }] });
        type_with_schema!(Open, { "oneOf": [{ "enum": ["fast"] }, { "type": "object" }] });
        let about = |schema| About { type_name: "Mode", example: None, show: None, schema };
        assert_eq!(variants(&about(Described::<Mode>::SCHEMA)), ["fast", "safe", "odd"]);
        assert_eq!(variants(&about(Described::<Open>::SCHEMA)), [""; 0], "there are others");
        assert_eq!(variants(&about(Described::<String>::SCHEMA)), [""; 0]);
        assert_eq!(variants(&about(None)), [""; 0]);
    }

    #[test]
    fn samples_stand_in_the_words() {
        assert_eq!(samples(Probe::<Duration>::LEAF), ["30s", "1h 30m"]);
        assert_eq!(samples(Probe::<ByteSize>::LEAF), ["10MiB", "512 kB"]);
        assert_eq!(samples(Probe::<log::LevelFilter>::LEAF)[0], "off");
        assert_eq!(samples(Probe::<String>::LEAF), [""; 0]);
    }
}
