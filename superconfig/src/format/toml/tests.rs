//! Both ways of reading TOML give the same: the same values, marks and faults, for documents of every style, and for
//! thousands that are made from them by small damage.

use std::{any::Any, collections::BTreeMap, fmt::Write as _};

use super::{direct, table};
use crate::{
    SuperConfig,
    draft::{Draft, Entries, Slot, Spot, Visitor, Writer, walk},
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
    let mut draft = RootDraft::default();
    let mut faults: Vec<Fault> = Vec::new();
    let read = way(text, Root::SCHEMA, &mut draft, &mut Writer::new(3, Root::SCHEMA, false, &[], &mut faults));
    let mut marks = Marks(String::new());
    let mut shown = String::new();
    values(Root::SCHEMA, &mut draft, &mut shown);
    walk(Root::SCHEMA, &mut draft, &mut Vec::new(), &mut marks);
    let faults: Vec<String> = faults.iter().map(fault).collect();
    (read, format!("{}\n{}\n{shown}", marks.0, faults.join("\n")))
}

/// Compares the two ways; says whether the text was read the direct way.
fn compare(text: &str) -> bool {
    let (direct, fast) = result(direct::read, text);
    let (complete, slow) = result(|text, schema, draft, writer| table::read(text, &[], schema, draft, writer), text);
    if direct {
        assert!(complete, "the table finds syntax errors in {text:?}: {slow}");
        assert!(fast == slow, "{text:?}\ndirect: {fast}\ntable: {slow}");
    } else {
        let untouched = result(|_, _, _, _| false, "").1;
        assert!(fast == untouched, "the direct way gave up on {text:?} and left {fast}");
    }
    direct
}

#[test]
fn plain_documents_go_the_direct_way() {
    for text in documents::DIRECT {
        assert!(compare(text), "the direct way gave up on {text:?}");
    }
}

#[test]
fn other_documents_go_through_the_table() {
    for text in documents::TABLE {
        assert!(!compare(text), "the direct way took {text:?}");
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
                let more = documents::DIRECT[self.below(documents::DIRECT.len())];
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

#[test]
fn damaged_documents_read_alike() {
    let mut damage = Damage(0x9E37_79B9_7F4A_7C15);
    let (mut direct, mut other) = (0, 0);
    for round in 0..60 {
        for document in documents::DIRECT.iter().chain(documents::TABLE) {
            let mut text = (*document).to_owned();
            for _ in 0..=round % 3 {
                damage.apply(&mut text);
            }
            *(if compare(&text) { &mut direct } else { &mut other }) += 1;
        }
    }
    assert!(direct > 1000 && other > 1000, "damage should leave some documents fine: {direct} are, {other} are not");
}

#[test]
fn nesting_is_bounded() {
    for depth in [1, 10, 79, 80, 81, 82, 200, 20_000] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        compare(&format!("grid = {open}{close}"));
        compare(&format!("told = {}1{}", "{a = ".repeat(depth), "}".repeat(depth)));
        compare(&format!("[{}]", vec!["server"; depth].join(".")));
    }
}
