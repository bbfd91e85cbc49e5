//! `merge`, and the operators that add to lists and take from them.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use superconfig::{Format, Origin, ProblemKind, SuperConfig};

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Rules {
    #[config(merge = "append", default = texts(&["d"]))]
    append: Vec<String>,
    #[config(merge = "prepend", default = texts(&["d"]).into())]
    prepend: VecDeque<String>,
    #[config(merge = "unique", default = texts(&["d"]))]
    unique: Vec<String>,
    #[config(merge = "replace")]
    replace: HashMap<String, u16>,
    #[config(merge = u16::max, default = 3)]
    largest: u16,
    #[config(merge = joined)]
    text: Option<String>,
    #[config(nested, merge = "append")]
    sections: Vec<Section>,
    #[config(nested, merge = "prepend")]
    front: Vec<Section>,
}

#[derive(Debug, SuperConfig)]
struct Section {
    name: String,
}

#[allow(clippy::needless_pass_by_value)]
fn joined(old: String, new: String) -> String {
    format!("{old}+{new}")
}

#[test]
fn each_rule_puts_old_and_new_together() {
    let first = "append: [a]\nprepend: [a]\nunique: [a, d, a]\nreplace: {a: 1}\nlargest: 2\ntext: x\n\
                 sections: [{name: a}]\nfront: [{name: a}, {name: b}]";
    let second = r#"{"append": ["d", "b"], "prepend": ["b", "c"], "unique": ["b", "a"], "replace": {"b": 2}, "largest": 9,
                     "text": "y", "sections": [{"name": "b"}], "front": [{"name": "c"}]}"#;
    let rules = Rules::builder().with_str(Format::Yaml, first).with_str(Format::Json, second).extract().unwrap();
    assert_eq!(rules.append, ["d", "a", "d", "b"]);
    assert_eq!(rules.prepend, ["b", "c", "a", "d"]);
    assert_eq!(rules.unique, ["d", "a", "b"]);
    assert_eq!(rules.replace, HashMap::from([("b".to_owned(), 2)]));
    assert_eq!((rules.largest, rules.text.as_deref()), (9, Some("x+y")));
    let names = |list: &[Section]| list.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&rules.sections), ["a", "b"]);
    assert_eq!(names(&rules.front), ["c", "a", "b"]);
}

#[test]
fn null_forgets_what_was_put_together() {
    let builder = Rules::builder()
        .with_str(Format::Yaml, "append: [a]\nreplace: {}")
        .with_str(Format::Json, "{\"append\": null}");
    assert_eq!(builder.extract().unwrap().append, ["d"]);
}

#[test]
fn a_value_that_cannot_be_read_leaves_a_problem_and_nothing_else() {
    let error = Rules::builder().with_str(Format::Toml, "append = 5\nreplace = {}").extract().unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::WrongType, "append"));
}

/// Can be read and not compared.
#[derive(Debug, serde::Deserialize)]
struct Opaque(#[allow(dead_code)] u8);

#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Fast,
    Slow,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Lists {
    #[config(default = texts(&["x", "y", "x"]))]
    tags: Vec<String>,
    #[config(default)]
    numbers: Option<Vec<u16>>,
    #[config(default = Vec::new())]
    modes: Vec<Mode>,
    #[config(default)]
    set: HashSet<String>,
    #[config(default)]
    sorted: BTreeSet<u16>,
    #[config(default)]
    opaque: Vec<Opaque>,
    #[config(default)]
    both: Vec<String>,
    #[config(default = 1)]
    both_add: u16,
    #[config(nested)]
    inner: Inner,
    #[config(nested)]
    items: Vec<Inner>,
    #[config(flatten)]
    flat: Flat,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
struct Inner {
    #[config(default = texts(&["i"]))]
    inner_tags: Vec<String>,
}

#[derive(Debug, SuperConfig)]
struct Flat {
    #[config(default = texts(&["f"]))]
    flat_tags: Vec<String>,
}

#[test]
fn a_default_is_extended_by_two_files_and_the_environment() {
    for (format, text) in [
        (Format::Toml, "tags_remove = ['x', 'b']\ntags_add = ['a', 'b']\n"),
        (Format::Json, r#"{"tags_remove": ["x", "b"], "tags_add": ["a", "b"]}"#),
        (Format::Yaml, "tags_remove: [x, b]\ntags_add: [a, b]\n"),
    ] {
        let lists = Lists::builder()
            .with_str(format, text)
            .with_str(Format::Toml, "tags_add = ['c']")
            .with_env_vars([("SHOP_TAGS__ADD", "d, e"), ("SHOP_TAGS__REMOVE", "e")])
            .extract()
            .unwrap();
        assert_eq!(lists.tags, ["y", "a", "c", "d"], "{format}");
    }
}

#[test]
fn what_one_source_sets_it_can_add_to_whatever_the_order() {
    let lists =
        Lists::builder().with_str(Format::Yaml, "tags_add: [b]\ntags: [a]\ntags_remove: [x]").extract().unwrap();
    assert_eq!(lists.tags, ["a", "b"]);
    let env = [("SHOP_TAGS__ADD", "c"), ("SHOP_TAGS", "z")];
    assert_eq!(Lists::builder().with_env_vars(env).extract().unwrap().tags, ["z", "c"]);
}

#[test]
fn a_later_list_replaces_what_was_added() {
    let builder = Lists::builder().with_str(Format::Toml, "tags_add = ['a']").with_str(Format::Toml, "tags = ['b']");
    assert_eq!(builder.extract().unwrap().tags, ["b"]);
}

#[test]
fn lists_of_any_kind_take_them() {
    let text = "numbers_add = [1, 2]\nmodes_add = ['fast', 'slow']\nmodes_remove = ['fast']\nset_add = ['a', 'a', 'b']\n\
                set_remove = ['b']\nsorted_add = [2, 1]\nopaque_add = [7]\n\
                flat_tags_add = ['g']\n[inner]\ninner-tags-add = ['j']\ninner-tags_remove = ['i']\n\
                [[items]]\ninner-tags_add = ['k']\n";
    let lists = Lists::builder()
        .with_str(Format::Toml, text)
        .with_env_vars([("SHOP_INNER_INNER_TAGS__ADD", "l"), ("SHOP_ITEMS__0__INNER_TAGS__REMOVE", "i")])
        .extract()
        .unwrap();
    assert_eq!(lists.numbers, Some(vec![1, 2]));
    assert_eq!(lists.modes, [Mode::Slow]);
    assert_eq!(lists.set, HashSet::from(["a".to_owned()]));
    assert_eq!(lists.sorted, BTreeSet::from([1, 2]));
    assert_eq!(lists.opaque.len(), 1);
    assert_eq!(lists.flat.flat_tags, ["f", "g"]);
    assert_eq!(lists.inner.inner_tags, ["j", "l"]);
    assert_eq!(lists.items[0].inner_tags, ["k"]);
}

#[test]
fn sections_can_be_added() {
    let builder = Lists::builder()
        .with_str(Format::Toml, "[[items]]\n[[items_add]]\ninner-tags = ['a']\n")
        .with_str(Format::Json, r#"{"items_add": [{"inner-tags": ["b"]}]}"#);
    let all: Vec<_> = builder.extract().unwrap().items.iter().map(|it| it.inner_tags.join(" ")).collect();
    assert_eq!(all, ["i", "a", "b"]);
}

#[test]
fn a_real_field_goes_before_the_operator() {
    let lists = Lists::builder().with_str(Format::Toml, "both_add = 5").extract().unwrap();
    assert_eq!((lists.both.len(), lists.both_add), (0, 5));
    // In the environment the two have different names.
    let variables = [("SHOP_BOTH__ADD", "6"), ("SHOP_BOTH_ADD", "7")];
    let lists = Lists::builder().with_env_vars(variables).extract().unwrap();
    assert_eq!((lists.both.join(" ").as_str(), lists.both_add), ("6", 7));
}

#[test]
fn what_cannot_be_done_is_a_problem_at_the_key() {
    let text = "opaque_remove = [1]\ntags_add = 5\nboth_remove = [true]\n\n[inner_add]\n";
    let error = Lists::builder().with_str(Format::Toml, text).extract().unwrap_err();
    let shown: Vec<_> = error.problems().iter().map(|it| (it.path(), it.kind(), it.message())).collect();
    assert_eq!(
        shown,
        [
            ("opaque", ProblemKind::Invalid, "nothing can be taken out of this list: its elements cannot be compared"),
            ("tags", ProblemKind::WrongType, "expected a list, found the integer 5"),
            ("both[0]", ProblemKind::WrongType, "expected a string, found the boolean true"),
            ("inner_add", ProblemKind::UnknownKey, "no setting has this name"),
        ]
    );
    assert!(error.to_string().contains(":1:1"), "{error}");
}

#[test]
fn a_misspelt_operator_is_told_which_was_meant() {
    for (text, help) in
        [("tags_ad = []", "did you mean 'tags_add'?"), ("tgas_remove = []", "did you mean 'tags_remove'?")]
    {
        let error = Lists::builder().with_str(Format::Toml, text).extract().unwrap_err();
        assert_eq!(error.problems()[0].help(), Some(help));
    }
}

#[test]
fn the_origin_is_the_last_who_had_a_say() {
    let snapshot = Lists::builder()
        .with_str(Format::Toml, "tags = []")
        .with_env_vars([("SHOP_TAGS__ADD", "a")])
        .extract_snapshot()
        .unwrap();
    let origin = snapshot.origins().find(|(path, _)| path == "tags").unwrap().1;
    assert_eq!(origin, Origin::Environment("SHOP_TAGS__ADD".to_owned()));
}

#[derive(Debug, SuperConfig)]
struct Required {
    #[allow(dead_code)]
    names: Vec<String>,
}

#[test]
fn adding_to_a_required_list_gives_it() {
    assert_eq!(Required::builder().with_str(Format::Toml, "names_add = ['a']").extract().unwrap().names, ["a"]);
    assert_eq!(Required::builder().extract().unwrap_err().problems()[0].kind(), ProblemKind::Missing);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Maps {
    #[config(default = HashMap::from([("a".to_owned(), 1)]), profile(prod = HashMap::from([("p".to_owned(), 2)])))]
    limits: HashMap<String, u16>,
    #[config(default = HashMap::from([("a".to_owned(), 1)]), merge = "replace")]
    replaced: HashMap<String, u16>,
}

#[test]
fn a_map_merges_with_its_default_unless_it_replaces() {
    let map = |pairs: &[(&str, u16)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect();
    let builder = Maps::builder().with_str(Format::Toml, "limits.b = 5\nreplaced.b = 5");
    let maps = builder.extract().unwrap();
    assert_eq!((maps.limits, maps.replaced), (map(&[("a", 1), ("b", 5)]), map(&[("b", 5)])));
    assert_eq!(builder.clone().with_profile("prod").extract().unwrap().limits, map(&[("p", 2), ("b", 5)]));
    let variables = builder.with_env_vars([("SHOP_LIMITS__c", "6")]).extract().unwrap();
    assert_eq!(variables.limits, map(&[("a", 1), ("b", 5), ("c", 6)]));
    let gone = Maps::builder().with_str(Format::Json, r#"{"limits": {"a": null, "c": 6}}"#).extract().unwrap();
    assert_eq!(gone.limits, map(&[("c", 6)]));
}

#[test]
fn taking_from_a_list_that_nobody_gives_changes_nothing() {
    let error = Required::builder().with_str(Format::Toml, "names_remove = ['a']").extract().unwrap_err();
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::Missing, "names"));
    let snapshot = Lists::builder().with_str(Format::Toml, "numbers_remove = [1]").extract_snapshot().unwrap();
    assert_eq!(snapshot.value().numbers, None);
    assert_eq!(snapshot.origins().find(|(path, _)| path == "numbers").unwrap().1, Origin::Default);
}
