//! `validate`.
#![allow(clippy::trivially_copy_pass_by_ref, reason = "what a validator looks at it borrows")]

use std::{
    collections::BTreeMap,
    fmt,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use superconfig::{ExposeSecret as _, Format, Invalid, Origin, ProblemKind, SecretString, SuperConfig, field};
use superconfig_tests::{lines, only};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", validate = Config::fits)]
#[allow(dead_code)]
struct Config {
    #[config(validate = is_even, validate = is_small, default = 2)]
    number: u32,
    #[config(validate = is_lower)]
    name: Option<String>,
    #[config(validate = is_lower, secret)]
    token: Option<String>,
    #[config(nested, validate = Pool::check)]
    pool: Pool,
    #[config(nested, validate = Pool::check)]
    spare: Option<Box<Pool>>,
    #[config(nested, validate = are_apart)]
    pools: Vec<Pool>,
    #[config(nested, validate = has_main)]
    named: BTreeMap<String, Pool>,
    key: Option<SecretString>,
}

#[derive(Debug, SuperConfig)]
struct Pool {
    #[config(default = 1, rename = "min")]
    smallest: u32,
    #[config(default = 5, rename = "max", range = ..1000)]
    largest: u32,
}

fn is_even(number: &u32) -> Result<(), String> {
    if number.is_multiple_of(2) { Ok(()) } else { Err(format!("{number} is odd")) }
}

fn is_small(number: &u32) -> Result<(), &'static str> {
    if *number < 10 { Ok(()) } else { Err("it is not small") }
}

/// Takes what a `String` derefs to.
fn is_lower(text: &str) -> Result<(), Refused> {
    if text.chars().any(char::is_uppercase) { Err(Refused(text.to_owned())) } else { Ok(()) }
}

struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' has capitals", self.0)
    }
}

impl Pool {
    fn check(&self) -> Result<(), Invalid> {
        if self.smallest > self.largest {
            return Err(Invalid::at(field!(Pool, smallest), "it is above 'max'"));
        }
        Ok(())
    }
}

fn are_apart(pools: &[Pool]) -> Result<(), Vec<Invalid>> {
    let twice = |index: &usize| pools[..*index].iter().any(|other| other.largest == pools[*index].largest);
    let found: Vec<_> = (0..pools.len()).filter(twice).collect();
    let found: Vec<_> =
        found.iter().map(|index| Invalid::at(format!("[{index}].max"), "it is there already")).collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}

fn has_main(pools: &BTreeMap<String, Pool>) -> Result<(), String> {
    if pools.is_empty() || pools.contains_key("main") { Ok(()) } else { Err("there is no 'main'".to_owned()) }
}

impl Config {
    fn fits(&self) -> Result<(), Vec<Invalid>> {
        let mut wrong = Vec::new();
        if self.number > self.pool.largest {
            wrong.push(Invalid::at(field!(Config, pool.largest), format!("it is below {}", self.number)));
        }
        if self.name.as_deref() == Some("whole") {
            wrong.push(Invalid::new(format!("nothing fits with {self:?}")));
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }
}

#[test]
fn what_all_accept_loads() {
    let text = "number = 4\nname = 'a'\npools = [{}, {max = 7}]\n[spare]\nmin = 5\n[named.main]\n";
    let config = Config::builder().with_str(Format::Toml, text).extract().unwrap();
    assert_eq!((config.number, config.pools.len(), config.spare.unwrap().smallest), (4, 2, 5));
}

#[test]
fn each_says_what_is_wrong_where() {
    let error = Config::builder()
        .with_str(Format::Toml, "number = 3\nname = 'A'\ntoken = 'Hunter2'\n[pool]\nmin = 6\n[spare]\nmin = 7")
        .with_str(Format::Yaml, "pools: [{max: 5}, {max: 5}]\nnamed:\n  a: {min: 0}")
        .extract()
        .unwrap_err();
    assert_eq!(
        lines(&error),
        [
            "invalid: number: 3 is odd",
            "invalid: name: 'A' has capitals",
            "invalid: token: it is not valid",
            "invalid: pool.min: it is above 'max'",
            "invalid: spare.min: it is above 'max'",
            "invalid: pools[1].max: it is there already",
            "invalid: named: there is no 'main'",
        ]
    );
    let places: Vec<_> = error.problems().iter().map(|it| it.origin().unwrap().to_string()).collect();
    assert_eq!(places[3..], ["<text>:5:7", "<text>:7:7", "<text 2>:1:25", "<text 2>:3:3"]);
    assert!(!error.to_string().contains("Hunter"), "{error}");
}

#[test]
fn several_on_one_setting_run_in_order() {
    let error = Config::builder().with_env_vars([("SHOP_NUMBER", "12")]).extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: number: it is not small"]);
}

#[test]
fn the_struct_as_a_whole_is_looked_at_last() {
    let builder = Config::builder().with_env_vars([("SHOP_NUMBER", "8"), ("SHOP_POOL_MAX", "6")]);
    let error = builder.extract().unwrap_err();
    let problem = only(&error);
    assert_eq!((problem.path(), problem.message()), ("pool.max", "it is below 8"));
    assert_eq!(problem.origin(), Some(&Origin::Environment("SHOP_POOL_MAX".to_owned())));
    let error = Config::builder().with_env_vars([("SHOP_NUMBER", "8")]).extract().unwrap_err();
    assert_eq!(only(&error).origin(), Some(&Origin::Default));
}

#[test]
fn a_message_that_quotes_a_secret_loses_it() {
    let text = "name = 'whole'\ntoken = 'hunter\"2'\nkey = 'hunter3'";
    let error = Config::builder().with_str(Format::Toml, text).extract().unwrap_err();
    let problem = only(&error);
    assert_eq!((problem.kind(), problem.path(), problem.origin()), (ProblemKind::Invalid, "", None));
    assert!(problem.message().contains("number: 2") && !error.to_string().contains("hunter"), "{error}");
}

#[test]
fn so_does_one_that_quotes_a_secret_of_another_type_or_several() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", validate = tells)]
    struct Vault {
        first: SecretString,
        second: SecretString,
        #[config(secret)]
        path: PathBuf,
        #[config(secret)]
        pin: u32,
        tokens: BTreeMap<String, SecretString>,
        #[config(secret)]
        open: bool,
    }

    fn tells(vault: &Vault) -> Result<(), String> {
        let secrets = [&vault.second, &vault.first, &vault.tokens["a"]].map(|it| it.expose_secret().to_owned());
        Err(format!("{secrets:?} {:?} {} {}", vault.path, vault.pin, vault.open))
    }

    let text = "first = 'hunter2'\nsecond = 'hunter2-and-more'\npath = '/hunter2\"3'\npin = 123456\nopen = true\n\
        tokens = { a = 'in a map' }";
    let error = Vault::builder().with_str(Format::Toml, text).extract().unwrap_err();
    let secrets = r#"["[redacted]", "[redacted]", "[redacted]"] "[redacted]" [redacted] true"#;
    assert_eq!(only(&error).message(), secrets);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", validate = relies)]
#[allow(dead_code)]
struct Relying {
    #[config(non_empty)]
    list: Vec<u8>,
    #[config(nested)]
    other: Pool,
}

static CALLS: AtomicUsize = AtomicUsize::new(0);

fn relies(config: &Relying) -> Result<(), String> {
    CALLS.fetch_add(1, Ordering::Relaxed);
    if config.list[0] == 0 { Err("it begins with 0".to_owned()) } else { Ok(()) }
}

#[test]
fn a_struct_in_which_something_is_wrong_already_is_not_looked_at() {
    for text in
        ["list = []", "list = [1]\nother.max = 'x'", "list = [1]\nother.max = 1000", "list = [1]\nodd = 1", "list = ["]
    {
        let error = Relying::builder().with_str(Format::Toml, text).extract().unwrap_err();
        assert!(!error.to_string().contains("it begins"), "{error}");
    }
    assert_eq!(CALLS.load(Ordering::Relaxed), 0);
    let error = Relying::builder().with_str(Format::Toml, "list = [0]").extract().unwrap_err();
    assert_eq!(lines(&error), ["invalid: : it begins with 0"]);
    assert_eq!(CALLS.load(Ordering::Relaxed), 1);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop", tag = "type", validate = Storage::check)]
enum Storage {
    Disk {
        #[config(range = 1..)]
        size: u64,
    },
    S3 {
        bucket: String,
    },
}

impl Storage {
    fn check(&self) -> Result<(), Invalid> {
        match self {
            Storage::S3 { bucket } if bucket.contains(' ') => Err(Invalid::at("bucket", "it has a space in it")),
            Storage::Disk { size: 13 } => Err(Invalid::new("that brings bad luck")),
            _ => Ok(()),
        }
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code)]
struct WithEnum {
    #[config(nested)]
    storage: Storage,
    #[config(flatten, validate = Inner::check)]
    inner: Inner,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default = 0)]
    level: u8,
}

impl Inner {
    fn check(&self) -> Result<(), Invalid> {
        if self.level > 3 { Err(Invalid::at("level", "it is too high")) } else { Ok(()) }
    }
}

#[test]
fn enums_and_flattened_structs_are_looked_at_too() {
    let lines_of = |text| lines(&WithEnum::builder().with_str(Format::Toml, text).extract().unwrap_err());
    assert_eq!(
        lines_of("level = 4\nstorage = { type = 'S3', bucket = 'a b' }"),
        ["invalid: level: it is too high", "invalid: storage.bucket: it has a space in it"]
    );
    assert_eq!(
        lines_of("storage = { type = 'Disk', size = 0 }"),
        ["invalid: storage.size: expected a value of at least 1, found 0"]
    );
    assert_eq!(lines_of("storage = { type = 'Disk', size = 13 }"), ["invalid: storage: that brings bad luck"]);
}

#[test]
fn a_path_that_leads_nowhere_stays_in_the_message() {
    #[derive(Debug, SuperConfig)]
    #[config(validate = nowhere)]
    struct Nowhere {}
    fn nowhere(_: &Nowhere) -> Result<(), Invalid> {
        Err(Invalid::at("not.there", "it is odd"))
    }
    assert_eq!(lines(&Nowhere::builder().extract().unwrap_err()), ["invalid: : not.there: it is odd"]);
}

#[test]
fn so_does_one_that_quotes_a_secret_with_a_reader_of_its_own() {
    fn plain<T: std::str::FromStr>(text: &str) -> Result<T, T::Err> {
        text.parse()
    }

    #[derive(Debug, SuperConfig)]
    #[config(validate = Read::check)]
    struct Read {
        #[config(secret, parse = plain)]
        pin: u32,
        #[config(secret, parse = plain)]
        word: Option<String>,
    }

    impl Read {
        fn check(&self) -> Result<(), String> {
            Err(format!("{} {:?}", self.pin, self.word))
        }
    }

    let error = Read::builder().with_str(Format::Toml, "pin = '48151623'\nword = 'hidden'").extract().unwrap_err();
    assert_eq!(only(&error).message(), "[redacted] Some(\"[redacted]\")");
}
