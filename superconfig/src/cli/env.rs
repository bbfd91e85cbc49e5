//! `config env`: the variables that a config reads.

use std::fmt::Write as _;

use crate::{
    inspect::{Chosen, Item, Outline, Setting, one_line},
    problem::Color,
    schema::Schema,
};

/// One variable, or all that differ in a key or number only.
pub(super) struct Variable {
    name: String,
    /// Nothing if it sets no setting.
    path: Option<String>,
    doc: &'static str,
    secret: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Set,
    /// `NAME_FILE` names a file that holds it.
    ByFile,
    Unset,
}

/// All variables of a config, in the order of the struct; `set` are the names of all that are set.
pub(super) fn variables(schema: &Schema, outline: &Outline, set: &[String]) -> Vec<Variable> {
    let reserved = [
        ("PROFILE", "The active profiles, divided by commas; later ones win"),
        ("CONFIG", "The file to read instead of those that would be found"),
    ];
    let reserved = reserved.into_iter().map(|(word, doc)| {
        let name = schema.reserved_variable(word);
        let state = if set.contains(&name) { State::Set } else { State::Unset };
        Variable { name, path: None, doc, secret: false, state }
    });
    let mut variables = reserved.collect();
    collect(outline, set, &mut variables);
    variables
}

fn collect(outline: &Outline, set: &[String], variables: &mut Vec<Variable>) {
    variables.extend(outline.choices.iter().filter_map(|chosen| choice(chosen, set)));
    for item in &outline.items {
        match item {
            Item::Setting(setting) => variables.extend(variable(setting, set)),
            Item::Section(section) => collect(&section.outline, set, variables),
        }
    }
}

/// What says which variant an enum is.
fn choice(chosen: &Chosen, set: &[String]) -> Option<Variable> {
    let name = chosen.env.clone()?;
    let state = if set.iter().any(|set| is_meant(&name, set)) { State::Set } else { State::Unset };
    Some(Variable { name, path: Some(chosen.path.clone()), doc: first_part(chosen.schema.doc), secret: false, state })
}

fn first_part(doc: &'static str) -> &'static str {
    doc.split("\n\n").next().unwrap_or_default()
}

fn variable(setting: &Setting, set: &[String]) -> Option<Variable> {
    let name = setting.env.clone()?;
    let state = if set.iter().any(|set| is_meant(&name, set)) {
        State::Set
    } else if set.iter().any(|set| set.strip_suffix("_FILE").is_some_and(|set| is_meant(&name, set))) {
        State::ByFile
    } else {
        State::Unset
    };
    let doc = first_part(setting.field.doc);
    Some(Variable { name, path: Some(setting.path.clone()), doc, secret: setting.facts.is_secret(), state })
}

/// Whether a variable is the one called `name`, or an element of it: `SHOP_TAGS__0` of `SHOP_TAGS`, `SHOP_SERVERS__a__PORT` of
/// `SHOP_SERVERS__<key>__PORT`.
fn is_meant(name: &str, set: &str) -> bool {
    let Some((before, rest)) = name.split_once('<') else {
        return set.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with("__"));
    };
    let after = rest.split_once('>').map_or("", |(_, after)| after);
    let Some(rest) = set.strip_prefix(before) else { return false };
    rest.char_indices().skip(1).any(|(at, _)| is_meant(after, &rest[at..])) || (after.is_empty() && !rest.is_empty())
}

/// A table: the name, whether it is set, the setting, what is said about it.
pub(super) fn text(variables: &[Variable], color: Color) -> String {
    let width = |of: fn(&Variable) -> usize| variables.iter().map(of).max().unwrap_or_default();
    let names = width(|it| it.name.len());
    let paths = width(|it| it.path.as_ref().map_or(1, String::len)).max("setting".len());
    let mut text = color.paint("1", &format!("{:<names$}  set   {:<paths$}  about", "variable", "setting"));
    text.push('\n');
    for Variable { name, path, doc, secret, state } in variables {
        let set = match state {
            State::Set => "yes",
            State::ByFile => "file",
            State::Unset => "no",
        };
        let (path, doc) = (path.as_deref().unwrap_or("-"), doc.split_whitespace().collect::<Vec<_>>().join(" "));
        let secret = if *secret { "(secret) " } else { "" };
        let line = format!("{name:<names$}  {set:<4}  {path:<paths$}  {secret}{doc}");
        let line = one_line(line.trim_end());
        let _ = writeln!(text, "{}", if *state == State::Unset { line } else { color.paint("32", &line) });
    }
    text
}

/// A list of objects with `name`, `setting`, `set` (`"yes"`, `"file"`, `"no"`), `secret` and `doc`.
pub(super) fn json(variables: &[Variable]) -> String {
    let variables: Vec<_> = (variables.iter())
        .map(|variable| {
            serde_json::json!({
                "name": variable.name,
                "setting": variable.path,
                "set": match variable.state { State::Set => "yes", State::ByFile => "file", State::Unset => "no" },
                "secret": variable.secret,
                "doc": variable.doc,
            })
        })
        .collect();
    crate::inspect::json(&variables)
}

#[cfg(test)]
mod tests {
    use super::{State, is_meant, variables};
    use crate::{Builder, SuperConfig, inspect::outline};

    #[derive(SuperConfig)]
    #[config(crate = crate, name = "shop")]
    #[allow(dead_code)]
    struct Shop {
        #[config(nested)]
        storage: Storage,
        #[config(nested)]
        cache: std::collections::BTreeMap<String, Cache>,
    }

    /// Where data goes.
    #[derive(SuperConfig)]
    #[config(crate = crate, rename_all = "lowercase")]
    #[allow(dead_code)]
    enum Storage {
        Memory,
        Disk { path: String },
    }

    #[derive(SuperConfig)]
    #[config(crate = crate, rename_all = "lowercase", tag = "type")]
    #[allow(dead_code)]
    enum Cache {
        Off,
        Lru { size: u8 },
    }

    #[test]
    fn what_says_the_variant_of_an_enum_is_a_variable_too() {
        let (schema, mut draft) = Builder::<Shop>::blank().unwrap_or_else(|error| panic!("{error}"));
        let set = ["SHOP_STORAGE".to_owned(), "SHOP_CACHE__x__TYPE".to_owned()];
        let variables = variables(schema, &outline(schema, &mut *draft), &set);
        let told: Vec<_> =
            variables.iter().skip(2).map(|it| (it.name.as_str(), it.doc, it.state == State::Set)).collect();
        let expected = [
            ("SHOP_STORAGE", "Where data goes.", true),
            ("SHOP_STORAGE_DISK_PATH", "", false),
            ("SHOP_CACHE__<key>__TYPE", "", true),
            ("SHOP_CACHE__<key>__SIZE", "", false),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_pattern_stands_for_the_variables_of_all_keys() {
        for (name, set) in [
            ("SHOP_PORT", "SHOP_PORT"),
            ("SHOP_TAGS", "SHOP_TAGS__0"),
            ("SHOP_SERVERS__<key>__PORT", "SHOP_SERVERS__alpha__PORT"),
            ("SHOP_A__<key>__B__<n>__C", "SHOP_A__x__B__0__C"),
            ("SHOP_A__<key>__B", "SHOP_A__x_y__B__0"),
        ] {
            assert!(is_meant(name, set), "{name} {set}");
        }
        for (name, set) in [
            ("SHOP_PORT", "SHOP_PORTS"),
            ("SHOP_SERVERS__<key>__PORT", "SHOP_SERVERS__alpha__HOST"),
            ("SHOP_SERVERS__<key>__PORT", "SHOP_SERVERS__PORT"),
        ] {
            assert!(!is_meant(name, set), "{name} {set}");
        }
    }
}
