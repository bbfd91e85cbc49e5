use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(name = "")]
struct Empty {
    port: u16,
}

#[derive(SuperConfig)]
#[config(name = "my/shop")]
struct Slash {
    port: u16,
}

#[derive(SuperConfig)]
#[config(name)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(name = shop)]
struct Unquoted {
    port: u16,
}

#[derive(SuperConfig)]
#[config(name = "a", name = "b")]
struct Twice {
    #[config(name = "port")]
    port: u16,
}

fn main() {}
