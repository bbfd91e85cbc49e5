//! `parse`.
#![allow(missing_docs)]

use std::num::ParseIntError;

use superconfig::{Format, ProblemKind, SuperConfig};

#[derive(Debug, PartialEq)]
struct Hex(u32);

impl Hex {
    fn read(text: &str) -> Result<Self, ParseIntError> {
        u32::from_str_radix(text, 16).map(Hex)
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Config {
    #[config(parse = Hex::read, default = Hex(1))]
    color: Hex,
    #[config(parse = "Hex::read")]
    shade: Option<Hex>,
    #[config(parse = Hex::read, secret, default = Hex(0))]
    key: Hex,
}

#[test]
fn the_function_reads_the_text_of_files_and_variables() {
    let config = Config::builder()
        .with_str(Format::Toml, "color = 'ff'")
        .with_env_vars([("SHOP_SHADE", "10")])
        .extract()
        .expect("both are hexadecimal");
    assert_eq!((config.color, config.shade, config.key), (Hex(0xff), Some(Hex(0x10)), Hex(0)));
}

#[test]
fn without_a_value_it_is_not_called() {
    let config = Config::builder().extract().expect("there are defaults");
    assert_eq!((config.color, config.shade), (Hex(1), None));
}

#[test]
fn its_errors_are_problems_at_the_value() {
    let error = Config::builder().with_str(Format::Toml, "color = 'red'").extract().expect_err("not hexadecimal");
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!((problem.kind(), problem.path()), (ProblemKind::WrongType, "color"));
    assert!(problem.message().contains("invalid digit"), "{problem}");
}

#[test]
fn its_errors_about_a_secret_do_not_show_it() {
    let error = Config::builder().with_str(Format::Toml, "key = 'hunter2'").extract().expect_err("not hexadecimal");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}
