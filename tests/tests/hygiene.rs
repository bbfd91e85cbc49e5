//! Structs in unusual places behave like any other. What only has to compile is in `ui-tests/pass`.
#![allow(missing_docs)]

use std::marker::PhantomData;

use superconfig::{Format, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Raw {
    r#type: String,
    #[config(nested)]
    r#mod: Module,
}

#[derive(Debug, SuperConfig)]
struct Module {
    r#fn: u8,
}

#[test]
fn raw_identifiers_lose_their_mark_in_keys_and_variables() {
    let config = Raw::builder()
        .with_str(Format::Toml, "type = 'a'\nmod.fn = 1")
        .with_env_vars([("SHOP_TYPE", "b"), ("SHOP_MOD_FN", "2")])
        .extract()
        .expect("the values fit");
    assert_eq!((config.r#type.as_str(), config.r#mod.r#fn), ("b", 2));
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Generic<T, S, M, const N: usize> {
    value: T,
    #[config(nested)]
    section: S,
    #[config(nested)]
    optional: Option<S>,
    #[config(default = N)]
    count: usize,
    #[config(skip)]
    marker: PhantomData<fn() -> M>,
}

struct Anything;

#[test]
fn each_use_of_a_generic_config_is_one_of_its_own() {
    let numbers = Generic::<u8, Module, Anything, 2>::builder()
        .with_str(Format::Toml, "value = 1\nsection.fn = 2")
        .load()
        .expect("the values fit");
    assert_eq!((numbers.value, numbers.section.r#fn, numbers.count), (1, 2, 2));
    assert!(numbers.optional.is_none());

    assert!(Generic::<String, Module, Anything, 3>::try_get().is_none(), "another type has not been loaded");
    let texts = Generic::<String, Module, Anything, 3>::builder()
        .with_str(Format::Toml, "value = 'a'\nsection.fn = 2\noptional.fn = 3")
        .load()
        .expect("the values fit");
    assert_eq!((texts.value.as_str(), texts.count), ("a", 3));
    assert_eq!(texts.optional.as_ref().map(|section| section.r#fn), Some(3));
    assert_eq!(Generic::<u8, Module, Anything, 2>::get().value, 1);
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct OwnWords {
    #[config(default = Self::LEAST, range = Self::LEAST..=Self::MOST)]
    workers: u8,
    #[config(default = "a", parse = Self::capital)]
    shelf: String,
}

impl OwnWords {
    const LEAST: u8 = 2;
    const MOST: u8 = 4;

    #[allow(clippy::unnecessary_wraps, reason = "what `parse` takes may fail")]
    fn capital(text: &str) -> Result<String, std::convert::Infallible> {
        Ok(text.to_uppercase())
    }
}

#[test]
fn attributes_may_call_the_struct_self() {
    let load = |text: &str| OwnWords::builder().with_str(Format::Toml, text).extract();
    let config = load("shelf = 'b'").expect("the values fit");
    assert_eq!((config.workers, config.shelf.as_str()), (2, "B"));
    assert!(load("workers = 4").is_ok());
    let error = load("workers = 5").expect_err("too many").to_string();
    assert!(error.contains("workers"), "{error}");
}
