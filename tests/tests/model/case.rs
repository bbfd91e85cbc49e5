//! One case: sources in some order, given to the library and to the model.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
};

use serde::Serialize;
use serde_json::Value;
use superconfig::{Builder, FieldPath, Format, Origin, ProblemKind, SuperConfig};
use superconfig_tests::Scene;

use super::{
    naive::{Naive, Who, find, join, values},
    said::{Dice, Parts, Said, Style},
    schema::{Fields, Kind},
    write::{self, Item, Node},
};

/// A config that the model knows.
pub(crate) trait Config: SuperConfig + Serialize + Send + Sync + 'static {
    const FIELDS: Fields;
    /// What code may set.
    const CODED: &[Coded<Self>];
    /// Whether the model can follow what its settings were, by their paths.
    const FOLLOWED: bool = true;
}

/// Sets something in code, or takes it back; gives its path and value, too.
pub(crate) type Coded<T> = fn(&mut Dice, Builder<T>) -> (Builder<T>, &'static str, Option<Value>);

pub(crate) fn coded<T: SuperConfig, V: Clone + Serialize + Send + Sync + 'static>(
    builder: Builder<T>,
    field: FieldPath<T, V>,
    path: &'static str,
    value: V,
) -> (Builder<T>, &'static str, Option<Value>) {
    let json = serde_json::to_value(&value).expect("it is plain data");
    (builder.with_value(field, value), path, Some(json))
}

pub(crate) fn taken_back<T: SuperConfig, V>(
    builder: Builder<T>,
    field: FieldPath<T, V>,
    path: &'static str,
) -> (Builder<T>, &'static str, Option<Value>) {
    (builder.with_unset(field), path, None)
}

/// Runs as many cases as are asked for.
pub(crate) fn check<T: Config>(wrong: usize) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    if let Some(seed) = number("SUPERCONFIG_MODEL_SEED") {
        return Case::<T>::new(seed, wrong).run();
    }
    for seed in 0..number("SUPERCONFIG_MODEL_CASES").unwrap_or(400) {
        let case = catch_unwind(AssertUnwindSafe(|| Case::<T>::new(seed, wrong).run()));
        if let Err(panic) = case {
            eprintln!("this was {} with the seed {seed}", std::any::type_name::<T>());
            resume_unwind(panic);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Source {
    Text,
    File,
    Discovery,
    Environment,
    Dotenv,
    Secrets,
    Arguments,
    Code,
}

/// What origins call a source.
#[derive(Debug)]
enum Called {
    File(String),
    Text(String),
    /// Variables, files and arguments, by the path of what they set.
    Names(Source, BTreeMap<String, String>),
    Code,
}

struct Case<T> {
    seed: u64,
    dice: Dice,
    scene: Scene,
    builder: Builder<T>,
    naive: Naive,
    /// The active profiles.
    profiles: Vec<&'static str>,
    called: Vec<Called>,
    /// What the model's values were after each source.
    history: Vec<BTreeMap<String, (Option<Value>, Who)>>,
    wrong: usize,
    /// How many files and texts there are so far.
    files: usize,
    texts: usize,
    story: String,
}

const PROFILES: [&str; 3] = ["dev", "prod", "eu"];

impl<T: Config> Case<T> {
    fn new(seed: u64, wrong: usize) -> Self {
        let mut dice = Dice::new(seed);
        let chosen: Vec<&str> = (0..dice.below(4)).map(|_| dice.pick(&PROFILES)).collect();
        // What is given twice counts where it is given last.
        let last = |at: usize| !chosen[at + 1..].contains(&chosen[at]);
        let profiles: Vec<&str> = (0..chosen.len()).filter(|at| last(*at)).map(|at| chosen[at]).collect();
        let scene = Scene::new();
        let builder = scene.builder().with_base_dir(scene.path("project/sub"));
        let names: Vec<String> = profiles.iter().map(|name| (*name).to_owned()).collect();
        let story = format!("seed {seed}, profiles {chosen:?}\n");
        let (naive, called) = (Naive::new(&names), Vec::new());
        let history = Vec::new();
        let mut case =
            Self { seed, dice, scene, builder, naive, profiles, called, history, wrong, files: 0, texts: 0, story };
        case.scene.file("project/sub/.keep", "");
        case.sources(&chosen);
        case
    }

    /// Makes up the sources and gives them to the builder and to the model.
    fn sources(&mut self, chosen: &[&str]) {
        use Source::{Arguments, Code, Discovery, Dotenv, Environment, File, Secrets, Text};
        let mut kinds = Vec::new();
        for _ in 0..=self.dice.below(6) {
            let kind = self.dice.pick(&[Text, File, Discovery, Environment, Dotenv, Secrets, Arguments, Code]);
            if kinds.contains(&kind) && matches!(kind, Discovery | Dotenv | Secrets)
                || kind == Code && T::CODED.is_empty()
            {
                continue;
            }
            kinds.push(kind);
        }
        // A `.env` file ranks just below the environment, also if the builder hears of it later.
        let place = |kind| kinds.iter().position(|other| *other == kind);
        let late = place(Environment).zip(place(Dotenv)).filter(|(environment, dotenv)| environment < dotenv);
        if let Some((environment, dotenv)) = late {
            kinds.remove(dotenv);
            kinds.insert(environment, Dotenv);
        }
        let has = |kind| kinds.contains(&kind);
        let by_variable = (has(Environment) || has(Discovery)) && self.dice.chance(50);
        let by_argument = !by_variable && has(Arguments) && self.dice.chance(50);
        if by_variable {
            self.builder = self.builder.clone().with_env_of([("SHOP_PROFILE", chosen.join(","))]);
        } else if !by_argument {
            self.builder = self.builder.clone().with_profiles(chosen.iter().copied());
        }
        // The real environment hides what a `.env` file says, whatever the order, so it is made up first.
        let hides = has(Environment) && has(Dotenv);
        let mut environments: Vec<Vec<(&'static str, Said)>> = Vec::new();
        for _ in kinds.iter().filter(|kind| **kind == Environment) {
            environments.push(self.variables(!hides));
        }
        let said = environments.iter().flat_map(|said| write::items(T::FIELDS, said));
        let hidden: BTreeSet<(String, &str)> = said.map(|item| (item.path, item.operator)).collect();
        let mut environments = environments.into_iter();
        let mut argument_profiles = by_argument.then(|| format!("--profile={}", chosen.join(",")));
        for kind in kinds {
            match kind {
                Text => self.text(),
                File => {
                    let path = format!("project/named{}", self.files);
                    let name = self.document_at(&path);
                    let path = self.scene.path(&name);
                    self.builder = self.builder.clone().with_file(path);
                }
                Discovery => self.discovery(),
                Environment => self.environment(&environments.next().expect("one for each"), hides),
                Dotenv => {
                    self.dotenv(if hides { &hidden } else { const { &BTreeSet::new() } }, hides);
                    if late.is_none() {
                        self.builder = self.builder.clone().with_dotenv();
                    }
                }
                Secrets => self.secrets(),
                Arguments => self.arguments(argument_profiles.take()),
                Code => self.code(),
            }
        }
        if late.is_some() {
            self.builder = self.builder.clone().with_dotenv();
        }
    }

    fn style(&mut self, document: bool) -> Style {
        let dense = self.dice.pick(&[8, 15, 30]);
        Style {
            document,
            nulls: false,
            operators: true,
            operators_are_keys: document,
            elements: true,
            bare: true,
            wrong: self.wrong,
            dense,
        }
    }

    fn variables(&mut self, elements: bool) -> Vec<(&'static str, Said)> {
        let style = Style { elements, ..self.style(false) };
        style.section(T::FIELDS, &mut self.dice)
    }

    fn say(&mut self, called: Called, said: &[(&'static str, Said)]) {
        self.naive.section(T::FIELDS, said, "", self.called.len());
        self.called.push(called);
        self.history.push(self.naive.values.clone());
    }

    fn tell(&mut self, what: &str, text: &str) {
        let _ = writeln!(self.story, "--- {what}\n{text}");
    }

    fn text(&mut self) {
        self.texts += 1;
        let name = if self.texts == 1 { "<text>".to_owned() } else { format!("<text {}>", self.texts) };
        let format = self.dice.pick(&[Format::Toml, Format::Json, Format::Yaml]);
        let (text, layers) = self.document(format, Vec::new());
        self.tell(&name, &text);
        for said in &layers {
            self.say(Called::Text(name.clone()), said);
        }
        self.builder = self.builder.clone().with_str(format, text);
    }

    /// Makes up a file, and what it includes; gives its name.
    fn document_at(&mut self, path: &str) -> String {
        let (format, extension) = self.dice.pick(&[
            (Format::Toml, "toml"),
            (Format::Json, "json"),
            (Format::Yaml, "yaml"),
            (Format::Yaml, "yml"),
        ]);
        let name = format!("{path}.{extension}");
        self.files += 1;
        let mut includes = Vec::new();
        while self.files < 12 && self.dice.chance(15) {
            let directory = path.rsplit_once('/').expect("a path in the scene").0;
            let part = self.document_at(&format!("{directory}/part{}", self.files));
            includes.push(Node::Value(part[directory.len() + 1..].into()));
        }
        let mut rest = Vec::new();
        match includes.as_slice() {
            [] => {}
            [one] if self.dice.chance(50) => rest.push(("import".to_owned(), one.clone())),
            _ => rest.push(("include".to_owned(), Node::List(includes))),
        }
        let (text, layers) = self.document(format, rest);
        self.tell(&name, &text);
        self.scene.file(&name, text);
        for said in &layers {
            self.say(Called::File(name.clone()), said);
        }
        name
    }

    /// A document with tables of profiles; gives what counts in it, lowest first. `rest` is what else stands at its top.
    fn document(&mut self, format: Format, rest: Vec<(String, Node)>) -> (String, Vec<Vec<(&'static str, Said)>>) {
        let style = Style { nulls: format != Format::Toml, ..self.style(true) };
        let base = style.section(T::FIELDS, &mut self.dice);
        let mut table = write::table(T::FIELDS, &base, &mut self.dice);
        let mut rest = rest;
        let (mut overlays, mut tables) = (BTreeMap::new(), Vec::new());
        for profile in PROFILES {
            if !self.dice.chance(20) {
                continue;
            }
            // What is wrong in the table of another profile is a warning at most.
            let said = style.section(T::FIELDS, &mut self.dice);
            let active = self.profiles.contains(&profile);
            tables.push((profile.to_owned(), Node::Table(write::table(T::FIELDS, &said, &mut self.dice))));
            if active {
                overlays.insert(profile, said);
            }
        }
        if !tables.is_empty() {
            self.dice.shuffle(&mut tables);
            rest.push(("profile".to_owned(), Node::Table(tables)));
        }
        for entry in rest {
            let at = self.dice.below(table.len() + 1);
            table.insert(at, entry);
        }
        let text = write::text(format, &table, &mut self.dice);
        let active = self.profiles.iter().filter_map(|profile| overlays.remove(profile));
        (text, [base].into_iter().chain(active).collect())
    }

    /// Files wherever they are looked for, in the order in which they count.
    fn discovery(&mut self) {
        const PLACES: [&str; 11] = [
            "etc/shop/shop",
            "etc/shop/config",
            "etc/xdg/shop/shop",
            "home/.config/shop/shop",
            "home/.config/shop/config",
            "project/shop",
            "project/.shop",
            "project/config/shop",
            "project/sub/shop",
            "project/sub/.shop",
            "project/sub/config/shop",
        ];
        for place in PLACES {
            let profiles = self.profiles.clone();
            let endings = [""].into_iter().chain(profiles).chain(["local"]);
            for ending in endings {
                if self.dice.chance(8) {
                    let dot = if ending.is_empty() { "" } else { "." };
                    self.document_at(&format!("{place}{dot}{ending}"));
                }
            }
        }
        self.builder = self.builder.clone().with_discovery();
    }

    fn environment(&mut self, said: &[(&'static str, Said)], plainly: bool) {
        let mut names = BTreeMap::new();
        let mut variables = Vec::new();
        for item in write::items(T::FIELDS, said) {
            let name = item.variable((!plainly).then_some(&mut self.dice));
            let parts: Vec<(String, Value)> = match &item.value {
                Value::Array(list) => (0..list.len()).map(|at| (at.to_string(), list[at].clone())).collect(),
                Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
                _ => Vec::new(),
            };
            if !parts.is_empty() && item.operator.is_empty() && !plainly && self.dice.chance(30) {
                // It is called by the first of the keys.
                let first = parts.iter().map(|(key, _)| key).min().expect("there are some");
                names.insert(item.path.clone(), format!("{name}__{first}"));
                for (key, value) in parts {
                    let text = Item { value, ..item.clone() }.text(&mut self.dice);
                    variables.push((format!("{name}__{key}"), text));
                }
            } else {
                variables.push((name.clone(), item.text(&mut self.dice)));
                names.insert(item.path, name);
            }
        }
        self.dice.shuffle(&mut variables);
        self.tell("environment", &format!("{variables:#?}"));
        self.say(Called::Names(Source::Environment, names), said);
        self.builder = self.builder.clone().with_env_vars(variables);
    }

    fn dotenv(&mut self, hidden: &BTreeSet<(String, &str)>, plainly: bool) {
        let mut said = self.variables(!plainly);
        let items = write::items(T::FIELDS, &said);
        prune(T::FIELDS, &mut said, "", hidden);
        let mut names = BTreeMap::new();
        let mut lines = vec!["# settings\n".to_owned(), "OTHER=\"x\" # of others\n".to_owned()];
        for item in items {
            let name = item.variable((!plainly).then_some(&mut self.dice));
            lines.push(write::dotenv_line(&name, &item.text(&mut self.dice)));
            if !hidden.contains(&(item.path.clone(), item.operator)) {
                names.insert(item.path, name);
            }
        }
        self.dice.shuffle(&mut lines);
        let text = lines.concat();
        self.tell(".env", &text);
        self.scene.file("project/.env", text);
        self.say(Called::Names(Source::Dotenv, names), &said);
    }

    fn secrets(&mut self) {
        let said = Style { operators: false, ..self.style(false) }.section(T::FIELDS, &mut self.dice);
        let mut names = BTreeMap::new();
        for item in write::items(T::FIELDS, &said) {
            let name = format!("secrets/{}", item.secret(&mut self.dice));
            let mut text = item.text(&mut self.dice);
            if self.dice.chance(50) {
                text.push('\n');
            }
            self.tell(&name, &text);
            self.scene.file(&name, text);
            names.insert(item.path, name);
        }
        self.scene.file("secrets/.keep", "");
        self.say(Called::Names(Source::Secrets, names), &said);
        self.builder = self.builder.clone().with_secrets_dir(self.scene.path("secrets"));
    }

    fn arguments(&mut self, more: Option<String>) {
        let said = Style { operators_are_keys: true, ..self.style(false) }.section(T::FIELDS, &mut self.dice);
        let mut names = BTreeMap::new();
        let mut arguments: Vec<String> = more.into_iter().collect();
        for item in write::items(T::FIELDS, &said) {
            let (argument, name) = item.argument(&mut self.dice);
            let text = item.text(&mut self.dice);
            arguments.push(format!("{argument}={text}"));
            names.insert(item.path, name);
        }
        self.dice.shuffle(&mut arguments);
        self.tell("arguments", &format!("{arguments:#?}"));
        self.say(Called::Names(Source::Arguments, names), &said);
        self.builder = self.builder.clone().with_args(arguments);
    }

    fn code(&mut self) {
        let set = self.dice.pick(T::CODED);
        let (builder, path, value) = set(&mut self.dice, self.builder.clone());
        self.builder = builder;
        self.tell("code", &format!("{path} = {value:?}"));
        self.naive.assign(T::FIELDS, path, value, self.called.len());
        self.called.push(Called::Code);
        self.history.push(self.naive.values.clone());
    }

    /// Loads, and compares with the model.
    fn run(self) {
        let expected = self.naive.finish(T::FIELDS);
        let mut problems: Vec<_> = [self.naive.problems.as_slice(), &expected.missing].concat();
        let order = |it: &(ProblemKind, String)| (it.1.clone(), format!("{:?}", it.0));
        problems.sort_by_key(order);
        let story = &self.story;
        let snapshot = match self.builder.extract_snapshot() {
            Ok(snapshot) => snapshot,
            Err(error) => {
                let found = error.problems().iter().map(|it| (it.kind(), it.path().to_owned()));
                let mut found: Vec<_> = found.collect();
                found.sort_by_key(order);
                assert_eq!(found, problems, "found, and expected:\n{error}\n{story}");
                return;
            }
        };
        assert_eq!(problems, [], "nothing was found wrong\n{story}");
        let json = serde_json::to_value(&**snapshot.value()).expect("it is plain data");
        let mut found = BTreeMap::new();
        values(T::FIELDS, &json, "", &mut found);
        for (path, value) in &expected.values {
            assert_eq!(found.get(path), Some(value), "{path}: found, and expected\n{story}");
        }
        assert_eq!(found.len(), expected.values.len(), "{found:#?}\n{:#?}\n{story}", expected.values);
        let origins: BTreeMap<String, Origin> = snapshot.origins().collect();
        for (path, who) in &expected.origins {
            let origin = origins.get(path).unwrap_or_else(|| panic!("{path} has no origin: {origins:#?}\n{story}"));
            assert!(self.is(origin, who), "{path}: found {origin:?}, expected {who:?} of {:#?}\n{story}", self.called);
        }
        assert_eq!(origins.len(), expected.origins.len(), "{origins:#?}\n{story}");
        if self.seed.is_multiple_of(4) {
            self.is_explained(&origins, &expected.origins);
        }
        if self.seed % 4 == 1 {
            self.is_dumped(&found);
        }
    }

    /// Whether a dump, and what differs from the defaults, give the same values again in each format.
    fn is_dumped(&self, expected: &BTreeMap<String, Value>) {
        let story = &self.story;
        let dump = self.builder.dump().unwrap_or_else(|error| panic!("{error}\n{story}"));
        // What was joined to a default is joined to it again.
        let merged = ["appended", "prepended", "distinct", "grown", "sizes"];
        let joined = |path: &str, value: &Value| {
            merged.iter().any(|key| path.ends_with(key)) || path == "labels" && value.get("k").is_none()
        };
        for format in [Format::Toml, Format::Yaml, Format::Json] {
            for text in [dump.as_format(format), dump.clone().with_origins().only_changed().as_format(format)] {
                let builder = T::builder().with_profiles(self.profiles.iter().copied()).with_str(format, text.as_str());
                let value = builder.extract().unwrap_or_else(|error| panic!("{text}\n{error}\n{story}"));
                let json = serde_json::to_value(&value).expect("it is plain data");
                let mut found = BTreeMap::new();
                values(T::FIELDS, &json, "", &mut found);
                for (path, value) in expected {
                    assert!(
                        joined(path, value) || found.get(path) == Some(value),
                        "{path} is {:?}:\n{text}\n{story}",
                        found.get(path)
                    );
                }
                assert_eq!(found.len(), expected.len(), "{text}\n{story}");
            }
        }
    }

    /// Whether everything is explained as the origins and the model's history have it.
    fn is_explained(&self, origins: &BTreeMap<String, Origin>, expected: &BTreeMap<String, Who>) {
        let story = &self.story;
        let all = self.builder.explain_all().unwrap_or_else(|error| panic!("{error}\n{story}"));
        for (path, origin) in origins {
            let explained = all.get(path).unwrap_or_else(|| panic!("{path} is not explained\n{story}"));
            assert_eq!(explained.origin(), origin, "{path}\n{story}");
            // The model knows elements by where they were, and variants with the same keys as one.
            if path.starts_with("front[") || !T::FOLLOWED {
                continue;
            }
            let mut history = self.history_of(path);
            if let Who::Source(..) = expected[path] {
                let (value, _) = history.pop().expect("whoever won has written");
                assert_eq!(Some(json(explained.value())), value, "{path}\n{story}");
            }
            let is_default = |origin: &Origin| matches!(origin, Origin::Default | Origin::ProfileDefault(_));
            let shadowed: Vec<_> = explained.shadowed().iter().filter(|it| !is_default(it.origin())).collect();
            let found: Vec<_> = shadowed.iter().rev().map(|it| it.value().map(json)).collect();
            let values: Vec<_> = history.iter().map(|(value, _)| value.clone()).collect();
            assert_eq!(found, values, "{path}: found before, and expected: {explained}\n{story}");
            for (found, (_, who)) in shadowed.iter().rev().zip(&history) {
                let right = who.as_ref().is_none_or(|who| self.is(found.origin(), who));
                assert!(right, "{path}: found {found:?}, expected {who:?}\n{story}");
            }
        }
    }

    /// What a setting was after each source that changed it, and by whom; nothing where one took it back.
    fn history_of(&self, path: &str) -> Vec<(Option<Value>, Option<Who>)> {
        let mut events: Vec<(Option<Value>, Option<Who>)> = Vec::new();
        for (number, values) in self.history.iter().enumerate() {
            match values.get(path) {
                Some((value, who)) if matches!(who, Who::Source(source, _) if *source == number) => {
                    events.push((Some(value.clone().unwrap_or_default()), Some(who.clone())));
                }
                None if events.last().is_some_and(|(value, _)| value.is_some()) => events.push((None, None)),
                _ => {}
            }
        }
        events
    }

    /// Whether an origin says what the model says.
    fn is(&self, origin: &Origin, who: &Who) -> bool {
        let (called, path) = match who {
            Who::Unset => return *origin == Origin::Unset,
            Who::Default => return *origin == Origin::Default,
            Who::Profile(name) => return *origin == Origin::ProfileDefault(name.clone()),
            Who::Source(source, path) => (&self.called[*source], path),
        };
        match (called, origin) {
            (Called::Code, origin) => *origin == Origin::Code,
            (Called::Text(wanted), Origin::Text { name, .. }) => name == wanted,
            (Called::File(wanted), Origin::File { path, .. }) => *path == self.scene.path(wanted),
            (Called::Names(kind, names), origin) => match (kind, origin, names.get(path)) {
                (Source::Environment, Origin::Environment(name), Some(wanted))
                | (Source::Dotenv, Origin::Dotenv { variable: name, .. }, Some(wanted))
                | (Source::Arguments, Origin::Argument(name), Some(wanted)) => name == wanted,
                (Source::Secrets, Origin::File { path, .. }, Some(wanted)) => *path == self.scene.path(wanted),
                _ => false,
            },
            _ => false,
        }
    }
}

fn json(value: &superconfig::Value) -> Value {
    serde_json::to_value(value).expect("it is plain data")
}

/// Takes out what is hidden by another source.
fn prune(fields: Fields, said: &mut Vec<(&'static str, Said)>, at: &str, hidden: &BTreeSet<(String, &str)>) {
    said.retain_mut(|(key, said)| {
        let path = join(at, key);
        let is_hidden = |operator| hidden.contains(&(path.clone(), operator));
        match said {
            Said::Leaf(Parts { set, add, remove }) => {
                for (part, operator) in [(&mut *set, ""), (add, "add"), (remove, "remove")] {
                    part.take_if(|_| is_hidden(operator));
                }
                set.is_some() || add.is_some() || remove.is_some()
            }
            Said::Section(inside) => {
                if let Some(
                    Kind::Section(super::schema::Body::Fields(fields))
                    | Kind::Optional(super::schema::Body::Fields(fields)),
                ) = find(fields, key).map(|field| field.kind)
                {
                    prune(fields, inside, &path, hidden);
                }
                !inside.is_empty()
            }
            Said::Wrong(..) => !is_hidden(""),
            _ => true,
        }
    });
}
