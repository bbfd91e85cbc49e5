use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(removed(verbose = "use `log`"))]
struct Outer {
    #[config(flatten)]
    logging: Logging,
}

#[derive(SuperConfig)]
struct Logging {
    verbose: bool,
}

#[derive(SuperConfig)]
struct Other {
    #[config(alias = "silent")]
    quiet: bool,
    #[config(flatten)]
    inner: Inner,
}

#[derive(SuperConfig)]
#[config(removed(silent = "use `level`"))]
struct Inner {
    level: u8,
}

fn main() {}
