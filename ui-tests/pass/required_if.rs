use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    mode: String,
    level: Option<u8>,
    kind: Kind,
    #[config(required_if(mode = "tls"), required_if(level = 3), required_if(kind = Kind::A))]
    cert: Option<String>,
    #[config(nested, required_if(level = LEVEL))]
    inner: Option<Inner>,
}

const LEVEL: u8 = 4;

#[derive(PartialEq, serde::Deserialize)]
enum Kind {
    A,
}

#[derive(SuperConfig)]
struct Inner {}

fn main() {
    let _ = Config::builder;
}
