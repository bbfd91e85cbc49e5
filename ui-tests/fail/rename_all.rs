use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(rename_all = "kebabcase")]
struct Misspelt {
    port: u16,
}

#[derive(SuperConfig)]
#[config(rename_all = "title")]
struct Unknown {
    port: u16,
}

#[derive(SuperConfig)]
#[config(rename_all)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(rename_all = "camelCase")]
struct Collision {
    pool_size: u16,
    #[config(rename = "poolSize")]
    other: u16,
    #[allow(non_snake_case)]
    poolSize: u16,
}

fn main() {}
