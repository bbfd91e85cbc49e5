use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(mounts = true)]
struct Value {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "telemetry", mounts)]
struct Both {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mounts, name = "shop", mount = "telemetry")]
struct Reversed {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mounts, mounts)]
struct Twice {
    port: u16,
}

#[derive(SuperConfig)]
#[config(monuts)]
struct Misspelt {
    #[config(mounts)]
    port: u16,
}

fn main() {}
