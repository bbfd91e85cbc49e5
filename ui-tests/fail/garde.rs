use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(garde)]
struct Config {}

#[derive(SuperConfig)]
struct Field {
    #[config(garde)]
    field: u8,
}

fn main() {}
