use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(at_least_one_of("url", "type"), at_least_one_of("list", "inner", "defaulted"))]
struct Config<T> {
    url: Option<String>,
    r#type: Option<T>,
    #[config(nested)]
    list: Vec<Inner>,
    #[config(nested)]
    inner: Option<Inner>,
    #[config(default = 1)]
    defaulted: u8,
}

#[derive(SuperConfig)]
struct Inner {}

fn main() {
    let _ = Config::<u8>::builder;
}
