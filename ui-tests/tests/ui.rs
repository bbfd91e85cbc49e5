//! What rustc says about a struct: `fail/*.rs` are refused with the messages in `fail/*.stderr`, `pass/*.rs` compile
//! without a warning and run.
//!
//! Each keyword has a file of its name in both directories. `TRYBUILD=overwrite` renews the messages.

use std::{collections::BTreeSet, fs, path::Path};

/// Every keyword of the derive, and the attributes of serde that it honours.
const KEYWORDS: &[&str] = &[
    "alias",
    "allow_unknown",
    "at_least_one_of",
    "at_most_one_of",
    "conflicts_with",
    "crate",
    "default",
    "deprecated",
    "deserialize_with",
    "env",
    "env_prefix",
    "exactly_one_of",
    "example",
    "expand",
    "flatten",
    "garde",
    "length",
    "merge",
    "mount",
    "mounts",
    "name",
    "nested",
    "non_empty",
    "one_of",
    "parse",
    "pattern",
    "profile",
    "profile_key",
    "profiles",
    "range",
    "relative_path",
    "reload",
    "removed",
    "rename",
    "rename_all",
    "required_if",
    "requires",
    "secret",
    "serde",
    "skip",
    "sources",
    "tag",
    "validate",
    "with",
];

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.pass("pass/*.rs");
    cases.compile_fail("fail/*.rs");
}

/// A pattern that matches nothing would succeed.
#[test]
fn every_keyword_is_accepted_and_refused_somewhere() {
    for directory in ["pass", "fail"] {
        let found = stems(directory);
        for keyword in KEYWORDS {
            assert!(found.contains(*keyword), "{directory}/{keyword}.rs is missing");
        }
    }
}

/// The reference has a section for each keyword and for nothing else.
#[test]
fn every_keyword_is_documented() {
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../superconfig/src/attributes.md");
    let reference = fs::read_to_string(reference).expect("the reference is there");
    let documented: BTreeSet<&str> =
        reference.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let keywords: BTreeSet<&str> = KEYWORDS.iter().copied().filter(|keyword| *keyword != "serde").collect();
    assert_eq!(documented, keywords);
}

fn stems(directory: &str) -> BTreeSet<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let files = fs::read_dir(directory).expect("the directory is there").map(|file| file.expect("a file").path());
    files
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .map(|file| file.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect()
}
