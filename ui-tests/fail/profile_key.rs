use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(profile_key)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profile_key = true)]
struct On {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profile_key = "")]
struct Empty {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profile_key = "a.b")]
struct Path {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profile_key = "include")]
struct Include {
    port: u16,
}

#[derive(SuperConfig)]
#[config(profile_key = "a", profile_key = false)]
struct Twice {
    #[config(profile_key = "a")]
    port: u16,
}

fn main() {}
