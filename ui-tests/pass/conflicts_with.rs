use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config<T> {
    #[config(conflicts_with = "key", conflicts_with("inner", "generic"))]
    cert: Option<String>,
    #[config(default = 1)]
    key: u8,
    #[config(nested, conflicts_with = "cert")]
    inner: Option<Inner>,
    generic: Option<T>,
}

#[derive(SuperConfig)]
struct Inner {}

#[derive(SuperConfig)]
enum Choice {
    A {
        #[config(conflicts_with = "c")]
        b: Option<u8>,
        c: Option<u8>,
    },
}

fn main() {
    let _ = Config::<u8>::builder;
    let _ = Choice::builder;
}
