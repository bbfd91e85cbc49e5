#![deny(warnings)]
#![allow(dead_code)]

use superconfig::SuperConfig;

macro_rules! renamed {
    ($($name:ident = $rule:literal),* $(,)?) => {
        $(
            #[derive(SuperConfig)]
            #[config(rename_all = $rule)]
            struct $name {
                pool_size: u32,
                #[config(rename = "kept_as_it_is")]
                other: u32,
            }
        )*
    };
}

renamed! {
    Kebab = "kebab-case",
    Camel = "camelCase",
    Snake = "snake_case",
    Pascal = "PascalCase",
    ScreamingSnake = "SCREAMING_SNAKE_CASE",
    ScreamingKebab = "SCREAMING-KEBAB-CASE",
    Lower = "lowercase",
    Upper = "UPPERCASE",
}

fn main() {
    let _ = (Kebab::builder(), Camel::builder(), Upper::builder());
}
