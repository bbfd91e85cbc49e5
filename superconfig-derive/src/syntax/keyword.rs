//! Every word that the attributes know, once. What a word does is said where it is read.

pub(crate) const CONFIG: &str = "config";
pub(crate) const SERDE: &str = "serde";

pub(crate) const ALIAS: &str = "alias";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const DEPRECATED: &str = "deprecated";
pub(crate) const DESERIALIZE: &str = "deserialize";
pub(crate) const DESERIALIZE_WITH: &str = "deserialize_with";
pub(crate) const ENV: &str = "env";
pub(crate) const EXAMPLE: &str = "example";
pub(crate) const EXPAND: &str = "expand";
pub(crate) const FLATTEN: &str = "flatten";
pub(crate) const MERGE: &str = "merge";
pub(crate) const NESTED: &str = "nested";
pub(crate) const PARSE: &str = "parse";
pub(crate) const PROFILE: &str = "profile";
pub(crate) const RELATIVE_PATH: &str = "relative_path";
pub(crate) const RELOAD: &str = "reload";
pub(crate) const RENAME: &str = "rename";
pub(crate) const SECRET: &str = "secret";
pub(crate) const SERIALIZE: &str = "serialize";
pub(crate) const SINCE: &str = "since";
pub(crate) const SKIP: &str = "skip";
pub(crate) const SKIP_DESERIALIZING: &str = "skip_deserializing";
pub(crate) const SOURCES: &str = "sources";
pub(crate) const USE: &str = "use";
pub(crate) const CONFLICTS_WITH: &str = "conflicts_with";
pub(crate) const LENGTH: &str = "length";
pub(crate) const NON_EMPTY: &str = "non_empty";
pub(crate) const ONE_OF: &str = "one_of";
pub(crate) const PATTERN: &str = "pattern";
pub(crate) const RANGE: &str = "range";
pub(crate) const REQUIRED_IF: &str = "required_if";
pub(crate) const REQUIRES: &str = "requires";
pub(crate) const VALIDATE: &str = "validate";
pub(crate) const WITH: &str = "with";

pub(crate) const ALLOW_UNKNOWN: &str = "allow_unknown";
pub(crate) const AT_LEAST_ONE_OF: &str = "at_least_one_of";
pub(crate) const AT_MOST_ONE_OF: &str = "at_most_one_of";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DENY_UNKNOWN_FIELDS: &str = "deny_unknown_fields";
pub(crate) const ENV_PREFIX: &str = "env_prefix";
pub(crate) const EXACTLY_ONE_OF: &str = "exactly_one_of";
pub(crate) const GARDE: &str = "garde";
pub(crate) const MOUNT: &str = "mount";
pub(crate) const MOUNTS: &str = "mounts";
pub(crate) const NAME: &str = "name";
pub(crate) const PROFILES: &str = "profiles";
pub(crate) const PROFILE_KEY: &str = "profile_key";
pub(crate) const TAG: &str = "tag";
pub(crate) const REMOVED: &str = "removed";
pub(crate) const RENAME_ALL: &str = "rename_all";

/// Words of `#[config(…)]` on a field, each with what to type.
pub(crate) const ON_FIELD: &[(&str, &str)] = &[
    (DEFAULT, "default = value"),
    (PROFILE, "profile(prod = value)"),
    (NESTED, "nested"),
    (FLATTEN, "flatten"),
    (RENAME, "rename = \"key\""),
    (ALIAS, "alias = \"old-key\""),
    (ENV, "env = \"NAME\"` or `env = false"),
    (SECRET, "secret"),
    (SOURCES, "sources = \"env | secrets\""),
    (MERGE, "merge = \"append\""),
    (EXPAND, "expand` or `expand = false"),
    (RELOAD, "reload = \"restart\"` or `reload = \"reject\""),
    (SKIP, "skip"),
    (RELATIVE_PATH, "relative_path"),
    (DESERIALIZE_WITH, "deserialize_with = path::to::function"),
    (WITH, "with = path::to::module"),
    (PARSE, "parse = path::to::function"),
    (DEPRECATED, "deprecated = \"use `other`\"` or `deprecated(since = \"2.0\", use = \"other\")"),
    (EXAMPLE, "example = \"value\""),
    (RANGE, "range = 1..=500"),
    (LENGTH, "length = 1..=64"),
    (NON_EMPTY, "non_empty"),
    (ONE_OF, "one_of = [\"a\", \"b\"]"),
    (PATTERN, "pattern = \"^[a-z]+$\""),
    (VALIDATE, "validate = path::to::function"),
    (REQUIRES, "requires = \"other_field\""),
    (CONFLICTS_WITH, "conflicts_with = \"other_field\""),
    (REQUIRED_IF, "required_if(other_field = value)"),
];

/// Words of `#[config(…)]` on the struct, each with what to type.
pub(crate) const ON_STRUCT: &[(&str, &str)] = &[
    (NAME, "name = \"shop\""),
    (ENV_PREFIX, "env_prefix = \"SHOP\""),
    (RENAME_ALL, "rename_all = \"kebab-case\""),
    (PROFILES, "profiles = [\"dev\", \"prod\"]"),
    (PROFILE_KEY, "profile_key = \"overlay\"` or `profile_key = false"),
    (ALLOW_UNKNOWN, "allow_unknown"),
    (MOUNT, "mount = \"telemetry\""),
    (MOUNTS, "mounts"),
    (TAG, "tag = \"type\""),
    (REMOVED, "removed(old_key = \"use new_key instead\")"),
    (VALIDATE, "validate = path::to::function"),
    (EXACTLY_ONE_OF, "exactly_one_of(\"field\", \"other_field\")"),
    (AT_LEAST_ONE_OF, "at_least_one_of(\"field\", \"other_field\")"),
    (AT_MOST_ONE_OF, "at_most_one_of(\"field\", \"other_field\")"),
    (GARDE, "garde"),
    (CRATE, "crate = path::to::superconfig"),
];

/// Words that other libraries use for something that is said differently here.
pub(crate) const ELSEWHERE: &[(&str, &str)] = &[
    ("optional", "write the field's type as `Option<…>`"),
    ("required", "delete it: a setting without `default` whose type is not `Option<…>` is required"),
    ("prefix", "write `env_prefix = \"SHOP\"` on the struct"),
    ("doc", "write a doc comment (`/// …`) above the field"),
    ("help", "write a doc comment (`/// …`) above the field"),
    ("section", "write `nested`"),
    ("default_value", "write `default = value`"),
    ("sensitive", "write `secret`"),
    ("examples", "write `example = \"value\"`"),
    ("value_name", "write `example = \"value\"`"),
    ("min", "write `range = 1..`"),
    ("max", "write `range = ..=500`"),
    ("regex", "write `pattern = \"^[a-z]+$\"`"),
    ("restart", "write `reload = \"restart\"`"),
    ("immutable", "write `reload = \"restart\"`"),
    ("custom", "write `validate = path::to::function`"),
];

/// Words that may stand several times in one place; their values add up.
pub(crate) const REPEATABLE: &[&str] = &[
    ALIAS,
    PROFILE,
    REMOVED,
    VALIDATE,
    REQUIRES,
    CONFLICTS_WITH,
    REQUIRED_IF,
    EXACTLY_ONE_OF,
    AT_LEAST_ONE_OF,
    AT_MOST_ONE_OF,
];

/// What to type for a word of ours.
pub(crate) fn usage(word: &str) -> &'static str {
    ON_FIELD.iter().chain(ON_STRUCT).find_map(|(known, usage)| (*known == word).then_some(*usage)).unwrap_or_default()
}
