//! What a source says, made up at random.

use serde_json::{Value, json};

use super::schema::{Body, Choice, Fields, Kind, Leaf, Of};

/// Numbers that look random and are the same for each seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            dice.below(2);
        }
        dice
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound as u64).expect("it is below a usize")
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        (1..list.len()).for_each(|at| list.swap(at, self.below(at + 1)));
    }
}

/// What is said of one field or section.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    Null,
    /// Something of a wrong type; the problem is at the path of the field with this behind it.
    Wrong(Value, String),
    /// A key that nobody knows.
    Unknown,
    Leaf(Parts),
    Section(Vec<(&'static str, Said)>),
    /// The name of a variant.
    Bare(&'static str),
    Variant(&'static str, Vec<(&'static str, Said)>),
    /// What is in a variant that a tag elsewhere names.
    Untagged(Vec<(&'static str, Said)>),
    /// All elements of a list, and those that are added.
    Elements(Option<Vec<Said>>, Option<Vec<Said>>),
    /// The first elements, one by one.
    Patches(Vec<Said>),
    Entries(Vec<(&'static str, Said)>),
}

/// What is done to a setting.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts {
    pub(crate) set: Option<Value>,
    pub(crate) add: Option<Value>,
    pub(crate) remove: Option<Value>,
}

impl Said {
    /// The keys in a document that it takes to say this of `key`.
    pub(crate) fn keys(&self, key: &str) -> Vec<String> {
        let Said::Leaf(Parts { set, add, remove }) = self else { return vec![key.to_owned()] };
        let part = |part: &Option<Value>, suffix| part.as_ref().map(|_| format!("{key}{suffix}"));
        [part(set, ""), part(add, "_add"), part(remove, "_remove")].into_iter().flatten().collect()
    }
}

/// What a source can say.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// Whether it is a document; otherwise each setting is named by itself.
    pub(crate) document: bool,
    pub(crate) nulls: bool,
    pub(crate) operators: bool,
    /// Whether what adds to a list is called like a field could be.
    pub(crate) operators_are_keys: bool,
    /// Whether it may speak of elements and variants.
    pub(crate) elements: bool,
    /// Whether the bare name of a variant will do; elements have no name of their own in variables and arguments.
    pub(crate) bare: bool,
    /// How often something is wrong, in percent.
    pub(crate) wrong: usize,
    /// How often a setting is set, in percent.
    pub(crate) dense: usize,
}

pub(crate) const KEYS: [&str; 4] = ["k", "K", "beta2", "a_b"];

const TEXTS: [&str; 13] =
    ["a", "b", "c", "d", "007", "true", "null", "b c", "x,y", "ünï ", "it's", "a \"b\" $c \\d #e", "[\n]: {"];

impl Style {
    pub(crate) fn section(self, fields: Fields, dice: &mut Dice) -> Vec<(&'static str, Said)> {
        let mut said = Vec::new();
        self.fields(fields, dice, &mut said);
        if self.document && dice.chance(self.wrong) {
            said.push(("no_such_key", Said::Unknown));
        }
        said
    }

    fn fields(self, fields: Fields, dice: &mut Dice, said: &mut Vec<(&'static str, Said)>) {
        for field in fields {
            match &field.kind {
                Kind::Flatten(inner) => self.fields(inner, dice, said),
                Kind::Leaf(leaf) => {
                    let required = leaf.default.is_none() && !leaf.optional;
                    if dice.chance(if required { 90 } else { self.dense }) {
                        said.push((field.key, self.leaf(leaf, dice)));
                    }
                }
                kind if dice.chance(self.dense) => {
                    let inside = Style { dense: 50, ..self }.kind(kind, dice);
                    said.extend(inside.map(|inside| (field.key, inside)));
                }
                _ => {}
            }
        }
    }

    fn kind(self, kind: &Kind, dice: &mut Dice) -> Option<Said> {
        if self.nulls && dice.chance(12) {
            return Some(Said::Null);
        }
        if self.document && dice.chance(self.wrong) {
            return Some(Said::Wrong(json!(5), String::new()));
        }
        match kind {
            Kind::Section(body) | Kind::Optional(body) => self.body(body, dice),
            Kind::Sections(..) | Kind::Map(_) if !self.elements => None,
            Kind::Sections(_, body) if self.document => {
                let mut some = |chance| {
                    let count = dice.below(4);
                    dice.chance(chance).then(|| (0..count).filter_map(|_| self.element(body, dice)).collect())
                };
                let (set, add) = (some(70), some(30));
                (set.is_some() || add.is_some()).then_some(Said::Elements(set, add))
            }
            Kind::Sections(_, body) => {
                let count = 1 + dice.below(2);
                let patches: Option<Vec<Said>> = (0..count).map(|_| self.element(body, dice)).collect();
                patches.map(Said::Patches)
            }
            Kind::Map(body) => {
                let mut entries = Vec::new();
                for key in KEYS {
                    if dice.chance(40) {
                        let null = self.nulls && dice.chance(15);
                        let said = if null { Some(Said::Null) } else { self.element(body, dice) };
                        entries.extend(said.map(|said| (key, said)));
                    }
                }
                (self.document || !entries.is_empty()).then_some(Said::Entries(entries))
            }
            Kind::Leaf(_) | Kind::Flatten(_) => unreachable!("these are no sections"),
        }
    }

    fn element(self, body: &Body, dice: &mut Dice) -> Option<Said> {
        if self.document && dice.chance(self.wrong) {
            return Some(Said::Wrong(json!(5), String::new()));
        }
        Style { bare: self.document, ..self }.body(body, dice)
    }

    fn body(self, body: &Body, dice: &mut Dice) -> Option<Said> {
        match body {
            Body::Fields(fields) => {
                let said = self.section(fields, dice);
                (self.document || !said.is_empty()).then_some(Said::Section(said))
            }
            Body::Choice(_) if !self.elements => None,
            Body::Choice(choice) => self.choice(choice, dice),
        }
    }

    fn choice(self, choice: &Choice, dice: &mut Dice) -> Option<Said> {
        let (name, fields) = dice.pick(choice.variants);
        let bare = (self.bare && choice.tag.is_none()).then_some(Said::Bare(name));
        if bare.is_some() && dice.chance(self.wrong) {
            return Some(Said::Wrong(json!("nothing"), String::new()));
        }
        if choice.tag.is_none() && (fields.is_empty() || dice.chance(15)) {
            return bare;
        }
        // What is in a section of its own may be named by itself again.
        let inside = Style { bare: true, ..self }.section(fields, dice);
        match choice.tag {
            Some(_) if self.document && dice.chance(8) => Some(Said::Untagged(inside)),
            None if inside.is_empty() && !self.document => bare,
            _ => Some(Said::Variant(name, inside)),
        }
    }

    fn leaf(self, leaf: &Leaf, dice: &mut Dice) -> Said {
        if self.nulls && dice.chance(10) {
            return Said::Null;
        }
        if dice.chance(self.wrong)
            && let Some((value, at)) = self.wrong(leaf.of, dice)
        {
            return Said::Wrong(value, at.to_owned());
        }
        let mut parts = Parts { set: Some(self.value(leaf.of, dice)), ..Parts::default() };
        if self.operators && leaf.of.is_list() && dice.chance(60) {
            let some = |dice: &mut Dice| Some(list(leaf.of, 1 + dice.below(2), dice));
            let which = 1 + dice.below(3);
            parts.add = if which & 1 == 0 || leaf.add_is_taken && self.operators_are_keys { None } else { some(dice) };
            parts.remove = if which & 2 == 0 { None } else { some(dice) };
            parts.set = parts.set.filter(|_| parts.add.is_none() && parts.remove.is_none() || dice.chance(40));
        }
        Said::Leaf(parts)
    }

    fn value(self, of: Of, dice: &mut Dice) -> Value {
        match of {
            Of::NumberMap => {
                let mut map = serde_json::Map::new();
                for key in KEYS {
                    if dice.chance(40) {
                        let null = self.nulls && dice.chance(20);
                        map.insert(key.to_owned(), if null { Value::Null } else { scalar(of, dice) });
                    }
                }
                Value::Object(map)
            }
            of if of.is_list() => list(of, dice.below(4), dice),
            of => scalar(of, dice),
        }
    }

    /// A value that is none of this type, and where in it the problem is.
    fn wrong(self, of: Of, dice: &mut Dice) -> Option<(Value, &'static str)> {
        let whole = self.document && dice.chance(50);
        Some(match of {
            Of::Bool if self.document => (json!(5), ""),
            Of::Bool => (json!("maybe"), ""),
            Of::Number => (json!("x"), ""),
            Of::Numbers | Of::NumberSet if !whole => (json!([1, "x"]), "[1]"),
            Of::NumberMap if !whole => (json!({"k": "x"}), ".k"),
            Of::Texts | Of::TextSet if self.document && !whole => (json!(["a", [1]]), "[1]"),
            Of::NumberMap | Of::Text if self.document => (json!([true]), ""),
            _ if self.document => (json!({"k": 1}), ""),
            _ => return None,
        })
    }
}

fn list(of: Of, count: usize, dice: &mut Dice) -> Value {
    (0..count).map(|_| scalar(of, dice)).collect()
}

fn scalar(of: Of, dice: &mut Dice) -> Value {
    match of {
        Of::Bool => dice.chance(50).into(),
        of if of.has_texts() && dice.chance(60) => dice.pick(&TEXTS[..4]).into(),
        of if of.has_texts() => dice.pick(&TEXTS).into(),
        _ => (1 + dice.below(6)).into(),
    }
}
