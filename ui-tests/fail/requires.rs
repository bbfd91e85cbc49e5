use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Config {
    #[config(requires = "kye")]
    cert: Option<String>,
    #[config(requires = "key")]
    key: Option<String>,
    #[config(requires("cert", "cert"))]
    twice: Option<String>,
    #[config(requires = "renamed-key")]
    by_key: Option<String>,
    #[config(rename = "renamed-key", requires = "skipped")]
    renamed: Option<String>,
    #[config(skip)]
    skipped: u8,
    #[config(requires = "flat")]
    on_flat: Option<String>,
    #[config(requires)]
    nothing: Option<String>,
    #[config(requires())]
    none: Option<String>,
    #[config(requires(cert))]
    unquoted: Option<String>,
    #[config(flatten, requires = "cert")]
    flat: Flat,
}

#[derive(SuperConfig)]
struct Flat {}

fn main() {}
