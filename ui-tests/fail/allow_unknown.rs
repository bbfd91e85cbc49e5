use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(allow_unknown = true)]
struct Value {
    port: u16,
}

#[derive(SuperConfig)]
#[config(allow_unknown, allow_unknown)]
struct Twice {
    port: u16,
}

#[derive(SuperConfig)]
#[config(deny_unknown_fields)]
struct Deny {
    #[config(allow_unknown)]
    port: u16,
}

fn main() {}
