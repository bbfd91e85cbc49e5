use std::collections::BTreeMap;
use superconfig::{Invalid, SuperConfig, field};

#[derive(SuperConfig)]
#[config(validate = Config::check, validate = anything)]
struct Config<T> {
    #[config(validate = even, validate = anything)]
    number: Option<u32>,
    #[config(validate = short)]
    text: String,
    #[config(validate = anything)]
    generic: T,
    #[config(nested, validate = Section::check)]
    section: Section,
    #[config(nested, validate = "Section::check")]
    boxed: Option<Box<Section>>,
    #[config(nested, validate = several)]
    list: Vec<Section>,
    #[config(nested, validate = anything)]
    map: Option<BTreeMap<String, Section>>,
    #[config(flatten, validate = Section::check)]
    flat: Section,
}

#[derive(SuperConfig)]
struct Section {
    #[config(default = 1)]
    a: u8,
}

#[derive(SuperConfig)]
#[config(validate = anything)]
enum Choice {
    A,
    B { c: u8 },
}

impl<T> Config<T> {
    fn check(&self) -> Result<(), Vec<Invalid>> {
        Ok(())
    }
}

impl Section {
    fn check(&self) -> Result<(), Invalid> {
        if self.a == 0 { Err(Invalid::at(field!(Section, a), "it is 0")) } else { Ok(()) }
    }
}

fn even(number: &u32) -> Result<(), String> {
    if number % 2 == 0 { Ok(()) } else { Err("odd".to_owned()) }
}

fn short(text: &str) -> Result<(), &'static str> {
    if text.len() < 5 { Ok(()) } else { Err("long") }
}

fn several(sections: &[Section]) -> Result<(), std::fmt::Error> {
    if sections.len() < 5 { Ok(()) } else { Err(std::fmt::Error) }
}

fn anything<T>(_: &T) -> Result<(), std::convert::Infallible> {
    Ok(())
}

fn main() {
    let _ = Config::<u8>::builder;
    let _ = Choice::builder;
}
