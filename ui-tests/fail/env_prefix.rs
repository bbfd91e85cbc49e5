use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(env_prefix = "SHOP_")]
struct Underscore {
    port: u16,
}

#[derive(SuperConfig)]
#[config(env_prefix = "SHOP=")]
struct Equals {
    port: u16,
}

#[derive(SuperConfig)]
#[config(env_prefix)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(prefix = "SHOP")]
struct Elsewhere {
    #[config(env_prefix = "DB")]
    port: u16,
}

fn main() {}
