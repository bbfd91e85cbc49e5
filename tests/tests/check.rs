//! What `check` finds: everything that is wrong with each profile, told once, as text, as data and as annotations.

use std::{
    fs,
    sync::atomic::{AtomicUsize, Ordering},
};

use superconfig::{Builder, Check, Color, Format, Invalid, ProblemKind, SecretString, Severity, SuperConfig};
use superconfig_tests::{Scene, golden_file};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
#[allow(dead_code, reason = "most loads here fail")]
struct Shop {
    #[config(default = 8080, alias = "listen")]
    port: u16,
    #[config(profile(dev = "sqlite:"))]
    database: String,
    api_key: Option<SecretString>,
    #[config(default = 1)]
    workers: u8,
}

fn shop(toml: &str) -> Builder<Shop> {
    Scene::new().builder().with_str(Format::Toml, toml)
}

fn told(check: &Check) -> Vec<String> {
    let of = |finding: &superconfig::Finding| {
        let problem = finding.problem();
        format!("{} {} {}: {}", finding.severity(), problem.kind(), problem.path(), finding.profiles().join("+"))
    };
    check.problems().chain(check.warnings()).map(of).collect()
}

fn golden(name: &str, text: &str) {
    let path = golden_file(&format!("check/{name}.txt"));
    let text = format!("{text}\n");
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        return fs::write(path, text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, golden, "not as in {}; UPDATE_GOLDEN=1 writes it anew", path.display());
}

#[test]
fn nothing_wrong_is_a_success() {
    let check = shop("database = 'x'").check(["dev", "prod"]);
    assert!(check.is_ok());
    assert_eq!((check.exit_code(), check.profiles()), (0, &["dev".to_owned(), "prod".to_owned()][..]));
    assert_eq!(check.to_string(), "shop with profiles dev, prod: no problems");
    assert_eq!(check.to_annotations(), "");
    assert_eq!(shop("database = 'x'").check([""; 0]).to_string(), "shop: no problems");
}

#[test]
fn a_problem_concerns_the_profiles_that_have_it() {
    let check = shop("port = 'x'").check(["dev", "prod"]);
    assert_eq!(told(&check), ["problem wrong type port: dev+prod", "problem missing database: prod"]);
    assert_eq!(check.exit_code(), 1);
    assert!(!check.is_ok_for("dev"));
    let check = shop("").check(["dev", "prod"]);
    assert!(check.is_ok_for("dev") && !check.is_ok_for("prod") && !check.is_ok());
}

#[test]
fn warnings_alone_are_a_success() {
    let check = shop("listen = 1").check(["dev"]);
    assert_eq!(told(&check), ["warning deprecated port: dev"]);
    assert_eq!((check.is_ok(), check.exit_code()), (true, 0));
    let strict = shop("listen = 1").strict().check(["dev"]);
    assert_eq!(told(&strict), ["problem deprecated port: dev"]);
    assert_eq!(strict.exit_code(), 1);
}

#[test]
fn without_profiles_it_is_the_loads_own_choice() {
    let check = shop("").with_profile("dev").check([""; 0]);
    assert!(check.is_ok());
    let check = shop("").with_env_vars([("SHOP_PROFILE", "prod")]).check([""; 0]);
    assert_eq!(told(&check), ["problem missing database: "]);
}

#[test]
fn named_profiles_go_before_all_other_choices() {
    let builder = shop("").with_env_vars([("SHOP_PROFILE", "prod")]).select_profile(|_| ["prod"]);
    assert!(builder.check(["dev"]).is_ok());
    let builder = shop("").with_args(["--profile", "prod"]);
    assert_eq!(told(&builder.check(["dev"])), [""; 0]);
}

#[test]
fn several_profiles_can_be_active_together_and_none_is_checked_twice() {
    let check = shop("").check(["prod,dev", "prod", "prod,dev"]);
    assert_eq!(told(&check), ["problem missing database: prod"]);
    assert_eq!(check.profiles(), ["prod,dev", "prod"]);
}

#[test]
fn a_profile_that_is_not_there_is_a_problem() {
    let check = shop("").check(["dve"]);
    let problems: Vec<_> = check.problems().map(|finding| finding.problem().kind()).collect();
    assert!(problems.contains(&ProblemKind::UnknownProfile), "{check}");
}

#[test]
fn all_profiles_are_those_that_the_struct_knows() {
    #[derive(Debug, SuperConfig)]
    #[allow(dead_code, reason = "it is only checked")]
    struct Undeclared {
        #[config(profile(one = 1, two = 2))]
        count: u8,
    }
    assert_eq!(shop("").check_all_profiles().profiles(), ["dev", "prod"]);
    let check = Scene::new().builder::<Undeclared>().check_all_profiles();
    assert_eq!(check.profiles(), ["one", "two"]);
    assert!(check.is_ok());
}

#[test]
fn the_same_twice_in_one_load_is_told_twice() {
    let scene = Scene::new();
    let builder = scene.builder::<Shop>().with_file("a.toml").with_file("a.toml");
    assert_eq!(builder.check(["dev", "prod"]).problems().filter(|it| it.profiles().len() == 2).count(), 2);
}

#[test]
fn nothing_is_published_and_nobody_is_told() {
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    let builder = shop("listen = 1\ndatabase = 'x'").on_warning(|_| _ = TOLD.fetch_add(1, Ordering::Relaxed));
    assert_eq!(builder.check(["dev", "prod"]).warnings().count(), 1);
    assert!(Shop::try_get().is_none());
    assert_eq!(TOLD.load(Ordering::Relaxed), 0);
}

fn scene() -> Scene {
    let scene = Scene::new();
    scene
        .file("project/shop.toml", "# The shop.\nprot = 80\n\nlisten = 'http'\n")
        .file("project/shop.prod.toml", "workers = 300\napi_key = 'hunter2'\n  api_key = 'hunter3'\n")
        .file("project/shop.dev.toml", "workers = -1\n");
    scene
}

fn checked(scene: &Scene) -> Check {
    let check = scene.builder::<Shop>().with_discovery().with_env_vars([("SHOP_WORKERS", "many")]);
    check.check_all_profiles().relative_to(scene.path("project"))
}

#[test]
fn the_text_is_a_report() {
    let text = checked(&scene()).to_string();
    assert!(!text.contains("hunter"), "{text}");
    golden("report", &text);
    let data = format!("{} {:?}", checked(&scene()).to_json(), checked(&scene()));
    assert!(!data.contains("hunter"), "{data}");
    let coloured = checked(&scene()).to_text(Color::Always);
    assert!(coloured.starts_with("\u{1b}[1mshop with profiles dev, prod: "), "{coloured}");
}

#[test]
fn annotations_stand_on_their_lines() {
    let text = checked(&scene()).to_annotations();
    assert!(!text.contains("hunter"), "{text}");
    for line in text.lines() {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{line}");
    }
    golden("annotations", text.trim_end());
}

#[test]
fn annotations_cannot_be_broken_out_of() {
    let scene = Scene::new();
    scene.file("project/a,b:c%.toml", "\"x\\n::error::y%\\u001b[0m,z:\" = 1\ndatabase = ''");
    let builder = scene.builder::<Shop>().with_file("a,b:c%.toml");
    let text = builder.check([""; 0]).relative_to(scene.path("project")).to_annotations();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with("::error file=a%2Cb%3Ac%25.toml,line=1,col=1,title=unknown key%3A x"), "{text}");
    let (properties, _) = text[2..].split_once("::").unwrap();
    assert_eq!(properties.matches(',').count(), 3, "{properties}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn json_keeps_its_shape() {
    let scene = Scene::new();
    scene.file("project/shop.toml", "port = 'http'\n");
    let check = scene.builder::<Shop>().with_file("shop.toml").check(["dev", "prod"]);
    let json: serde_json::Value = serde_json::from_str(&check.relative_to(scene.path("project")).to_json()).unwrap();
    let expected = serde_json::json!({
        "name": "shop",
        "ok": false,
        "profiles": [{ "profile": "dev", "ok": false }, { "profile": "prod", "ok": false }],
        "findings": [
            {
                "severity": "problem",
                "kind": "wrong type",
                "path": "port",
                "message": "expected an integer from 0 to 65535, found the string \"http\"",
                "help": null,
                "file": "shop.toml",
                "line": 1,
                "column": 8,
                "origin": { "kind": "file", "text": "shop.toml:1:8", "file": "shop.toml", "line": 1, "column": 8 },
                "profiles": ["dev", "prod"],
            },
            {
                "severity": "problem",
                "kind": "missing",
                "path": "database",
                "message": "only profile 'dev' gives it, which is not active (its default)",
                "help": "activate it with `with_profile(\"dev\")`, or set 'database' in shop.toml",
                "file": null,
                "line": null,
                "column": null,
                "origin": null,
                "profiles": ["prod"],
            },
        ],
    });
    assert_eq!(json, expected);
}

#[test]
fn code_quality_has_a_fingerprint_for_each() {
    let text = checked(&scene()).to_code_quality();
    assert!(!text.contains("hunter"), "{text}");
    let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let mut prints: Vec<&str> = issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!(prints.len(), issues.len());
    for issue in &issues {
        assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].is_u64(), "{issue}");
        assert!(["major", "minor"].contains(&issue["severity"].as_str().unwrap()), "{issue}");
        assert!(!issue["description"].as_str().unwrap().contains('\n'), "{issue}");
    }
    let moved = scene();
    moved.file("project/shop.toml", "\n\n# The shop.\nprot = 80\n\nlisten = 'http'\n");
    let moved: Vec<serde_json::Value> = serde_json::from_str(&checked(&moved).to_code_quality()).unwrap();
    assert_ne!(moved[0]["location"], issues[0]["location"]);
    assert_eq!(moved[0]["fingerprint"], issues[0]["fingerprint"]);
}

#[test]
fn what_validators_say_is_found() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "pair", validate = together)]
    struct Pair {
        #[config(default = 1, profile(prod = 9))]
        low: u8,
        #[config(default = 5)]
        high: u8,
    }
    fn together(pair: &Pair) -> Result<(), Invalid> {
        if pair.low > pair.high { Err(Invalid::new("low is above high")) } else { Ok(()) }
    }
    let check = Scene::new().builder::<Pair>().check_all_profiles();
    assert_eq!(told(&check), ["problem invalid : prod"]);
    assert_eq!(check.problems().next().unwrap().severity(), Severity::Problem);
}
