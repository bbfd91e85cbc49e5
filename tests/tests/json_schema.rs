//! JSON Schema of a config's files: valid by itself, and of one mind with a load about files, by the judgement of a validator that
//! knows nothing of this library.

#[path = "json_schema/shop.rs"]
mod shop;
#[path = "json_schema/small.rs"]
mod small;
#[path = "json_schema/strict.rs"]
mod strict;

use std::{fmt::Write as _, fs};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use shop::Shop;
use small::{Choice, Deep, Flat, FlatTagged, Golden, Merged, Mounting, Names, Odd, Plain, Tagged, Tool};
use strict::Strict;
use superconfig::{
    Builder,
    Format::{self, Json, Toml, Yaml},
    JsonSchema, SchemaDraft, SuperConfig,
};
use superconfig_tests::{golden_dir, lines};
use toml::de::{DeTable, DeValue};

const DRAFTS: [SchemaDraft; 2] = [SchemaDraft::Draft202012, SchemaDraft::Draft07];

/// A schema as the validator has it. Making one checks it against its meta-schema.
struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new(schema: &str) -> Self {
        let schema: Value = serde_json::from_str(schema).expect("a schema is JSON");
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.enable_format_assertions();
        compiler.add_resource("shop.json", schema).expect("a schema");
        let index = compiler.compile("shop.json", &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
        Self { schemas, index }
    }

    fn check(&self, file: &Value) -> Result<(), String> {
        self.schemas.validate(file, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// The same data as JSON.
fn as_json(format: Format, text: &str) -> Value {
    match format {
        Format::Toml => table(DeTable::parse(text).expect("TOML").get_ref()),
        Format::Json => serde_json::from_str(text).expect("JSON"),
        _ => {
            let options = serde_saphyr::options! { strict_booleans: true };
            serde_saphyr::from_str_with_options(text, options).expect("YAML")
        }
    }
}

fn table(table: &DeTable<'_>) -> Value {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), of_toml(value.get_ref()))).collect()
}

fn of_toml(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(it) => json!(i64::from_str_radix(it.as_str(), it.radix()).expect("64 bits")),
        DeValue::Float(float) => json!(float.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(value) => json!(value),
        DeValue::Datetime(date) => json!(date.to_string()),
        DeValue::Array(values) => values.iter().map(|value| of_toml(value.get_ref())).collect(),
        DeValue::Table(inner) => table(inner),
    }
}

/// A load of nothing but one text.
fn load<T: SuperConfig>(builder: &Builder<T>, format: Format, text: &str) -> Result<(), Vec<String>> {
    let nothing: [(&str, &str); 0] = [];
    let builder = builder.clone().with_env_of(nothing).with_str(format, text);
    builder.extract().map(drop).map_err(|error| lines(&error))
}

/// Holds what a load says of texts against what the schema says. All that differs is listed.
fn agree<T: SuperConfig>(
    builder: &Builder<T>,
    schema: impl Fn(SchemaDraft) -> String,
    good: bool,
    texts: &[(Format, &str)],
) {
    let mut wrong = String::new();
    for draft in DRAFTS {
        let validator = Validator::new(&schema(draft));
        for (format, text) in texts {
            let (loaded, checked) = (load(builder, *format, text), validator.check(&as_json(*format, text)));
            if loaded.is_ok() != good || checked.is_ok() != good {
                let _ =
                    writeln!(wrong, "{draft:?}, {format}: {text}\n  the load: {loaded:?}\n  the schema: {checked:?}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "not {}:\n{wrong}", if good { "accepted" } else { "refused" });
}

fn of_shop(draft: SchemaDraft) -> String {
    Shop::builder().json_schema().unwrap().draft(draft).to_string()
}

#[test]
fn what_a_load_takes_the_schema_takes() {
    agree(&Shop::builder(), of_shop, true, shop::GOOD);
}

#[test]
fn what_a_load_refuses_the_schema_refuses() {
    // What is misspelt for a profile that is not active is a warning.
    agree(&Shop::builder().with_profile("prod"), of_shop, false, shop::BAD);
}

/// A load and the schema that a builder makes of its own accord.
fn agrees<T: SuperConfig>(
    builder: &Builder<T>,
    schema: impl Fn(JsonSchema) -> JsonSchema,
    good: &[(Format, &str)],
    bad: &[(Format, &str)],
) {
    let schema = |draft| schema(builder.json_schema().unwrap()).draft(draft).to_string();
    agree(builder, schema, true, good);
    agree(builder, schema, false, bad);
}

/// Where a load and the schema are of two minds, as the docs of `JsonSchema` say.
#[test]
fn they_differ_where_the_docs_say_so() {
    let taken_by_the_load = [(Yaml, "log_format: 1.10"), (Toml, "ip4 = ' 10.0.0.1 '")];
    let taken_by_the_schema = [
        // What only a parser knows.
        (Toml, "listen = 'host:80'"),
        (Toml, "timeout = '1x'"),
        (Toml, "timeout = '1h'"),
        (Toml, "limit = '1.5.5 MiB'"),
        (Toml, "limit = '1 kB'"),
        (Toml, "site = 'https://'"),
        (Toml, "key = 'xyz'"),
        (Toml, "day = '2026-13-31'"),
        (Toml, "accent = 'red'"),
        (Toml, "workers = '${WORKERS'"),
        // Of types that say nothing of themselves.
        (Toml, "opaque = 1"),
        // Integers are such for it, however they are written; and beyond 53 bits all is approximate.
        (Toml, "pool = 10.0"),
        (Json, r#"{"signed": 9223372036854775808}"#),
        // Dates are strings in JSON.
        (Toml, "url = 2026-12-31"),
        // Another source may have chosen the variant.
        (Toml, "queue = { port = 1 }"),
    ];
    for draft in DRAFTS {
        let validator = Validator::new(&of_shop(draft));
        for (format, text) in taken_by_the_load {
            assert_eq!(load(&Shop::builder(), format, text), Ok(()), "{text}");
            assert!(validator.check(&as_json(format, text)).is_err(), "{text}");
        }
        for (format, text) in taken_by_the_schema {
            assert!(load(&Shop::builder(), format, text).is_err(), "{text}");
            assert_eq!(validator.check(&as_json(format, text)), Ok(()), "{text}");
        }
    }
}

#[test]
fn null_is_allowed_unless_it_is_refused() {
    let good = [
        (Json, r#"{"pool": null, "network": null, "level": null, "mode": null, "workers": null, "modes": null}"#),
        (Json, r#"{"tags": null, "tags_add": null, "labels": {"a": null}, "delays": null, "bind": null}"#),
        (
            Json,
            r#"{"database": null, "replica": null, "slave": null, "tls": null, "peers": null, "servers": {"a": null}}"#,
        ),
        (Json, r#"{"storage": null, "queue": null, "sinks": null, "url": null, "socket": "s", "limit": null}"#),
        (Json, r#"{"include": null, "profile": null, "opaque": null, "accent": null, "point": null}"#),
        (Yaml, "profile: { prod: ~, dev: { pool: ~ } }"),
    ];
    let bad = [
        (Json, r#"{"tags": [null]}"#),
        (Json, r#"{"ports": [null]}"#),
        (Json, r#"{"token": "t"}"#),
        (Json, r#"{"url": "u", "socket": "s"}"#),
        (Json, r#"{"unknown": null}"#),
        (Json, r#"{"pool": "ten"}"#),
    ];
    let builder = Shop::builder().with_profile("prod");
    agrees(&builder, |it| it, &good, &bad);
    agrees(&builder, JsonSchema::without_null, shop::GOOD, shop::BAD);
    for draft in DRAFTS {
        let validator = Validator::new(&builder.json_schema().unwrap().draft(draft).without_null().to_string());
        for (format, text) in good {
            for (key, value) in as_json(format, text).as_object().unwrap() {
                let alone = json!({key: value});
                assert!(validator.check(&alone).is_err() || key == "socket" || key == "opaque", "{alone}");
            }
        }
    }
}

#[test]
fn a_complete_file_has_what_is_required() {
    let whole = |text: &&str| {
        let tables = text.find('[').unwrap_or(text.len());
        format!("{}{}\n{}{}", strict::BASE, &text[..tables], strict::REST, &text[tables..])
    };
    let (good, bad): (Vec<_>, Vec<_>) =
        (strict::GOOD.iter().map(whole).collect(), strict::BAD.iter().map(whole).collect());
    let texts = |all: &[String]| all.iter().map(|text| (Toml, text.clone())).collect::<Vec<_>>();
    let (good, bad) = (texts(&good), texts(&bad));
    let good: Vec<_> = good.iter().map(|(format, text)| (*format, text.as_str())).collect();
    let bad: Vec<_> = bad.iter().map(|(format, text)| (*format, text.as_str())).collect();
    for schema in [JsonSchema::complete, |schema: JsonSchema| schema.complete().without_null()] {
        agrees(&Strict::builder(), schema, &good, &bad);
        agrees(&Strict::builder(), schema, strict::WHOLE_GOOD, strict::WHOLE_BAD);
    }
}

/// Other sources supply the rest.
#[test]
fn nothing_is_required_otherwise() {
    for draft in DRAFTS {
        let schema = Strict::builder().json_schema().unwrap().draft(draft).to_string();
        let validator = Validator::new(&schema);
        for (format, text) in
            strict::WHOLE_BAD.iter().chain(strict::WHOLE_GOOD).filter(|(_, text)| !text.contains("[]"))
        {
            assert_eq!(validator.check(&as_json(*format, text)), Ok(()), "{text}");
        }
        assert!(validator.check(&json!({"url": "u", "socket": "s"})).is_err(), "no file is the better for both");
        assert!(validator.check(&json!({"peers": []})).is_err(), "a rule for the value itself");
    }
}

#[test]
fn a_builder_that_expands_names_allows_them_everywhere() {
    let good = [
        (Toml, "pool = '${POOL:-7}'\nverbose = '${VERBOSE:-yes}'\nratio = '${R:-0.5}'\nnetwork = '${N:-tcp}'"),
        (Toml, "timeout = '${T:-30s}'\ntags = '${TAGS:-a,b}'\nlabels = { a = '${A:-1}' }\nports = ['${P:-1}']"),
        (Toml, "labels = '${L:-a=1}'\nip4 = '${IP:-10.0.0.1}'\nlimit = '${LIMIT:-10MiB}'\nlevel = '${L:-info}'"),
    ];
    agrees(&Shop::builder().with_expansion(), |it| it, &good, &[(Toml, "pool = '7'"), (Toml, "tags = 'a'")]);
    agree(&Shop::builder(), of_shop, false, &[(Toml, "pool = '${POOL:-7}'"), (Toml, "ports = ['${P:-1}']")]);
}

#[test]
fn a_builder_that_allows_unknown_keys_allows_them() {
    let good = [
        (Toml, "unknown = 1\n[database]\nunknown = 1\n[storage.disk]\nunknown = 1\n[profile.prod]\nunknown = 1"),
        (Toml, "threads = 8"),
    ];
    let bad = [(Toml, "token = 't'"), (Toml, "pool = 'x'"), (Toml, "[storage.s3]\n[storage.disk]")];
    agrees(&Shop::builder().allow_unknown(), |it| it, &good, &bad);
}

#[test]
fn a_builder_that_nests_profiles_has_them_at_the_top() {
    let good = [
        (Toml, "[default]\npool = 5\n[prod]\npool = 6\n[global]\ntags_add = ['g']"),
        (Toml, "[default.database]\nurl = 'd'"),
        (Json, r#"{"$schema": "s"}"#),
    ];
    let bad = [
        (Toml, "pool = 5"),
        (Toml, "[default]\npol = 5"),
        (Toml, "[staging]"),
        (Toml, "prod = 1"),
        (Toml, "[prod]\npool = 'x'"),
    ];
    agrees(&Shop::builder().with_nested_profiles().with_profile("prod"), |it| it, &good, &bad);
    let good = [(Toml, "[default]\nlevel = 1\n[eu]\nlevel = 2\n[other]\nlevel = 3")];
    agrees(&Plain::builder().with_nested_profiles(), JsonSchema::complete, &good, &[(Toml, "[default]\nlevel = 'x'")]);
}

#[test]
fn an_enum_may_be_the_whole_config() {
    let good = [(Toml, "a = { x = 1 }"), (Toml, "[b]\n[profile.p.b]\ny = 2"), (Toml, "include = []\n[b]")];
    let bad = [(Toml, "[a]\n[b]"), (Toml, "[a]\ny = 1"), (Toml, "c = {}"), (Toml, "a = 5")];
    for complete in [false, true] {
        let schema = |it: JsonSchema| if complete { it.complete() } else { it };
        agrees(&Choice::builder(), schema, &good, &bad);
    }
    let good = [(Toml, "type = 'a'\nx = 1"), (Toml, "type = 'b'\nx = 'x'\n[profile.p]\ntype = 'a'\nx = 1")];
    let bad = [(Toml, "type = 'b'\nx = 1"), (Toml, "type = 'c'"), (Toml, "type = 'a'\ny = 1")];
    for complete in [false, true] {
        let schema = |it: JsonSchema| if complete { it.complete() } else { it };
        agrees(&Tagged::builder(), schema, &good, &bad);
    }
    agrees(&Tagged::builder(), JsonSchema::complete, &[], &[(Toml, "x = 1")]);
}

#[test]
fn flattened_enums_stand_among_other_settings() {
    let good = [(Toml, "own = 2\n[c]\nz = 1"), (Toml, "[d]"), (Toml, "[profile.p.c]\n[d]")];
    let bad = [(Toml, "[c]\n[d]"), (Toml, "[c]\ny = 1"), (Toml, "own = 'x'\n[c]")];
    agrees(&Flat::builder(), |it| it, &good, &bad);
    agrees(&Flat::builder(), JsonSchema::complete, &good, &[(Toml, "own = 2")]);
    for draft in DRAFTS {
        let schema = FlatTagged::builder().json_schema().unwrap().draft(draft);
        let validator = Validator::new(&schema.to_string());
        for good in [json!({"own": 2, "type": "b", "x": "x"}), json!({"own": 2, "profile": {"p": {"own": 1}}})] {
            assert_eq!(validator.check(&good), Ok(()), "{good}");
        }
        for bad in [json!({"type": "a", "x": "x"}), json!({"type": "c"}), json!({"profile": {"p": {"y": 1}}})] {
            assert!(validator.check(&bad).is_err(), "{bad}");
        }
    }
}

#[test]
fn enums_hold_enums() {
    let good = [
        (Toml, "kind = 'flat'\nown = 2"),
        (Toml, "kind = 'held'\ninner = { type = 'b', x = 'x' }\nlist = ['a', { b = { y = 1 } }]"),
    ];
    let bad = [
        (Toml, "kind = 'flat'\nlist = []"),
        (Toml, "kind = 'held'\ninner = { type = 'b', x = 1 }"),
        (Toml, "kind = 'held'\ninner = { type = 'a' }\nlist = ['c']"),
        (Toml, "kind = 'held'\ninner = { type = 'a' }\nlist = [{ a = {}, b = {} }]"),
    ];
    agrees(&Deep::builder(), |it| it, &good, &bad);
    agrees(&Deep::builder(), JsonSchema::complete, &good, &bad);
}

/// Those of `schemars` beside those of sections, also of one name.
#[test]
fn definitions_do_not_get_into_each_others_way() {
    let good = [
        (Toml, "[one]\nurl = 'u'\n[two]\nurl = 'u'\n[foreign]\ntables = [1, 'on']"),
        (
            Toml,
            "node = 'n'\nlist = [{ tables = [1, 'off'] }]\nlist_add = []\n[map.a]\nname = 'n'\nnext = { name = 'm' }\n[one]\nurl = ''",
        ),
    ];
    let bad = [
        (Toml, "[one]\nurl = 1\n[two]\nurl = 'u'"),
        (Toml, "one = { url = 'u' }\nforeign = { tables = [1] }"),
        (Toml, "one = { url = 'u' }\nlist = [{ tables = [1, 'x'] }]"),
        (Toml, "one = { url = 'u' }\n[map.a]\nname = 'n'\nnext = { name = 5 }"),
        (Toml, "one = { url = 'u' }\nnode = { name = 'n' }"),
    ];
    agrees(&Names::builder(), |it| it, &good, &bad);
    let schema: Value = serde_json::from_str(&Names::json_schema()).unwrap();
    let names: Vec<_> = schema["$defs"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["Database", "Database2", "Mode", "Node"]);
}

#[test]
fn strange_keys_are_led_to() {
    let key = r#""a/b~c d\"ü""#;
    let (good, bad) = (
        [
            format!("{key} = 2\n[\"over/lay~\".prod]\n{key} = 3"),
            "include = 3\n'x+y(z-add' = ['a']\n'x+y(z_add' = 2\nimport = []".to_owned(),
        ],
        [
            format!("[\"over/lay~\".prod]\n{key} = 'x'"),
            "include = 'x.toml'".to_owned(),
            "'x+y(z_add' = ['a']".to_owned(),
            "'xxy(z-add' = ['a']".to_owned(),
        ],
    );
    let good: Vec<_> = good.iter().map(|text| (Toml, text.as_str())).collect();
    let bad: Vec<_> = bad.iter().map(|text| (Toml, text.as_str())).collect();
    agrees(&Odd::builder().with_profile("prod"), |it| it, &good[..1], &bad[..1]);
    agrees(&Odd::builder(), |it| it, &good[1..], &bad[1..]);
    agrees(&Plain::builder(), |it| it, &[(Toml, "level = 1")], &[(Toml, "[profile.eu]\nlevel = 1")]);
}

#[test]
fn what_is_mounted_is_a_section_and_a_neighbours_section_is_let_be() {
    let text = "level = 1\n[json_schema_telemetry]\ninterval = 5";
    let bad = [(Toml, "[json_schema_telemetry]\ninterval = 'x'"), (Toml, "[json_schema_other]")];
    agrees(&Mounting::builder(), |it| it, &[(Toml, text)], &bad);
    agrees(&Tool::builder(), |it| it, &[(Toml, text)], &bad[1..]);
}

#[test]
fn rules_are_left_out_where_a_file_is_not_judged_alone() {
    let good = [
        (Toml, "level = 0"),
        (Toml, "list = [3]\nmap = {}\nletter = 'Ü'\nwait = '1m'\nword = 'abc'\nsecret = 'hunter2'\nopaque = { x = 2 }"),
    ];
    agrees(&Merged::builder(), |it| it, &good, &[(Toml, "secret = 'HUNTER'"), (Toml, "secret = 5")]);
    let schema = described(&Merged::json_schema());
    assert_eq!(schema("level"), "Expected: a value from 1 to 9. Variable: `MERGED_LEVEL`.");
    assert_eq!(schema("word"), "Expected: what `short` accepts. Variable: `MERGED_WORD`.");
    assert_eq!(schema("letter"), r"Expected: text that matches (?i)^\pL$. Variable: `MERGED_LETTER`.");
    assert_eq!(schema("opaque"), "Of type `Odd2`. Default: `Odd2 { x: 1 }`. Variable: `MERGED_OPAQUE`.");
    let whole: Value = serde_json::from_str(&Merged::json_schema()).unwrap();
    assert_eq!(whole["properties"]["wait"]["examples"], json!(["30s", "1m"]));
}

/// The description of a setting.
fn described(schema: &str) -> impl Fn(&str) -> String + use<> {
    let schema: Value = serde_json::from_str(schema).unwrap();
    move |key| schema["properties"][key]["description"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn secrets_are_never_in_it() {
    for draft in DRAFTS {
        let all = [
            Shop::builder().json_schema().unwrap().draft(draft).complete().to_string(),
            Merged::builder().json_schema().unwrap().draft(draft).without_null().to_string(),
        ];
        for secret in ["s3cr3t-default", "hunter2", "open-sesame"] {
            assert!(all.iter().all(|schema| !schema.contains(secret)), "{secret}");
        }
        assert!(all[0].contains("\"writeOnly\": true"));
    }
}

#[test]
fn every_rule_has_its_keyword() {
    let schema: Value = serde_json::from_str(&Shop::json_schema()).unwrap();
    let keywords = [
        ("/pool/minimum", json!(1)),
        ("/pool/maximum", json!(500)),
        ("/ratio/exclusiveMaximum", json!(1.0)),
        ("/byte/maximum", json!(255)),
        ("/limit/minimum", json!(1_048_576)),
        ("/name/minLength", json!(2)),
        ("/name/maxLength", json!(8)),
        ("/name/pattern", json!("^[a-z]+$")),
        ("/certificate/minLength", Value::Null),
        ("/tags/minItems", json!(1)),
        ("/plugins/maxItems", json!(3)),
        ("/peers/maxItems", json!(2)),
        ("/network/enum", json!(["tcp", "udp", null])),
        ("/scale/enum", json!([1, 2, 4, null])),
        ("/window/maxItems", json!(2)),
        ("/ip4/format", json!("ipv4")),
        ("/bind/deprecated", json!(true)),
        ("/old/deprecated", json!(true)),
        ("/threads/not", json!({})),
    ];
    for (pointer, expected) in keywords {
        let found = schema["properties"].pointer(pointer).unwrap_or(&Value::Null);
        assert_eq!(*found, expected, "{pointer}");
    }
    let said = described(&Shop::json_schema());
    assert!(said("timeout").contains("Expected: a value from 1s to 5m."), "{}", said("timeout"));
    assert!(said("listen").contains("Default with profile `prod`: \"0.0.0.0:443\"."), "{}", said("listen"));
    assert!(said("old").ends_with("Deprecated since 2.0: use listen."), "{}", said("old"));
}

/// Beside a reference nothing counts in draft-07.
#[test]
fn references_stand_alone_in_draft_07() {
    fn look(value: &Value) {
        match value {
            Value::Object(entries) => {
                assert!(!entries.contains_key("$ref") || entries.len() == 1, "{value}");
                assert!(!entries.contains_key("$defs") && !entries.contains_key("prefixItems"), "{value}");
                entries.values().for_each(look);
            }
            Value::Array(values) => values.iter().for_each(look),
            _ => {}
        }
    }
    for null in [false, true] {
        let schema = Shop::builder().json_schema().unwrap().draft(SchemaDraft::Draft07);
        let schema = if null { schema } else { schema.without_null() };
        look(&serde_json::from_str(&schema.to_string()).unwrap());
    }
}

#[test]
fn the_id_is_where_it_is_published() {
    let schema = Plain::builder().json_schema().unwrap().id("https://example.com/plain.json").to_string();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert_eq!(schema["$id"], "https://example.com/plain.json");
    assert_eq!((&schema["title"], &schema["description"]), (&json!("plain"), &json!("Configuration of plain.")));
}

/// What is dumped can be read again, and the schema knows it.
#[test]
fn a_dump_is_a_good_file() {
    let nothing: [(&str, &str); 0] = [];
    let builder = Shop::builder().with_env_of(nothing);
    let texts = ["", shop::FULL];
    for text in texts {
        let dump = builder.clone().with_str(Toml, text).dump().unwrap();
        for (format, text) in [(Toml, dump.as_toml()), (Json, dump.as_json()), (Yaml, dump.as_yaml())] {
            let validator = Validator::new(&Shop::json_schema());
            let mut dumped = as_json(format, &text);
            // It also shows what files may not set.
            dumped.as_object_mut().unwrap().remove("token");
            dumped["extra"].as_object_mut().unwrap().remove("outside");
            validator.check(&dumped).unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
    }
}

/// What a template has holds for whoever checks it, before anybody has filled it in and with its values written out.
#[test]
fn templates_are_good_files() {
    fn check<T: SuperConfig>(profile: &str) {
        let schema = T::builder().json_schema().unwrap();
        let nested = T::builder().with_nested_profiles().json_schema().unwrap();
        for draft in DRAFTS {
            let validators = [&schema, &nested].map(|schema| Validator::new(&schema.clone().draft(draft).to_string()));
            for format in [Toml, Json, Yaml] {
                let builder = || T::template_builder().schema("shop.schema.json");
                let plain =
                    [builder(), builder().values(), builder().profile(profile), builder().profile(profile).values()];
                let nested = [builder().nested(), builder().nested().profile(profile).values()];
                for (templates, validator) in [(&plain[..], &validators[0]), (&nested[..], &validators[1])] {
                    for template in templates {
                        let text = template.render(format).unwrap();
                        let data = as_json(format, &text);
                        let data = if data.is_null() { json!({}) } else { data };
                        validator.check(&data).unwrap_or_else(|error| panic!("{format}: {error}\n{text}"));
                    }
                }
            }
        }
    }
    check::<Shop>("prod");
    check::<Golden>("prod");
    check::<Plain>("eu");
    check::<Mounting>("default");
}

#[test]
fn both_drafts_are_as_they_were() {
    let complete = Golden::builder().json_schema().unwrap().draft(SchemaDraft::Draft07).complete().to_string();
    for (schema, name) in [(Golden::json_schema(), "usual.json"), (complete, "complete.draft07.json")] {
        Validator::new(&schema);
        let path = golden_dir().join("json_schema").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &schema).unwrap();
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(schema, golden, "{name} differs; UPDATE_GOLDEN=1 writes it anew");
    }
}
