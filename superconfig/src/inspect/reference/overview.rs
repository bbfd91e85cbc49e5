//! What goes for all settings: where values come from, where files are looked for, which profiles there are.

use super::{
    Reference,
    prose::{Span, spans},
};
use crate::{
    format::{EXTENSIONS, Format},
    profile,
    schema::Schema,
};

/// A part of the overview.
pub(super) struct Chapter {
    pub(super) title: &'static str,
    pub(super) text: Vec<Span>,
    pub(super) items: Vec<Vec<Span>>,
    /// Whether the order of the items counts.
    pub(super) numbered: bool,
}

pub(super) fn chapters(reference: &Reference) -> Vec<Chapter> {
    let schema = reference.schema;
    let mut chapters = vec![order(&reference.prefix), files(schema)];
    chapters.extend(profiles(schema));
    chapters
}

fn order(prefix: &str) -> Chapter {
    let variable = |name: &str| match prefix {
        "" => name.to_owned(),
        prefix => format!("{prefix}_{name}"),
    };
    let items = [
        "defaults, then those of active profiles".to_owned(),
        "files".to_owned(),
        "secrets that the system mounts: files in `/run/secrets` and `$CREDENTIALS_DIRECTORY`, called like the setting"
            .to_owned(),
        format!(
            "variables; instead of a variable `{}`, `{}` may name a file that holds the value",
            variable("…"),
            variable("…_FILE"),
        ),
        "arguments, if the program takes them".to_owned(),
    ];
    Chapter {
        title: "Where values come from",
        text: spans("Unless the program says otherwise, later ones win, setting by setting:"),
        items: items.iter().map(|item| spans(item)).collect(),
        numbered: true,
    }
}

fn files(schema: &'static Schema) -> Chapter {
    let name = schema.name;
    let formats: Vec<Format> = super::example::formats().collect();
    let extensions: Vec<&str> =
        EXTENSIONS.iter().filter(|(_, format)| formats.contains(format)).map(|(extension, _)| *extension).collect();
    let items = [
        format!("`/etc/{name}/` and `{name}/` in `$XDG_CONFIG_DIRS`: `{name}.EXT` or `config.EXT`"),
        format!("`$XDG_CONFIG_HOME/{name}/`, normally `~/.config/{name}/`, or the platform's equivalent: the same"),
        format!(
            "from the repository's root down to the working directory: `{name}.EXT`, `.{name}.EXT` or `config/{name}.EXT`"
        ),
    ];
    let mut text = spans("Later ones win; beside each, ");
    text.extend([
        Span::code(format!("{name}.PROFILE.EXT")),
        Span::text(" and then "),
        Span::code(format!("{name}.local.EXT")),
        Span::text(" win over it. "),
        Span::code("EXT"),
        Span::text(" is "),
    ]);
    text.extend(super::facts::listed(extensions.into_iter().map(Span::code), "or"));
    text.extend(spans(&format!(". `{}` names a file that is read instead.", schema.reserved_variable("CONFIG"))));
    Chapter { title: "Files", text, items: items.iter().map(|item| spans(item)).collect(), numbered: true }
}

fn profiles(schema: &'static Schema) -> Option<Chapter> {
    let names = profile::known(schema);
    if names.is_empty() {
        return None;
    }
    let item = |name: &&'static str| {
        let mut text = vec![Span::code(*name)];
        if let Some((_, members)) = schema.profile_groups.iter().find(|(group, _)| group == name) {
            text.push(Span::text(", which brings in "));
            text.extend(super::facts::listed(members.iter().copied().map(Span::code), "and"));
        }
        text
    };
    let variable = schema.reserved_variable("PROFILE");
    let mut text =
        spans(&format!("`{variable}={}` activates one, or several with commas, of which later ones win.", names[0]));
    if let Some(key) = schema.profile_key {
        text.extend(spans(&format!(" What stands under `{key}.{}` in a file counts while it is active.", names[0])));
    }
    Some(Chapter { title: "Profiles", text, items: names.iter().map(item).collect(), numbered: false })
}
