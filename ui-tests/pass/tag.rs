use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(tag = "type", rename_all = "snake_case")]
enum Storage {
    #[config(default)]
    Nowhere,
    LocalDisk {
        path: String,
        #[config(skip)]
        handle: Option<std::fs::File>,
    },
    #[config(rename = "s3", alias = "aws")]
    Cloud(Cloud),
    Boxed(Box<Cloud>),
}

#[derive(SuperConfig)]
struct Cloud {
    bucket: String,
}

/// serde's word will do.
#[derive(SuperConfig)]
#[serde(tag = "kind")]
enum Generic<T: SuperConfig> {
    One(T),
    Nothing,
}

#[derive(SuperConfig)]
struct App {
    #[config(nested)]
    storage: Storage,
    #[config(nested)]
    more: Vec<Generic<Cloud>>,
}

fn main() {
    let _ = App::builder;
}
