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
#[config(profiles(dev, prod = "dev"))]
struct NoList {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(dev, 5))]
struct NoName {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(base, eu = []))]
struct Empty {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(base, base, prod = ["bsae", "base", "base", "another"]))]
struct Members {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(a = ["b"], b = ["c", "d"], c = ["d", "a"], d))]
struct Circle {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(own = ["own"]))]
struct Itself {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profiles(base, prod = ["base"]))]
struct Misspelt {
    #[config(default = 1, profile(prd = 2))]
    port: u16,
}

fn main() {}
