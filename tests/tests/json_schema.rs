//! JSON Schema of a config's files: valid by itself, and of one mind with a load about files, by the judgement of a validator that
//! knows nothing of this library.

#[path = "json_schema/shop.rs"]
mod shop;

use std::fmt::Write as _;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use shop::Shop;
use superconfig::{Builder, Format, SchemaDraft, SuperConfig};
use superconfig_tests::lines;
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
fn agree<T: SuperConfig>(builder: &Builder<T>, schema: impl Fn(SchemaDraft) -> String, good: bool, texts: &[(Format, &str)]) {
    let mut wrong = String::new();
    for draft in DRAFTS {
        let validator = Validator::new(&schema(draft));
        for (format, text) in texts {
            let (loaded, checked) = (load(builder, *format, text), validator.check(&as_json(*format, text)));
            if loaded.is_ok() != good || checked.is_ok() != good {
                let _ = writeln!(wrong, "{draft:?}, {format}: {text}\n  the load: {loaded:?}\n  the schema: {checked:?}\n");
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
