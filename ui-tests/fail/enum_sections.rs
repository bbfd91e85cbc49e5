use superconfig::SuperConfig;

#[derive(SuperConfig)]
enum Empty {}

#[derive(SuperConfig)]
enum Variants {
    Value(u16),
    Tuple(Inner, Inner),
    #[config(default)]
    One,
    #[config(default)]
    Two,
    #[config(default = 5)]
    Three,
    #[config(secret)]
    Four,
    #[config(rename = "One")]
    Five,
}

#[derive(SuperConfig)]
enum Generic<T> {
    A { value: T },
}

#[derive(SuperConfig)]
#[serde(untagged)]
enum Untagged {
    A,
}

#[derive(SuperConfig)]
struct Inner {
    a: u8,
}

#[derive(SuperConfig)]
enum NotAConfig {
    A(Plain),
}

struct Plain;

fn main() {}
