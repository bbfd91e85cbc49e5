//! The reference of a config, against the files in `golden/`. With `UPDATE_GOLDEN=1` they are written anew; read what changed.

mod reference_shop;

use std::{
    collections::HashMap,
    fs,
    process::{Command, Stdio},
};

use reference_shop::Shop;
use superconfig::{Problem, ProblemKind, SuperConfig};
use superconfig_tests::{Scene, golden_dir};

/// What stands in defaults of secrets, and must not be seen anywhere.
const PLANTED: [&str; 2] = ["planted-key-1", "planted-key-2"];

fn golden(name: &str, actual: &str) {
    let path = golden_dir().join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(expected == actual, "{name} is not as it was; UPDATE_GOLDEN=1 writes it anew:\n{actual}");
}

#[test]
fn markdown() {
    golden("reference/shop.md", &Shop::reference_markdown());
}

#[test]
fn html() {
    golden("reference/shop.html", &Shop::reference_html());
}

#[test]
fn man() {
    golden("reference/shop.5", &Shop::reference_man());
}

fn all<T: SuperConfig>() -> [String; 3] {
    [T::reference_markdown(), T::reference_html(), T::reference_man().replace("\\-", "-")]
}

#[test]
fn secrets_are_in_none_of_them() {
    for text in all::<Shop>() {
        assert!(text.contains("SHOP_API_KEY"), "the setting itself is:\n{text}");
        assert!(!PLANTED.iter().any(|planted| text.contains(planted)), "{text}");
        assert!(!text.contains("swordfish") && !text.contains("open sesame"), "what a secret may be is one:\n{text}");
    }
}

/// The anchors that code hosts give to headings: without punctuation, a number for those that are there already.
fn anchors(markdown: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let headings = headings(markdown).into_iter().map(|heading| {
        let slug: String = heading.to_lowercase().replace(' ', "-");
        let slug: String = slug.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        let count = seen.entry(slug.clone()).and_modify(|count| *count += 1).or_insert(0);
        if *count == 0 { slug } else { format!("{slug}-{count}") }
    });
    headings.collect()
}

fn headings(markdown: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut headings = Vec::new();
    for line in markdown.lines() {
        fenced ^= line.starts_with("```");
        if !fenced && line.starts_with('#') {
            headings.push(line.trim_start_matches('#').trim());
        }
    }
    assert!(!fenced, "a fence is open at the end");
    headings
}

#[test]
fn every_link_of_the_contents_leads_to_its_heading() {
    let markdown = Shop::reference_markdown();
    let (anchors, headings) = (anchors(&markdown), headings(&markdown));
    let links: Vec<(&str, &str)> = markdown
        .split("](#")
        .zip(markdown.split("](#").skip(1))
        .map(|(before, after)| {
            (before.rsplit_once('[').expect("a text").1, after.split(')').next().expect("an anchor"))
        })
        .collect();
    assert!(links.len() > 40, "{links:?}");
    for (index, (text, anchor)) in links.iter().enumerate() {
        assert!(!links[..index].iter().any(|(_, other)| other == anchor), "{anchor} is led to twice");
        let at = anchors.iter().position(|it| it == anchor).unwrap_or_else(|| panic!("nothing is called {anchor}"));
        assert!(headings[at].contains(text.trim_matches('`')), "{text} leads to {}", headings[at]);
    }
}

/// What stands behind a word of a setting's.
fn said_of<'t>(markdown: &'t str, label: &str) -> Vec<&'t str> {
    let label = format!("- **{label}:** `");
    markdown.lines().filter_map(|line| line.strip_prefix(&label)?.strip_suffix('`')).collect()
}

#[test]
fn flags_are_those_that_there_are() {
    let markdown = Shop::reference_markdown();
    let mut told = said_of(&markdown, "Flag");
    told.sort_unstable();
    told.dedup();
    let command = Shop::augment(clap::Command::new("shop").disable_help_flag(true)).expect("a command");
    let is_told = |flag: &str| told.contains(&flag);
    // Of hidden ones, those on their way out are told, and the former ones are not.
    let (hidden, shown): (Vec<&clap::Arg>, Vec<&clap::Arg>) = command.get_arguments().partition(|it| it.is_hide_set());
    let flags = |arguments: Vec<&clap::Arg>| -> Vec<String> {
        arguments.into_iter().filter_map(|argument| Some(format!("--{}", argument.get_long()?))).collect()
    };
    let (hidden, mut shown) = (flags(hidden), flags(shown));
    shown.retain(|flag| !["--set", "--unset", "--config", "--profile"].contains(&flag.as_str()));
    assert!(shown.iter().all(|flag| is_told(flag)), "{shown:?}\n{told:?}");
    let more: Vec<&str> = told.iter().copied().filter(|flag| !shown.iter().any(|it| it == flag)).collect();
    assert_eq!(more, ["--hostile-markup", "--workers"], "what is deprecated");
    assert!(more.iter().all(|flag| hidden.iter().any(|it| it == flag)), "{hidden:?}");
}

#[test]
fn variables_are_those_that_are_read() {
    let markdown = Shop::reference_markdown();
    let told = said_of(&markdown, "Variable");
    assert!(told.len() > 30, "{told:?}");
    for name in &told {
        assert!(is_read(name), "{name}");
    }
    assert!(!is_read("SHOP_SERVERS__<key>__PROT"));
}

/// Whether a load knows a variable, with some key and some number in it.
fn is_read(name: &str) -> bool {
    let name = name.replace("<key>", "k").replace("<n>", "0");
    let tag = (name == "SHOP_STORAGE_BUCKET").then_some(("SHOP_STORAGE_TYPE", "s3"));
    let variables = tag.into_iter().chain([(name.as_str(), "read")]);
    let result = Scene::new().builder::<Shop>().with_env_vars(variables).extract();
    let error = result.expect_err("much is missing");
    let unknown = |problem: &Problem| problem.kind() == ProblemKind::UnknownKey;
    !error.problems().iter().chain(error.warnings()).any(unknown)
}

/// What a program says of a text that it is given; nothing if it is not here.
fn said(program: &str, arguments: &[&str], text: &str) -> Option<String> {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    fs::write(file.path(), text).expect("the text");
    let run = Command::new(program).args(arguments).arg(file.path()).stdin(Stdio::null()).output();
    let Ok(run) = run else {
        println!("skipped: {program} is not installed");
        return None;
    };
    Some(String::from_utf8_lossy(&[run.stderr, run.stdout].concat()).into_owned())
}

#[test]
fn groff_has_nothing_to_say_against_the_manual_page() {
    if let Some(said) = said("groff", &["-ww", "-man", "-Kutf8", "-Tutf8", "-z"], &Shop::reference_man()) {
        assert_eq!(said, "");
    }
}

#[test]
fn mandoc_has_nothing_to_say_against_the_manual_page() {
    if let Some(said) = said("mandoc", &["-Tlint", "-Wwarning"], &Shop::reference_man()) {
        // A page that would be another one each day could not be kept under version control.
        let faults: Vec<&str> = said.lines().filter(|line| !line.contains("missing date")).collect();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

mod acme {
    use superconfig::SuperConfig;

    /// What a library measures.
    #[derive(Debug, SuperConfig)]
    #[config(mount = "telemetry")]
    pub(crate) struct Telemetry {
        /// Where to.
        pub(crate) endpoint: String,
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "app", mounts)]
struct App {
    host: String,
}

#[test]
fn what_libraries_mount_is_part_of_it() {
    for text in all::<App>() {
        assert!(text.contains("What a library measures."), "{text}");
        assert!(text.contains("APP_TELEMETRY_ENDPOINT"), "{text}");
    }
    let unread = |app: App, telemetry: acme::Telemetry| (app.host, telemetry.endpoint);
    let _ = unread;
}

#[derive(Debug, SuperConfig)]
#[config(name = "either", tag = "kind", rename_all = "snake_case")]
enum Either {
    /// The one.
    Left { size: u8 },
    /// The other.
    Right,
}

#[derive(Debug, SuperConfig)]
#[config(name = "nothing")]
struct Nothing {}

#[derive(Debug, SuperConfig)]
#[config(name = "inner")]
struct Inner {
    #[config(flatten)]
    either: Either,
    #[config(default = "a", profile(prod = "b"))]
    name: String,
    #[config(profile(prod = 1))]
    only_prod: u8,
}

#[test]
fn enums_may_be_the_whole_or_flattened() {
    for text in all::<Either>() {
        for said in ["EITHER_KIND", "EITHER_SIZE", "--kind", "The other.", "The one."] {
            assert!(text.contains(said), "{said}:\n{text}");
        }
    }
    let [markdown, ..] = all::<Inner>();
    for said in ["### `kind`", "`INNER_KIND`", "## With `kind = \"left\"`", "kind = \"left\"\nsize = 0", "`INNER_SIZE`"]
    {
        assert!(markdown.contains(said), "{said}:\n{markdown}");
    }
    assert!(markdown.contains("- **Default:** none; `1` in profile `prod`"), "{markdown}");
    let inner = |inner: Inner| (inner.either, inner.name, inner.only_prod);
    let _ = inner;
}

#[test]
fn a_config_without_settings_has_a_reference() {
    let [markdown, html, man] = all::<Nothing>();
    assert!(markdown.starts_with("# Configuration of nothing\n"), "{markdown}");
    assert!(html.contains("0 settings"), "{html}");
    assert!(man.contains("nothing - configuration"), "{man}");
}
