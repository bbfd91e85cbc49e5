use superconfig::SuperConfig;

#[derive(SuperConfig)]
struct Borrowed<'a> {
    name: &'a str,
    tags: &'a [String],
}

#[derive(SuperConfig)]
struct Static {
    name: &'static str,
    path: Option<&'static std::path::Path>,
}

fn main() {}
