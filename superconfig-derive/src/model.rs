//! The checked description of a config struct: all that the emitters need, nothing that can be wrong.

use std::time::Duration;

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Generics, LitStr, Path, Type};

/// A config struct.
pub(crate) struct Model {
    /// The path of the runtime crate.
    pub(crate) root: TokenStream,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) name: String,
    /// Whether that was given, as sections have no reason to.
    pub(crate) named: bool,
    pub(crate) env_prefix: String,
    pub(crate) doc: String,
    pub(crate) profiles: Vec<String>,
    /// Profiles that bring in others, and which.
    pub(crate) profile_groups: Vec<(String, Vec<String>)>,
    /// The key of files under which profiles stand, if any.
    pub(crate) profile_key: Option<String>,
    pub(crate) allow_unknown: bool,
    pub(crate) mount: Option<Mount>,
    /// Whether it takes in every linked-in config that has a mount.
    pub(crate) mounts: bool,
    pub(crate) fallback: Option<Fallback>,
    /// The fields; of an enum its variants, each an optional section.
    pub(crate) members: Vec<Member>,
    pub(crate) choice: Option<Choice>,
    pub(crate) validity: Validity,
    pub(crate) removed: Vec<Removed>,
}

/// A key that there is no more.
pub(crate) struct Removed {
    pub(crate) key: String,
    /// Its part of an environment variable's name.
    pub(crate) env: String,
    pub(crate) advice: String,
}

/// What a struct as a whole must be.
#[derive(Default)]
pub(crate) struct Validity {
    pub(crate) relations: Vec<Relation>,
    /// `fn(&Self) -> Result<(), E>`.
    pub(crate) checks: Vec<Path>,
    /// Whether the rules of `garde` run.
    pub(crate) garde: bool,
}

/// What several fields must be together.
pub(crate) struct Relation {
    pub(crate) kind: RelationKind,
    /// Their positions among the fields, and the type of their content if they are settings that are an `Option`.
    pub(crate) members: Vec<(usize, Option<Type>)>,
}

/// Named as in the library.
pub(crate) enum RelationKind {
    Plain(&'static str),
    /// The value of the second member and its type.
    RequiredIf {
        value: Value,
        ty: Box<Type>,
    },
}

/// What a value must be.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) text: String,
    pub(crate) check: Check,
}

/// How that is found out.
pub(crate) enum Check {
    Range(Range),
    Length(Range),
    NonEmpty,
    OneOf(Vec<Code>),
    OneOfTexts(Vec<LitStr>),
    #[cfg_attr(not(feature = "regex"), allow(dead_code))]
    Pattern(LitStr),
    Validate(Path),
}

/// The values from one to another.
pub(crate) enum Range {
    Ends {
        start: Option<Code>,
        end: Option<Code>,
        inclusive: bool,
    },
    /// An expression that is a range.
    Whole(TokenStream),
}

/// What makes an enum of a model.
pub(crate) struct Choice {
    /// The key that has the variant's name.
    pub(crate) tag: Option<String>,
    /// The variant that it is if no source says otherwise.
    pub(crate) default: Option<usize>,
    pub(crate) variants: Vec<Variant>,
}

/// A variant of an enum, from the section that stands for it.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) content: Content,
}

/// What a variant holds.
pub(crate) enum Content {
    Unit,
    /// One struct that derives `SuperConfig`, or a `Box` of it.
    Wrapper {
        boxed: bool,
    },
    /// Fields of its own, which are those of a struct that is emitted beside the enum.
    Fields(Box<Model>),
}

/// Where a library's config stands among the keys and variables of the application that takes it in.
pub(crate) struct Mount {
    pub(crate) key: String,
    /// Its part of an environment variable's name.
    pub(crate) env: String,
}

/// Where settings without a default of their own take it from: a whole value of the struct.
pub(crate) enum Fallback {
    /// `<Self as Default>::default()`.
    OfType(Span),
    /// `path()`.
    Call(Path),
}

/// A field of the struct.
pub(crate) enum Member {
    Skipped(Box<Skipped>),
    Field(Box<Field>),
}

/// A field that no source can set.
pub(crate) struct Skipped {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Value,
}

/// A field that sources write into.
pub(crate) struct Field {
    /// Its name, or its number in a wrapper.
    pub(crate) member: syn::Member,
    /// As written.
    pub(crate) ty: Type,
    pub(crate) key: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) env: Env,
    /// What the former keys were in the environment, as far as that differs.
    pub(crate) env_aliases: Vec<String>,
    pub(crate) doc: String,
    pub(crate) deprecated: Option<Deprecated>,
    /// What becomes of a change while the program runs, if it is not simply taken.
    pub(crate) reload: Option<Reload>,
    pub(crate) rules: Vec<Rule>,
    /// What looks at the finished section.
    pub(crate) checks: Vec<Path>,
    pub(crate) kind: Kind,
}

/// What a reload does with a field that cannot change while the program runs.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "watch"), allow(dead_code))]
pub(crate) enum Reload {
    /// It keeps the old value.
    Restart,
    /// It fails.
    Reject,
}

/// That a field is on its way out.
pub(crate) struct Deprecated {
    /// The version; may be empty.
    pub(crate) since: String,
    /// What to do instead; may be empty.
    pub(crate) advice: String,
}

/// The environment variable of a field.
pub(crate) enum Env {
    /// Its part of a name made of prefix, sections and key.
    Key(String),
    /// The whole name.
    Absolute(String),
    Off,
}

/// What stands behind a field's key.
pub(crate) enum Kind {
    Setting(Box<Setting>),
    Section(Box<Section>),
}

/// One or several config structs.
pub(crate) struct Section {
    /// The struct, without what is around it.
    pub(crate) ty: Type,
    pub(crate) form: Form,
}

/// How the sections of a field are held.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `T`, or `Box<T>`.
    One { boxed: bool },
    /// `Option<T>`, or `Option<Box<T>>`.
    Optional { boxed: bool },
    /// `T` or `Box<T>`, with its keys among those of the struct around it.
    Flatten { boxed: bool },
    /// `Vec<T>` and the like, or an `Option` of it.
    List { optional: bool, merge: Merge },
    /// `HashMap<String, T>` and the like, or an `Option` of it.
    Map { optional: bool },
}

/// What becomes of a value that is there when a source brings another one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Merge {
    OfType,
    Replace,
    Append,
    Prepend,
    Unique,
}

/// One value.
#[allow(clippy::struct_excessive_bools)] // facts that have nothing to do with each other
pub(crate) struct Setting {
    /// The type without its `Option`.
    pub(crate) ty: Type,
    /// Whether the field's type is `Option<ty>`.
    pub(crate) optional: bool,
    pub(crate) reader: Reader,
    pub(crate) secret: bool,
    /// Relative paths in files begin at the file.
    pub(crate) relative_path: bool,
    /// The kinds of source that may set it, by the names of the library's constants; `None` if all may.
    pub(crate) sources: Option<Vec<&'static str>>,
    pub(crate) default: Option<Value>,
    pub(crate) profiles: Vec<ProfileValue>,
    /// Whether `${…}` in strings is expanded, if it says so.
    pub(crate) expand: Option<bool>,
    pub(crate) merge: Merge,
    /// `fn(T, T) -> T`, instead of `merge`.
    pub(crate) merge_with: Option<Path>,
    /// Whether its elements can be added to and taken from.
    pub(crate) list: bool,
    pub(crate) example: Option<Example>,
}

/// A value that documents show.
pub(crate) struct Example {
    /// As it would stand in a variable.
    pub(crate) text: String,
    /// As a default would have it, to be held against the rules; nothing if a reader of the user's own decides what it means.
    pub(crate) value: Option<Value>,
}

/// How text becomes the value.
pub(crate) enum Reader {
    /// As its type is always read.
    OfType,
    /// By a function that takes a serde deserializer and returns the field's type.
    Deserialize(Path),
    /// By a function that takes a `&str` and returns the type without its `Option`.
    Parse(Path),
}

/// The default of a setting while a profile is active.
pub(crate) struct ProfileValue {
    pub(crate) name: String,
    pub(crate) value: Value,
}

/// A value that the configuration itself supplies.
pub(crate) struct Value {
    pub(crate) code: Code,
    /// The literal stands for the content of an `Option`.
    pub(crate) in_some: bool,
    /// As the user wrote it, for documents.
    pub(crate) text: String,
}

/// The expression that yields a value.
pub(crate) enum Code {
    /// `Default::default()`.
    OfType(Span),
    /// An expression of the field's type.
    Tokens(TokenStream),
    /// `path()`.
    Call(Path),
    /// This field of the struct's fallback.
    Fallback(Ident),
    /// A string that becomes the value through `From<&str>`.
    From(LitStr),
    /// A string that becomes the value through `From<&Path>`.
    Path(LitStr),
    /// A string that becomes a value of the given type through `FromStr`, known to succeed.
    Parsed(LitStr, Box<Type>),
    /// A word that is a level of `log` and of `tracing`.
    Level(LitStr, Box<Type>),
    Duration(Duration, Span),
    ByteSize(u64, Span),
}

impl Model {
    /// The fields that sources write into, in the order of the draft.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Field> {
        self.members.iter().filter_map(|member| match member {
            Member::Field(field) => Some(&**field),
            Member::Skipped(_) => None,
        })
    }
}

impl Field {
    pub(crate) fn setting(&self) -> Option<&Setting> {
        match &self.kind {
            Kind::Setting(setting) => Some(setting),
            Kind::Section(_) => None,
        }
    }

    /// Whether a reload takes its old value along.
    pub(crate) fn is_kept(&self) -> bool {
        self.reload == Some(Reload::Restart)
    }

    /// The config struct that it is, or holds.
    pub(crate) fn section(&self) -> Option<&Section> {
        match &self.kind {
            Kind::Setting(_) => None,
            Kind::Section(section) => Some(section),
        }
    }
}

impl Setting {
    /// Whether a load fails when no source sets it and no profile supplies it.
    pub(crate) fn required(&self) -> bool {
        self.default.is_none() && !self.optional
    }
}
