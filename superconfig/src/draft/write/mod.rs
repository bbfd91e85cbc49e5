//! The one way from a source into a draft: find the key, enter the section, read the value, remember who said it, and
//! note what is wrong without stopping.

mod lists;
mod tag;

use std::{any::Any, borrow::Cow, collections::BTreeMap, path::Path};

pub(crate) use self::tag::{Tag, Tags};
use self::{
    lists::{OpenList, Pending, Seen, short_path},
    tag::Settled,
};
use super::{
    Draft, Expansion, Found, Input, ListSlot, MapSlot, Merge, Mismatch, OptionalSlot, Shape, Slot, Step, relative,
};
use crate::{
    build::Build,
    mount::is_neighbours_key,
    origin::Mark,
    problem::{Fault, FaultKind, ProblemKind},
    schema::{Field, Kind, Schema, SettingSchema, Sources},
};

/// Writes one source into a draft.
pub(crate) struct Writer<'p> {
    /// The number of the source, as in [`Mark`].
    source: u32,
    /// What kind of source it is, as far as settings may refuse it: one kind, or several that are as good.
    kind: Sources,
    faults: &'p mut Vec<Fault>,
    /// For the defaults that a source adds to.
    build: Build<'p>,
    /// Where the writer is.
    trail: Vec<Crumb>,
    allow_unknown: bool,
    root: &'static Schema,
    /// The file that is read, if it is one.
    file: Option<&'p Path>,
    /// Keys at the top that are for somebody else.
    passed_over: Vec<&'static str>,
    /// How many problems and warnings there were, noted or not.
    problems: usize,
    warnings: usize,
    /// What is done to lists once the source has been read, whatever the order in it.
    pending: Vec<Pending>,
    /// The lists of sections that this source spoke of, by their path, and its enums, by their path and tag.
    seen: BTreeMap<String, Seen>,
    /// The lists of sections that the writer is in.
    open_lists: Vec<OpenList>,
    /// Where in the source everything stands that has no place of its own.
    at: Option<u32>,
    /// What the strings of this source are expanded by.
    expansion: Option<&'p Expansion<'p>>,
    /// Whether keys may add to lists and take from them.
    list_operators: bool,
    /// The enums with a tag of the tables that the writer is in, as far as it is settled what they are.
    settled: Vec<Settled>,
}

/// A step on the way to a setting.
#[derive(Debug, Clone)]
pub(crate) enum Crumb {
    /// A field, and the key that the source used.
    Field { field: &'static Field, called: Cow<'static, str> },
    /// A section in a map.
    Key(String),
    /// A section in a list.
    Index(usize),
}

impl Crumb {
    /// A field by its own key.
    pub(crate) fn of(field: &'static Field) -> Crumb {
        Crumb::Field { field, called: Cow::Borrowed(field.key) }
    }

    pub(crate) fn field(&self) -> Option<&'static Field> {
        match self {
            Crumb::Field { field, .. } => Some(field),
            _ => None,
        }
    }

    /// The step in a source; `None` for what has no key there.
    pub(crate) fn step(&self) -> Option<Step> {
        match self {
            Crumb::Field { field, .. } if field.kind.is_transparent() => None,
            Crumb::Field { called, .. } => Some(Step::Key(called.clone().into_owned())),
            Crumb::Key(key) => Some(Step::Key(key.clone())),
            Crumb::Index(index) => Some(Step::Index(*index)),
        }
    }
}

/// What a key does to its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Set,
    /// `tags_add`
    Add,
    /// `tags_remove`
    Remove,
}

impl Op {
    /// The name of the list and what is done to it, if a key is such an operator.
    pub(crate) fn split(key: &str) -> Option<(&str, Op)> {
        let (base, op) = match key.strip_suffix("add") {
            Some(base) => (base, Op::Add),
            None => (key.strip_suffix("remove")?, Op::Remove),
        };
        base.strip_suffix(['_', '-']).map(|base| (base, op))
    }
}

/// The most problems, and the most warnings, of one source that are noted; a hostile file has millions.
const MOST: usize = 100;

/// Where in its source a value stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    /// What goes into the [`Mark`].
    pub(crate) mark: u32,
    /// The bytes of the value, if the format knows them.
    pub(crate) span: Option<(usize, usize)>,
}

impl At {
    #[cfg(feature = "json")]
    pub(crate) const NOWHERE: At = At { mark: Mark::NOWHERE, span: None };

    #[cfg(any(feature = "toml", feature = "toml_crate", feature = "yaml"))]
    pub(crate) fn bytes(span: std::ops::Range<usize>) -> At {
        At { mark: u32::try_from(span.start).unwrap_or(Mark::NOWHERE), span: Some((span.start, span.end)) }
    }

    fn range(self) -> Option<std::ops::Range<usize>> {
        self.span.map(|(start, end)| start..end)
    }
}

/// What a key names.
pub(crate) enum Place<'d> {
    Setting(Target<'d>),
    Section {
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
    },
    Optional {
        schema: &'static Schema,
        slot: &'d mut dyn OptionalSlot,
    },
    List {
        schema: &'static Schema,
        slot: &'d mut dyn ListSlot,
        merge: Merge,
        op: Op,
    },
    Map {
        schema: &'static Schema,
        slot: &'d mut dyn MapSlot,
    },
    /// The tag of an enum; settled if what it says was looked up before, for another key of the enum.
    Tag {
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        settled: bool,
    },
}

/// A setting that a value is for.
pub(crate) struct Target<'d> {
    pub(crate) setting: &'static SettingSchema,
    pub(crate) value: &'d mut dyn Any,
    pub(crate) mark: &'d mut Mark,
    pub(crate) op: Op,
    /// The section that has it, and where.
    holder: &'static Schema,
    index: usize,
}

impl<'p> Writer<'p> {
    pub(crate) fn new(
        source: u32,
        root: &'static Schema,
        allow_unknown: bool,
        profiles: &'p [String],
        faults: &'p mut Vec<Fault>,
    ) -> Self {
        Self {
            source,
            kind: Sources::FILES,
            faults,
            build: Build::new(profiles),
            trail: Vec::with_capacity(4),
            allow_unknown,
            root,
            file: None,
            passed_over: Vec::new(),
            problems: 0,
            warnings: 0,
            pending: Vec::new(),
            seen: BTreeMap::new(),
            open_lists: Vec::new(),
            at: None,
            expansion: None,
            list_operators: true,
            settled: Vec::new(),
        }
    }

    /// The same for the text of a file, at whose directory relative paths may begin.
    pub(crate) fn of_file(mut self, file: Option<&'p Path>) -> Self {
        self.file = file;
        self
    }

    /// Passes over these keys at the top, where no setting has them.
    pub(crate) fn pass_over(&mut self, keys: &[&'static str]) {
        self.passed_over.extend(keys);
    }

    /// For a source that is no file.
    pub(crate) fn of(mut self, kind: Sources) -> Self {
        self.kind = kind;
        self
    }

    /// Takes what follows for another kind of source; gives the one it was.
    pub(crate) fn take_for(&mut self, kind: Sources) -> Sources {
        std::mem::replace(&mut self.kind, kind)
    }

    /// Says where in the source everything stands that has no place of its own: in this variable.
    #[cfg(feature = "json")]
    pub(crate) fn at_mark(&mut self, mark: Option<u32>) {
        self.at = mark;
    }

    /// Expands names in the strings of the source.
    pub(crate) fn expand(&mut self, expansion: &'p Expansion<'p>) {
        self.expansion = Some(expansion);
    }

    /// Says whether keys may add to lists and take from them.
    pub(crate) fn allow_list_operators(&mut self, allowed: bool) {
        self.list_operators = allowed;
    }

    /// What `key` names in a section; `None`, noted, if nothing. The writer is then at that key until [`Self::leave`].
    pub(crate) fn enter<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        key: &str,
        key_at: At,
    ) -> Option<Place<'d>> {
        self.enter_in(schema, draft, key, key_at, None)
    }

    /// The same in a table, where the keys of an enum may stand before its tag: `tags` says what that is.
    pub(crate) fn enter_in<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        key: &str,
        key_at: At,
        tags: Option<&Tags<'_>>,
    ) -> Option<Place<'d>> {
        if let Some((index, called)) = schema.find(key) {
            let field = &schema.fields[index];
            if called != field.key || field.deprecated.is_some() {
                self.trail.push(Crumb::Field { field, called: Cow::Borrowed(called) });
                self.fault(FaultKind::Deprecated { alias: (called != field.key).then_some(called) }, key_at);
                self.trail.pop();
            }
            if schema.choice.is_some() {
                self.choose(schema, draft, index, key_at);
            }
            return Some(self.open(schema, draft, index, called));
        }
        if schema.tag() == Some(key) {
            let settled = self.is_settled(schema).is_some();
            self.trail.push(Crumb::Key(key.to_owned()));
            return Some(Place::Tag { schema, draft, settled });
        }
        if let (Some(tag), Some(tags)) = (schema.tag(), tags)
            && !self.settle(schema, &mut *draft, tag, tags)
        {
            return None;
        }
        let inside = |knows: fn(&Schema, &str) -> bool| schema.flattened().find(|(_, inner)| knows(inner, key));
        let flattened = if schema.tag().is_some() {
            let inner = chosen(schema, draft).and_then(|index| Some((index, schema.fields[index].kind.section()?)));
            inner.filter(|(_, inner)| inner.knows(key) || self.list_operators && inner.knows_op(key))
        } else {
            inside(Schema::knows)
        };
        if flattened.is_none()
            && self.list_operators
            && let Some((index, called, op)) = schema.find_op(key)
        {
            let field = &schema.fields[index];
            if called != field.key {
                self.former(field, key, called, key_at);
            }
            return self.operate(schema, draft, index, op, key, key_at);
        }
        if let Some((index, inner)) =
            flattened.or_else(|| inside(Schema::knows_op).filter(|_| schema.tag().is_none() && self.list_operators))
        {
            return match draft.slot(index) {
                Slot::Section(draft) => self.enter_in(inner, draft, key, key_at, tags),
                Slot::Optional(slot) => self.enter_in(inner, slot.enter(), key, key_at, tags),
                _ => None,
            };
        }
        if let Some(removed) = schema.removed(key) {
            let allowed = self.allow_unknown || schema.allow_unknown;
            self.fault(FaultKind::Removed { name: key.to_owned(), removed, allowed }, key_at);
            return None;
        }
        let elsewhere = self.trail.is_empty()
            && (key == "$schema" || self.passed_over.contains(&key) || is_neighbours_key(self.root, key));
        if !elsewhere {
            let allowed = self.allow_unknown || schema.allow_unknown;
            self.fault(FaultKind::UnknownKey { key: key.to_owned(), known: schema, allowed }, key_at);
        }
        None
    }

    /// The same for the keys of a table one after another: files mostly follow the order of the struct, and `next` is the field that
    /// is likely to be named next.
    #[cfg(any(feature = "toml", feature = "toml_crate", feature = "yaml"))]
    pub(crate) fn enter_next<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        key: &str,
        key_at: At,
        tags: &Tags<'_>,
        next: &mut usize,
    ) -> Option<Place<'d>> {
        match schema.plain_field(key, *next) {
            Some(index) => {
                *next = index + 1;
                Some(self.open(schema, draft, index, schema.fields[index].key))
            }
            None => self.enter_in(schema, draft, key, key_at, Some(tags)),
        }
    }

    /// Enters a list by a key that adds to it or takes from it.
    pub(crate) fn operate<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        index: usize,
        op: Op,
        key: &str,
        key_at: At,
    ) -> Option<Place<'d>> {
        let field = &schema.fields[index];
        self.trail.push(Crumb::Field { field, called: Cow::Owned(key.to_owned()) });
        if field.deprecated.is_some() {
            self.fault(FaultKind::Deprecated { alias: None }, key_at);
        }
        let comparable = field.kind.setting().and_then(|it| it.list).is_some_and(|list| list.compare.is_some());
        let mut place = Self::place(schema, draft, index);
        match &mut place {
            Place::Setting(target) => target.op = op,
            Place::List { op: of_place, .. } => *of_place = op,
            _ => {}
        }
        if op == Op::Remove && !comparable {
            self.fault(FaultKind::NotComparable, key_at);
            self.trail.pop();
            return None;
        }
        Some(place)
    }

    /// The names that win over the one by which the source called the field that the writer is at: none, unless that is a former one.
    pub(crate) fn winners(&self) -> impl Iterator<Item = &'static str> + use<> {
        let former = match self.trail.last() {
            Some(Crumb::Field { field, called }) => {
                field.aliases.iter().position(|alias| alias == called).map(|at| (*field, at))
            }
            _ => None,
        };
        former.into_iter().flat_map(|(field, at)| std::iter::once(field.key).chain(field.aliases[..at].iter().copied()))
    }

    /// Leaves a field whose former name stands beside a better one, and says that it is ignored.
    pub(crate) fn supersede(&mut self, winner: &'static str) {
        if let Some(Crumb::Field { called, .. }) = self.trail.pop()
            && let Some(fault) = self.faults.last_mut()
            && matches!(fault.kind, FaultKind::Deprecated { alias: Some(alias) } if called == alias)
        {
            fault.kind = FaultKind::Former { name: called.into_owned(), instead: winner.to_owned(), ignored: true };
        }
    }

    /// Notes that an operator goes by the former name of its list.
    fn former(&mut self, field: &'static Field, key: &str, called: &str, at: At) {
        let instead = format!("{}{}", field.key, key.strip_prefix(called).unwrap_or_default());
        self.trail.push(Crumb::Field { field, called: Cow::Owned(key.to_owned()) });
        self.fault(FaultKind::Former { name: key.to_owned(), instead, ignored: false }, at);
        self.trail.pop();
    }

    /// Enters a field by its index; `called` is the key that the source used.
    #[inline]
    pub(crate) fn open<'d>(
        &mut self,
        schema: &'static Schema,
        draft: &'d mut dyn Draft,
        index: usize,
        called: &'static str,
    ) -> Place<'d> {
        self.trail.push(Crumb::Field { field: &schema.fields[index], called: Cow::Borrowed(called) });
        Self::place(schema, draft, index)
    }

    #[allow(clippy::inline_always)] // otherwise a place is moved twice before it is looked at
    #[inline(always)]
    fn place<'d>(holder: &'static Schema, draft: &'d mut dyn Draft, index: usize) -> Place<'d> {
        match (&holder.fields[index].kind, draft.slot(index)) {
            (Kind::Setting(setting), Slot::Setting { value, mark }) => {
                Place::Setting(Target { setting, value, mark, op: Op::Set, holder, index })
            }
            (Kind::Section(schema) | Kind::Flatten(schema), Slot::Section(draft)) => Place::Section { schema, draft },
            (Kind::Optional(schema) | Kind::Variant(schema), Slot::Optional(slot)) => Place::Optional { schema, slot },
            (Kind::List(schema, merge), Slot::List(slot)) => Place::List { schema, slot, merge: *merge, op: Op::Set },
            (Kind::Map(schema), Slot::Map(slot)) => Place::Map { schema, slot },
            _ => unreachable!("the derive emits schema and slots from one model"),
        }
    }

    /// Enters an element of the collection that the writer is at.
    pub(crate) fn element(&mut self, crumb: Crumb) {
        self.trail.push(crumb);
    }

    pub(crate) fn allows_unknown(&self) -> bool {
        self.allow_unknown
    }

    /// Where the writer is, as the source says it.
    #[cfg(feature = "json")]
    pub(crate) fn keys(&self) -> Vec<Step> {
        self.trail.iter().filter_map(Crumb::step).collect()
    }

    /// Back to the section that holds the key.
    #[inline]
    pub(crate) fn leave(&mut self) {
        self.trail.pop();
        if !self.settled.is_empty() {
            self.forget_settled();
        }
    }

    /// Makes an enum be the variant that a source calls by this name; `false`, noted, if it has none such.
    pub(crate) fn choose_by_name(
        &mut self,
        schema: &'static Schema,
        draft: &mut dyn Draft,
        name: &str,
        at: At,
    ) -> bool {
        let removed = || schema.removed.iter().find(|removed| removed.key == name);
        let Some(index) = schema.variant(name) else {
            if let Some(removed) = removed() {
                self.fault(FaultKind::RemovedVariant { removed }, at);
                return false;
            }
            if let Some(tag) = schema.tag() {
                self.trail.push(Crumb::Key(tag.to_owned()));
            }
            self.fault(FaultKind::UnknownVariant { found: name.to_owned(), known: schema }, at);
            if schema.tag().is_some() {
                self.trail.pop();
            }
            return false;
        };
        self.choose(schema, draft, index, at);
        true
    }

    /// Makes an enum be one of its variants; what was said of another is forgotten.
    pub(crate) fn choose(&mut self, schema: &'static Schema, draft: &mut dyn Draft, index: usize, at: At) {
        let mut key = short_path(&self.actual());
        if let Some(tag) = schema.tag() {
            // Several enums may stand in one table.
            key.extend(["\0", tag]);
        }
        let first = *self.seen.entry(key).or_default().chosen.get_or_insert(index);
        if first != index {
            let [first, second] = [first, index].map(|index| schema.fields[index].key);
            self.fault(FaultKind::Variants { first, second }, at);
        }
        choose(schema, draft, index);
    }

    /// Reads an input into the setting that the writer is at.
    pub(crate) fn set(&mut self, target: &mut Target<'_>, at: At, input: Input<'_>) {
        let setting = target.setting;
        let simple = target.op == Op::Set
            && matches!(setting.merge, Merge::OfType)
            && setting.sources.intersects(self.kind)
            && target.mark.source != self.source
            && !matches!(setting.leaf.shape, Shape::Map(_))
            && !matches!(input, Input::Null)
            && self.reads_as_it_is(setting);
        if !simple {
            return self.set_with_care(target, at, input);
        }
        match (setting.leaf.read)(target.value, input) {
            Ok(()) => *target.mark = Mark { source: self.source, at: self.place_of(at.mark) },
            Err(mismatch) => self.refuse(target.mark, mismatch, at),
        }
    }

    /// The same where more than the value counts.
    fn set_with_care(&mut self, target: &mut Target<'_>, at: At, input: Input<'_>) {
        let setting = target.setting;
        let here = Mark { source: self.source, at: self.place_of(at.mark) };
        if !setting.sources.intersects(self.kind) {
            if target.mark.is_unset() {
                *target.mark = Mark::FAILED;
            }
            return self.fault(FaultKind::Forbidden { by: self.kind }, at);
        }
        if target.op != Op::Set {
            return self.pend(target, here, at, input);
        }
        if target.mark.source == self.source {
            self.fault(FaultKind::Twice { first: target.mark.at }, at);
        }
        let null = matches!(input, Input::Null);
        let read = match setting.merge {
            Merge::OfType => {
                // Maps merge, with the default too.
                if !null && target.mark.is_unset() && matches!(setting.leaf.shape, Shape::Map(_)) {
                    (target.holder.fill)(target.index, target.value, &self.build);
                }
                self.read(setting, target.value, input)
            }
            _ if null => self.read(setting, target.value, input),
            merge => self.merge(merge, target, input),
        };
        match read {
            Ok(_) if null => *target.mark = Mark::UNSET,
            Ok(_) => *target.mark = here,
            Err(mismatch) => self.refuse(target.mark, mismatch, at),
        }
    }

    /// Whether there is nothing to expand in what a setting is read from, and no path to be made whole.
    fn reads_as_it_is(&self, setting: &SettingSchema) -> bool {
        !setting.relative_path && !self.expansion.is_some_and(|expansion| expansion.concerns(setting))
    }

    /// Reads an input, with names in it expanded and paths made whole if they are to be; `false` if what it stands for is not known
    /// yet.
    fn read(
        &self,
        setting: &'static SettingSchema,
        value: &mut dyn Any,
        input: Input<'_>,
    ) -> Result<bool, Box<Mismatch>> {
        if self.reads_as_it_is(setting) {
            return (setting.leaf.read)(value, input).map(|()| true);
        }
        let expansion = self.expansion.filter(|expansion| expansion.concerns(setting));
        let mut read = |input: Input<'_>| match self.file.filter(|_| setting.relative_path) {
            Some(file) => relative::read(file, input, &mut |input| (setting.leaf.read)(value, input)),
            None => (setting.leaf.read)(value, input),
        };
        match expansion {
            None => read(input).map(|()| true),
            Some(expansion) => expansion.read(self.source, &self.trail, setting, input, &mut read),
        }
    }

    /// Reads a value and puts it together with the one that is there, or with the default.
    fn merge(&mut self, merge: Merge, target: &mut Target<'_>, input: Input<'_>) -> Result<bool, Box<Mismatch>> {
        let setting = target.setting;
        let (mut new, join) = match (merge, setting.list) {
            (Merge::With(with), _) => ((with.fresh)(), with.join),
            (Merge::Append, Some(list)) => ((list.fresh)(), list.append),
            (Merge::Prepend, Some(list)) => ((list.fresh)(), list.prepend),
            (Merge::Unique, Some(list)) => {
                ((list.fresh)(), list.compare.as_ref().map_or(list.append, |compare| compare.unique))
            }
            _ => {
                (setting.leaf.read)(target.value, Input::Null)?;
                return self.read(setting, target.value, input);
            }
        };
        if !self.read(setting, &mut *new, input)? {
            return Ok(false);
        }
        if target.mark.is_unset() {
            (target.holder.fill)(target.index, target.value, &self.build);
        }
        join(target.value, &mut *new);
        Ok(true)
    }

    /// Notes what a format itself has against the value of the setting that the writer is at.
    pub(crate) fn refuse(&mut self, mark: &mut Mark, mismatch: Box<Mismatch>, at: At) {
        *mark = Mark::FAILED;
        self.mismatch(mismatch, at);
    }

    /// Notes why the source has no value for the setting that the writer is at, and that it is not merely missing.
    pub(crate) fn reject(&mut self, mark: &mut Mark, kind: ProblemKind, message: String, at: At) {
        if mark.is_unset() {
            *mark = Mark::FAILED;
        }
        self.fault(FaultKind::Plain { kind, message, help: None }, at);
    }

    /// Notes that a section, or a collection of such, was wanted where something else stands.
    pub(crate) fn not_a_section(&mut self, found: Found, at: At) {
        self.fault(FaultKind::NotASection { found }, at);
    }

    pub(crate) fn mismatch(&mut self, mut mismatch: Box<Mismatch>, at: At) {
        if mismatch.aborted {
            return;
        }
        mismatch.steps.reverse();
        let more = std::mem::take(&mut mismatch.more);
        let span = mismatch.span.take().or_else(|| at.range());
        let steps = std::mem::take(&mut mismatch.steps);
        let mut fault = self.blank(FaultKind::Mismatch(mismatch));
        (fault.span, fault.mark, fault.steps) = (span, at.mark, steps);
        self.note(fault);
        for other in more {
            self.mismatch(Box::new(other), at);
        }
    }

    pub(crate) fn fault(&mut self, kind: FaultKind, at: At) {
        let mut fault = self.blank(kind);
        (fault.span, fault.mark) = (at.range(), at.mark);
        self.note(fault);
    }

    /// Notes a syntax error of the source.
    pub(crate) fn syntax(&mut self, message: impl Into<String>, span: Option<std::ops::Range<usize>>) {
        self.note(Fault::plain(ProblemKind::Syntax, self.source, message, None).at(span));
    }

    /// Blames the elements of a setting that were noted since `from` on the variables that gave them.
    pub(crate) fn blame(&mut self, from: usize, variable: impl Fn(&Step) -> Option<u32>) {
        for fault in &mut self.faults[from..] {
            if let Some(mark) = fault.steps.first().and_then(&variable) {
                fault.mark = mark;
            }
        }
    }

    fn place_of(&self, mark: u32) -> u32 {
        self.at.filter(|_| mark == Mark::NOWHERE).unwrap_or(mark)
    }

    /// Notes something about the source, as long as there are not too many.
    pub(crate) fn note(&mut self, mut fault: Fault) {
        fault.mark = self.place_of(fault.mark);
        let count = if fault.is_warning() { &mut self.warnings } else { &mut self.problems };
        *count += 1;
        if *count <= MOST {
            self.faults.push(fault);
        }
    }

    /// What is done at the end of a source: lists are added to, and it is said how many problems were not noted.
    pub(crate) fn finish(mut self, draft: &mut dyn Draft) {
        if !self.pending.is_empty() {
            self.operate_on_lists(draft);
        }
        for (count, warning) in [(self.problems, false), (self.warnings, true)] {
            if let Some(count @ 1..) = count.checked_sub(MOST) {
                self.faults.push(Fault::new(FaultKind::More { count, warning }, self.source));
            }
        }
    }

    /// How many problems there are so far.
    pub(crate) fn noted(&self) -> usize {
        self.faults.len()
    }

    fn blank(&self, kind: FaultKind) -> Fault {
        let mut fault = Fault::new(kind, self.source);
        fault.trail.clone_from(&self.trail);
        fault
    }
}

/// The variant that an enum is.
pub(crate) fn chosen(schema: &Schema, draft: &mut dyn Draft) -> Option<usize> {
    (0..schema.fields.len()).find(|index| match draft.slot(*index) {
        Slot::Optional(slot) => slot.get().is_some(),
        _ => false,
    })
}

/// Makes an enum be one of its variants.
pub(crate) fn choose(schema: &Schema, draft: &mut dyn Draft, index: usize) {
    for other in 0..schema.fields.len() {
        if let Slot::Optional(slot) = draft.slot(other) {
            if other == index {
                slot.enter();
            } else {
                slot.clear();
            }
        }
    }
}
