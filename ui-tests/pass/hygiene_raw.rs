#![deny(warnings)]
#![allow(non_camel_case_types)]

use superconfig::{Format, SuperConfig};

#[derive(SuperConfig)]
struct r#struct {
    depth: u8,
}

#[derive(SuperConfig)]
#[config(name = "shop")]
struct Config {
    r#type: String,
    #[config(default = 1, alias = "loop")]
    r#fn: u8,
    #[config(nested)]
    r#mod: r#struct,
    #[config(skip)]
    r#dyn: u8,
}

fn main() {
    let config = Config::builder()
        .with_str(Format::Toml, "type = 'a'\nfn = 2\nmod.depth = 3")
        .with_env_vars([("SHOP_TYPE", "b")])
        .extract()
        .expect("the keys have no r#");
    assert_eq!((config.r#type.as_str(), config.r#fn, config.r#mod.depth, config.r#dyn), ("b", 2, 3, 0));
}
