//! `tag`: see also `enum_sections.rs`.

use superconfig::{Format, SuperConfig};

#[derive(Debug, PartialEq, SuperConfig)]
#[config(tag = "kind-of", name = "shop")]
enum Store {
    #[config(rename = "a")]
    First {
        x: u8,
        #[config(skip)]
        y: u8,
    },
    Second {
        x: String,
    },
}

#[test]
fn the_tag_may_have_any_name_and_the_enum_be_the_whole_config() {
    let store = Store::builder().with_str(Format::Toml, "x = 'one'\nkind-of = 'Second'").extract().unwrap();
    assert_eq!(store, Store::Second { x: "one".to_owned() });
    let store = Store::builder().with_env_vars([("SHOP_X", "1"), ("SHOP_KIND_OF", "a")]).extract().unwrap();
    assert_eq!(store, Store::First { x: 1, y: 0 });
}

#[derive(SuperConfig)]
struct Many {
    #[config(nested)]
    stores: Vec<Store>,
}

#[test]
fn many_tags_behind_other_keys_are_read_within_bounds() {
    let element = r#"{"x": "one", "kind-of": "Second"}"#;
    let text = |count: usize| format!("{{\"stores\": [{}]}}", vec![element; count].join(","));
    // A file that would have to be gone through thousands of times, once for each.
    assert_eq!(Many::builder().with_str(Format::Json, text(20_000)).extract().unwrap().stores.len(), 20_000);
}
