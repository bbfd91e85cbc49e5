use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(crate)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(crate = "not a path")]
struct Text {
    port: u16,
}

#[derive(SuperConfig)]
#[config(crate = nowhere::superconfig)]
struct Nowhere {
    port: u16,
}

fn main() {}
