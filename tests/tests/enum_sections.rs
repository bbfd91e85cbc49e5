//! Enums as sections: one variant's settings, under the variant's key or beside a tag.

use std::collections::{BTreeMap, HashMap};

use superconfig::{Format, Origin, ProblemKind, SuperConfig};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(rename_all = "kebab-case")]
enum Storage {
    /// Nowhere.
    Discard,
    /// A directory.
    LocalDisk {
        #[config(default = "/var/lib/shop")]
        path: String,
        #[config(default)]
        tags: Vec<String>,
    },
    #[config(alias = "aws")]
    S3(S3),
    Boxed(Box<S3>),
}

#[derive(Debug, PartialEq, SuperConfig)]
struct S3 {
    bucket: String,
    #[config(default = 3, profile(prod = 9))]
    retries: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct App {
    #[config(nested)]
    storage: Storage,
    #[config(nested)]
    spare: Option<Storage>,
    #[config(nested)]
    mirrors: Vec<Storage>,
    #[config(nested)]
    named: BTreeMap<String, Storage>,
}

fn s3(bucket: &str, retries: u8) -> Storage {
    Storage::S3(S3 { bucket: bucket.to_owned(), retries })
}

fn disk(path: &str) -> Storage {
    Storage::LocalDisk { path: path.to_owned(), tags: Vec::new() }
}

#[test]
fn a_variant_is_chosen_by_its_key_or_its_bare_name_in_every_format() {
    let texts = [
        (
            Format::Toml,
            "spare = 'discard'\nmirrors = ['discard', { local-disk = {} }]\n[storage.s3]\nbucket = 'b'\n[named.a.local-disk]\npath = '/a'\n",
        ),
        (
            Format::Json,
            r#"{"storage": {"s3": {"bucket": "b"}}, "spare": "discard", "mirrors": ["discard", {"local-disk": {}}],
                "named": {"a": {"local-disk": {"path": "/a"}}}}"#,
        ),
        (
            Format::Yaml,
            "storage:\n  s3: {bucket: b}\nspare: discard\nmirrors:\n- discard\n- local-disk: {}\nnamed: {a: {local-disk: {path: /a}}}\n",
        ),
    ];
    for (format, text) in texts {
        let app = App::builder().with_str(format, text).with_profile("prod").extract().unwrap();
        assert_eq!(app.storage, s3("b", 9), "{format}");
        assert_eq!(app.spare, Some(Storage::Discard), "{format}");
        assert_eq!(app.mirrors, [Storage::Discard, disk("/var/lib/shop")], "{format}");
        assert_eq!(app.named["a"], disk("/a"), "{format}");
    }
}

#[test]
fn a_later_source_changes_the_settings_or_the_variant() {
    let first = "[storage.s3]\nbucket = 'b'\n";
    let merged = App::builder().with_str(Format::Toml, first).with_str(Format::Yaml, "storage: {s3: {retries: 5}}");
    assert_eq!(merged.extract().unwrap().storage, s3("b", 5));
    let switched = App::builder().with_str(Format::Toml, first).with_str(Format::Json, r#"{"storage": "local-disk"}"#);
    assert_eq!(switched.extract().unwrap().storage, disk("/var/lib/shop"));
    let variables = [("SHOP_STORAGE_LOCAL_DISK_PATH", "/e"), ("SHOP_STORAGE_LOCAL_DISK_TAGS__ADD", "t")];
    let switched = App::builder().with_str(Format::Toml, first).with_env_vars(variables).extract().unwrap();
    assert_eq!(switched.storage, Storage::LocalDisk { path: "/e".to_owned(), tags: vec!["t".to_owned()] });
}

#[test]
fn the_environment_names_a_variant_or_sets_what_is_in_it() {
    let variables = [
        ("SHOP_STORAGE", "discard"),
        ("SHOP_SPARE_S3_BUCKET", "x"),
        ("SHOP_NAMED__a__BOXED__BUCKET", "y"),
        ("SHOP_MIRRORS__0__S3_BUCKET", "z"),
    ];
    let app = App::builder().with_env_vars(variables).extract().unwrap();
    assert_eq!((app.storage, app.spare), (Storage::Discard, Some(s3("x", 3))));
    assert_eq!(app.named["a"], Storage::Boxed(Box::new(S3 { bucket: "y".to_owned(), retries: 3 })));
    assert_eq!(app.mirrors, [s3("z", 3)]);
}

#[test]
fn what_is_wrong_is_said_with_the_variants_that_there_are() {
    let problem = |text: &str| {
        let error = App::builder().with_str(Format::Toml, text).extract().unwrap_err();
        let [problem] = error.problems() else { panic!("{error}") };
        (problem.kind(), problem.path().to_owned(), problem.message().to_owned(), problem.help().map(str::to_owned))
    };
    assert_eq!(
        problem(""),
        (
            ProblemKind::Missing,
            "storage".to_owned(),
            "nothing says which variant it is".to_owned(),
            Some("give it one of 'discard', 'local-disk', 's3', 'boxed'".to_owned())
        )
    );
    assert_eq!(
        problem("storage = 'local-dist'"),
        (
            ProblemKind::WrongType,
            "storage".to_owned(),
            "expected one of 'discard', 'local-disk', 's3', 'boxed', found \"local-dist\"".to_owned(),
            Some("did you mean 'local-disk'?".to_owned())
        )
    );
    let two = problem("[storage.local-disk]\n[storage.s3]\nbucket = 'b'");
    assert_eq!((two.0, two.2.as_str()), (ProblemKind::Ambiguous, "it is 'local-disk' and 's3' at once"));
    let unknown = problem("[storage.s4]\nbucket = 'b'");
    assert_eq!((unknown.0, unknown.1.as_str()), (ProblemKind::UnknownKey, "storage.s4"));
    let number = problem("storage = 5");
    assert_eq!(number.2, "expected a section or the name of a variant, found the integer 5");
    let missing = problem("[storage.s3]");
    assert_eq!((missing.0, missing.1.as_str()), (ProblemKind::Missing, "storage.s3.bucket"));
    let variables = [("SHOP_STORAGE_S3_BUCKET", "b"), ("SHOP_STORAGE", "discard")];
    let error = App::builder().with_env_vars(variables).extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Ambiguous, "{error}");
}

#[test]
fn a_former_name_of_a_variant_is_warned_of() {
    let snapshot = App::builder().with_str(Format::Toml, "[storage.aws]\nbucket = 'b'").extract_snapshot().unwrap();
    assert_eq!(snapshot.value().storage, s3("b", 3));
    assert_eq!(snapshot.warnings().len(), 1);
    let origins: HashMap<String, Origin> = snapshot.origins().collect();
    assert!(matches!(origins["storage.s3.bucket"], Origin::Text { location: Some(_), .. }));
}

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
enum Auth {
    #[config(default)]
    Nobody,
    Basic {
        user: String,
        password: Password,
    },
    Token(Token),
}

/// Read by serde.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Password(String);

#[derive(Debug, PartialEq, SuperConfig)]
struct Token {
    user: Option<String>,
    #[config(default = 60)]
    lifetime: u32,
    #[config(flatten)]
    key: Key,
}

#[derive(Debug, PartialEq, SuperConfig)]
struct Key {
    #[config(secret)]
    key: String,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Tagged {
    #[config(nested)]
    auth: Auth,
    #[config(nested)]
    others: BTreeMap<String, Auth>,
    #[config(nested)]
    list: Vec<Auth>,
}

fn token(user: Option<&str>, lifetime: u32, key: &str) -> Auth {
    Auth::Token(Token { user: user.map(str::to_owned), lifetime, key: Key { key: key.to_owned() } })
}

#[test]
fn a_tag_says_which_variant_wherever_it_stands() {
    let texts = [
        (
            Format::Toml,
            "[auth]\nkey = 'k'\ntype = 'token'\n[others.a]\ntype = 'nobody'\n[[list]]\nuser = 'u'\npassword = 'p'\ntype = 'basic'\n[[list]]\n",
        ),
        (
            Format::Json,
            r#"{"auth": {"key": "k", "type": "token"}, "others": {"a": {"type": "nobody"}},
                "list": [{"user": "u", "password": "p", "type": "basic"}, {}]}"#,
        ),
        (
            Format::Yaml,
            "auth:\n  key: k\n  type: token\nothers:\n  a: {type: nobody}\nlist:\n- user: u\n  password: p\n  type: basic\n- {}\n",
        ),
    ];
    for (format, text) in texts {
        let config = Tagged::builder().with_str(format, text).extract().unwrap();
        assert_eq!(config.auth, token(None, 60, "k"), "{format}");
        assert_eq!(config.others["a"], Auth::Nobody, "{format}");
        assert!(matches!(&config.list[0], Auth::Basic { user, .. } if user == "u"), "{format}");
        assert_eq!(config.list[1], Auth::Nobody, "{format}");
    }
}

#[test]
fn without_a_tag_a_source_speaks_of_the_variant_that_is_there_or_of_the_default() {
    let builder = Tagged::builder().with_str(Format::Toml, "[auth]\ntype = 'token'\nkey = 'k'");
    let config = builder.clone().with_str(Format::Yaml, "auth: {lifetime: 5}").extract().unwrap();
    assert_eq!(config.auth, token(None, 5, "k"));
    let config =
        builder.clone().with_env_vars([("SHOP_AUTH_LIFETIME", "7"), ("SHOP_AUTH_USER", "u")]).extract().unwrap();
    assert_eq!(config.auth, token(Some("u"), 7, "k"));
    let variables = [("SHOP_AUTH_USER", "u"), ("SHOP_AUTH_PASSWORD", "p"), ("SHOP_AUTH_TYPE", "basic")];
    let config = builder.with_env_vars(variables).extract().unwrap();
    assert!(matches!(config.auth, Auth::Basic { .. }), "{config:?}");
    assert_eq!(Tagged::builder().extract().unwrap().auth, Auth::Nobody);
    let error = Tagged::builder().with_str(Format::Toml, "[auth]\nuser = 'u'").extract().unwrap_err();
    assert_eq!((error.problems()[0].kind(), error.problems()[0].path()), (ProblemKind::UnknownKey, "auth.user"));
}

#[test]
fn a_wrong_tag_is_a_problem_at_its_place() {
    let texts = [
        (Format::Toml, "[auth]\nuser = 'u'\ntype = 'tokn'\n"),
        (Format::Json, "{\"auth\": {\"user\": \"u\",\n\n\"type\": \"tokn\"}}"),
        (Format::Yaml, "auth:\n  user: u\n  type: tokn\n"),
    ];
    for (format, text) in texts {
        let error = Tagged::builder().with_str(format, text).extract().unwrap_err();
        let [problem] = error.problems() else { panic!("{error}") };
        assert_eq!((problem.kind(), problem.path()), (ProblemKind::WrongType, "auth.type"), "{format}");
        assert_eq!(problem.help(), Some("did you mean 'token'?"), "{format}");
        let Some(Origin::Text { location: Some(at), .. }) = problem.origin() else { panic!("{format} {error}") };
        assert_eq!(at.line, 3, "{format}");
    }
    let error = Tagged::builder().with_str(Format::Json, r#"{"auth": {"type": 5}}"#).extract().unwrap_err();
    let expected = "expected one of 'nobody', 'basic', 'token', found the integer 5";
    assert_eq!(error.problems()[0].message(), expected);
    let error = Tagged::builder().with_env_vars([("SHOP_AUTH_TYPE", "tokn")]).extract().unwrap_err();
    assert_eq!((error.problems()[0].path(), error.problems().len()), ("auth.type", 1), "{error}");
}

#[test]
fn a_secret_in_a_variant_is_never_shown() {
    let texts = [
        (Format::Toml, "[auth]\ntype = 'token'\nkey = ['hunter2']\nlifetime = 'x'\n"),
        (Format::Json, r#"{"auth": {"key": ["hunter2"], "lifetime": "x", "type": "token"}}"#),
        (Format::Yaml, "list:\n- type: token\n  key: [hunter2]\n  lifetime: x\n"),
    ];
    for (format, text) in texts {
        let error = Tagged::builder().with_str(format, text).extract().unwrap_err();
        assert_eq!(error.problems().len(), 2, "{error}");
        assert!(!error.to_string().contains("hunter2"), "{format}: {error}");
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Primary(Inner);

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default = 1)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Holder {
    #[config(nested)]
    primary: Primary,
    #[config(flatten)]
    boxed: Box<Other>,
}

#[derive(Debug, SuperConfig)]
struct Other {
    #[config(default = 2)]
    other: u16,
}

#[test]
fn a_wrapper_is_what_it_holds() {
    assert_eq!(Primary::builder().with_str(Format::Toml, "port = 5").extract().unwrap().0.port, 5);
    let holder = Holder::builder()
        .with_str(Format::Toml, "other = 3\n[primary]\nport = 5")
        .with_env_vars([("SHOP_PRIMARY_PORT", "6")])
        .extract()
        .unwrap();
    assert_eq!((holder.primary.0.port, holder.boxed.other), (6, 3));
}

#[test]
fn a_variant_without_settings_says_that_there_are_none() {
    let help = |text: &str| {
        let error = App::builder().with_str(Format::Toml, text).extract().unwrap_err();
        error.problems()[0].help().map(str::to_owned)
    };
    assert_eq!(help("[storage.discard]\nx = 1").as_deref(), Some("there is nothing to set here"));
    assert_eq!(help("storage.discard = true").as_deref(), Some("there is nothing to set in it; leave it empty"));
}

/// Enums that other crates see, with settings in their variants.
pub mod public {
    use superconfig::SuperConfig;

    /// Where something is kept.
    #[derive(Debug, SuperConfig)]
    #[config(tag = "type", rename_all = "snake_case")]
    pub enum Storage {
        /// In a directory.
        Local {
            /// Which.
            path: String,
        },
        /// Nowhere.
        None,
    }
}

#[test]
fn an_enum_may_be_public() {
    let text = "type = 'local'\npath = '/tmp'";
    let storage = public::Storage::builder().with_str(Format::Toml, text).extract();
    assert!(matches!(storage, Ok(public::Storage::Local { path }) if path == "/tmp"));
}
