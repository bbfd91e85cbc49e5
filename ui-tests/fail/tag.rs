use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(tag = "type")]
struct Structure {
    a: u8,
}

#[derive(SuperConfig)]
#[config(tag)]
enum Nothing {
    A,
}

#[derive(SuperConfig)]
#[config(tag = "")]
enum Empty {
    A,
}

#[derive(SuperConfig)]
#[config(tag = "type")]
enum Collision {
    A { r#type: u8 },
}

#[derive(SuperConfig)]
#[config(tag = "type")]
enum Nested {
    A(Inner),
}

#[derive(SuperConfig)]
struct Inner {
    #[config(rename = "type")]
    kind: u8,
}

fn main() {}
