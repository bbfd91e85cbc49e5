use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profiles = ["dev", "dev", "", "a,b", " prod", "eu/west"])]
struct Names {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles = "prod")]
struct Text {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles = [dev, prod])]
struct Unquoted {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles("dev", "prod"))]
struct Parentheses {
    port: u16,
}

fn main() {}
