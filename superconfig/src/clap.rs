//! A flag for each setting through the crate `clap`. What the flags say goes the way of all arguments.

use std::{any::TypeId, collections::BTreeMap, ffi::OsString, sync::Arc};

use ::clap::{
    Arg, ArgAction, ArgMatches, Command, ValueHint,
    builder::ValueParser,
    error::{ContextKind, ContextValue, ErrorKind},
    parser::ValueSource,
};

use crate::{
    config::SuperConfig,
    draft::{Crumb, Shape},
    load::{Builder, refused},
    mount,
    problem::{Error, Fault, ProblemKind},
    schema::{self, Field, Kind, Schema, SettingSchema, Sources},
    source::kebab,
};

const HEADING: &str = "Settings";

/// The schema that a load goes by.
pub(crate) fn schema_of<T: SuperConfig>() -> &'static Schema {
    if T::SCHEMA.mounts { mount::composed(TypeId::of::<T>(), T::SCHEMA).schema } else { T::SCHEMA }
}

/// The flag of a setting.
struct Flag {
    /// Without the dashes.
    long: String,
    path: String,
    chain: Vec<&'static Field>,
    what: What,
    /// It goes by a former name of a field.
    former: bool,
}

enum What {
    Setting(&'static SettingSchema),
    /// The choice between an enum's variants.
    Variant(&'static Schema),
}

impl Flag {
    fn id(&self) -> String {
        format!("superconfig.{}", self.path)
    }

    fn no_id(&self) -> String {
        format!("superconfig-no.{}", self.path)
    }

    fn no_long(&self) -> String {
        format!("no-{}", self.long)
    }

    fn setting(&self) -> Option<&'static SettingSchema> {
        match self.what {
            What::Setting(setting) => Some(setting),
            What::Variant(_) => None,
        }
    }

    fn is_switch(&self) -> bool {
        self.setting().is_some_and(|setting| setting.leaf.is_bool())
    }
}

/// The flags of a config: those of the settings that arguments may set, and below them those of former names, as far as these are
/// free. What is in a collection has none: its keys are not known.
fn flags(schema: &'static Schema) -> Vec<Flag> {
    let mut flags = Vec::new();
    collect(schema, &mut Way { chain: Vec::new(), keys: Vec::new(), former: false }, &mut flags);
    let (mut flags, former): (Vec<Flag>, Vec<Flag>) = flags.into_iter().partition(|flag| !flag.former);
    for flag in former {
        if !flags.iter().any(|other| other.long == flag.long || other.no_long() == flag.long) {
            flags.push(flag);
        }
    }
    flags
}

/// The way to a field.
struct Way {
    chain: Vec<&'static Field>,
    keys: Vec<String>,
    former: bool,
}

fn collect(schema: &'static Schema, way: &mut Way, flags: &mut Vec<Flag>) {
    for field in schema.fields {
        let outer = way.former;
        way.chain.push(field);
        if field.kind.is_transparent() {
            enter(field, way, flags);
        } else {
            for (rank, key) in std::iter::once(&field.key).chain(field.aliases).enumerate() {
                way.keys.push((*key).to_owned());
                way.former = outer || rank > 0;
                enter(field, way, flags);
                way.keys.pop();
            }
        }
        way.chain.pop();
        way.former = outer;
    }
}

fn enter(field: &'static Field, way: &mut Way, flags: &mut Vec<Flag>) {
    match &field.kind {
        Kind::Setting(setting) if setting.sources.contains(Sources::ARGS) => {
            push(way, None, What::Setting(setting), flags);
        }
        Kind::Setting(_) | Kind::List(..) | Kind::Map(_) => {}
        kind => {
            if let Some(inner) = kind.section() {
                if inner.choice.is_some() {
                    push(way, inner.tag(), What::Variant(inner), flags);
                }
                collect(inner, way, flags);
            }
        }
    }
}

/// Variants may have settings of one name, which have one flag.
fn push(way: &Way, tag: Option<&str>, what: What, flags: &mut Vec<Flag>) {
    let mut keys = way.keys.clone();
    keys.extend(tag.map(str::to_owned));
    let path = keys.join(".");
    if !flags.iter().any(|flag| flag.path == path) {
        let long = keys.iter().map(|key| kebab(key)).collect::<Vec<_>>().join("-");
        flags.push(Flag { long, path, chain: way.chain.clone(), what, former: way.former });
    }
}

/// Words of ours, each with the name of its value and what it does.
const WORDS: [(&str, &str, &str); 4] = [
    ("set", "PATH=VALUE", "Set any setting by its path, as in database.pool_size=5"),
    ("unset", "PATH", "Take back what other sources say of a setting or section"),
    ("config", "FILE", "Read this file instead of those that are found"),
    ("profile", "NAME", "Activate a profile"),
];

fn word_id(word: &str) -> String {
    format!("superconfig-word.{word}")
}

/// The names of flags that a command has already.
fn taken(command: &Command) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for arg in command.get_arguments() {
        taken.extend(arg.get_long().map(str::to_owned));
        taken.extend(arg.get_all_aliases().into_iter().flatten().map(str::to_owned));
    }
    if !command.is_disable_help_flag_set() {
        taken.push("help".to_owned());
    }
    let version = command.get_version().or_else(|| command.get_long_version());
    if version.is_some() && !command.is_disable_version_flag_set() {
        taken.push("version".to_owned());
    }
    taken
}

/// The command with the flags, or all flags that are taken.
pub(crate) fn augment(schema: &'static Schema, mut command: Command) -> Result<Command, Error> {
    let (mut flags, taken) = (flags(schema), taken(&command));
    flags.retain(|flag| !flag.former || !taken.contains(&flag.long));
    let faults = collisions(&flags, &taken);
    if !faults.is_empty() {
        return Err(refused(schema, faults));
    }
    let is_free = |long: &str| !taken.iter().any(|it| it == long) && !flags.iter().any(|flag| flag.long == long);
    for flag in &flags {
        let arg = arg(schema, flag);
        if flag.is_switch() && is_free(&flag.no_long()) {
            let no = Arg::new(flag.no_id()).long(flag.no_long()).action(ArgAction::SetTrue).hide(true);
            command = command.arg(arg.overrides_with(flag.no_id())).arg(no.overrides_with(flag.id()));
        } else {
            command = command.arg(arg);
        }
    }
    for (word, value, help) in WORDS.into_iter().filter(|(word, ..)| is_free(word)) {
        let help = match schema.profiles {
            [_, ..] if word == "profile" => format!("{help}: {}", schema.profiles.join(", ")),
            _ => help.to_owned(),
        };
        let arg = Arg::new(word_id(word)).long(word).value_name(value).help(help).help_heading(HEADING);
        let hint = if word == "config" { ValueHint::FilePath } else { ValueHint::Other };
        let parser = ValueParser::os_string();
        command = command.arg(arg.action(ArgAction::Append).value_parser(parser).value_hint(hint));
    }
    Ok(command)
}

/// What is wrong with names that several want.
fn collisions(flags: &[Flag], taken: &[String]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut seen: BTreeMap<&str, &Flag> = BTreeMap::new();
    for flag in flags {
        let other = if taken.contains(&flag.long) {
            Some("a flag of the command".to_owned())
        } else {
            seen.insert(&flag.long, flag).map(|other| format!("the flag of '{}'", other.path))
        };
        if let Some(other) = other {
            let help = "give one of the two another name; a setting that arguments may not set (`sources`) has no flag";
            let message = format!("its flag --{} is also {other}", flag.long);
            let mut fault = Fault::plain(ProblemKind::Ambiguous, 0, message, Some(help.to_owned()));
            fault.trail = flag.chain.iter().map(|field| Crumb::of(field)).collect();
            faults.push(fault);
        }
    }
    faults
}

fn arg(schema: &'static Schema, flag: &Flag) -> Arg {
    let field = flag.chain[flag.chain.len() - 1];
    let (paragraph, notes) = (field.doc.split("\n\n").next().unwrap_or_default(), notes(schema, flag));
    let paragraph: Vec<&str> = paragraph.lines().map(str::trim).collect();
    let sentence = |text: &str| [text.trim_end_matches('.'), notes.as_str()].join(" ").trim().to_owned();
    let arg = Arg::new(flag.id()).long(flag.long.clone()).help_heading(HEADING).value_parser(ValueParser::os_string());
    let arg = arg.help(sentence(&paragraph.join(" "))).hide(field.deprecated.is_some() || flag.former);
    let whole = field.doc.contains("\n\n").then(|| format!("{}\n\n{notes}", field.doc).trim().to_owned());
    let arg = match whole {
        Some(text) => arg.long_help(text),
        None => arg,
    };
    let arg = match flag.what {
        What::Setting(setting) => arg_of_setting(arg, setting),
        What::Variant(_) => arg.action(ArgAction::Set),
    };
    if flag.is_switch() {
        return arg.num_args(0..=1).require_equals(true).default_missing_value("true").value_name("BOOL");
    }
    match (&flag.what, flag.setting().map(|setting| setting.leaf.shape)) {
        (What::Variant(inner), _) => arg.value_name(inner.variants().join("|")),
        (_, Some(Shape::Map(_))) => arg.value_name("KEY=VALUE"),
        _ => arg.value_name(field.key.replace('-', "_").to_uppercase()),
    }
}

fn arg_of_setting(arg: Arg, setting: &SettingSchema) -> Arg {
    match setting.leaf.shape {
        Shape::List(_) | Shape::Map(_) | Shape::Any => arg.action(ArgAction::Append),
        Shape::Scalar => arg.action(ArgAction::Set).allow_negative_numbers(!setting.leaf.is_bool()),
        Shape::String | Shape::Text => arg.action(ArgAction::Set),
    }
}

/// The default and the variable; of a secret not even its default.
fn notes(schema: &'static Schema, flag: &Flag) -> String {
    let mut notes = Vec::new();
    let setting = flag.setting();
    let default = setting.filter(|setting| !setting.is_secret()).and_then(|setting| setting.default).and_then(literal);
    notes.extend(default.map(|text| format!("[default: {text}]")));
    let variable = schema::env_name(schema.env_prefix, &flag.chain);
    let variable = variable.filter(|_| setting.is_some_and(|setting| setting.sources.contains(Sources::ENV)));
    notes.extend(variable.map(|variable| format!("[env: {variable}]")));
    notes.join(" ")
}

/// A default as it would be typed, if the source of the struct has it as a literal.
fn literal(text: &'static str) -> Option<&'static str> {
    let plain = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let is_literal =
        matches!(text, "true" | "false") || text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
    plain.filter(|text| !text.is_empty() && !text.contains('\\')).or(is_literal.then_some(without_suffix(text)))
}

/// `255` for `255u32`, as nobody would type the type.
fn without_suffix(text: &'static str) -> &'static str {
    let types = ["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64"];
    let suffix = types.iter().find(|ty| text.ends_with(**ty) && !text.starts_with("0x"));
    suffix.map_or(text, |ty| text[..text.len() - ty.len()].trim_end_matches('_'))
}

/// What was given, as arguments that name settings.
pub(crate) fn arguments(schema: &'static Schema, matches: &ArgMatches) -> Vec<OsString> {
    let mut arguments = Vec::new();
    let mut take = |id: &str, long: &str| {
        // A command that was not augmented has none of these.
        let known = matches.try_contains_id(id).unwrap_or(false);
        if !known || matches.value_source(id) != Some(ValueSource::CommandLine) {
            return;
        }
        for value in matches.get_raw(id).into_iter().flatten() {
            let mut argument = OsString::from(format!("--{long}="));
            argument.push(value);
            arguments.push(argument);
        }
    };
    let flags = flags(schema);
    for flag in &flags {
        take(&flag.id(), &flag.long);
    }
    for (word, ..) in WORDS {
        take(&word_id(word), word);
    }
    for flag in flags.iter().filter(|flag| flag.is_switch()) {
        if matches.try_get_one::<bool>(&flag.no_id()).ok().flatten() == Some(&true) {
            arguments.push(format!("--{}=false", flag.long).into());
        }
    }
    arguments
}

/// Loads with the arguments of the process above what a builder has; ends it for `--help` and for what clap refuses.
pub(crate) fn load_with_args<T: SuperConfig>(builder: Builder<T>) -> Result<Arc<T>, Error> {
    let schema = schema_of::<T>();
    let about = schema.doc.split("\n\n").next().unwrap_or_default().to_owned();
    let command = augment(schema, Command::new(schema.name).about(about))?;
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => silent(schema, error).exit(),
    };
    builder.with_arg_matches(&matches).load()
}

/// The error without what may be a secret that has lost its flag.
pub(crate) fn silent(schema: &'static Schema, mut error: ::clap::Error) -> ::clap::Error {
    let mut secrets = false;
    schema.walk(&mut |_, setting| secrets |= setting.is_secret());
    let stray = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(text)) => error.kind() == ErrorKind::UnknownArgument && !text.starts_with('-'),
        _ => false,
    };
    if secrets && stray {
        error.insert(ContextKind::InvalidArg, ContextValue::String("[redacted]".to_owned()));
        error.remove(ContextKind::Suggested);
    }
    error
}
