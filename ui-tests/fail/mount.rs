use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(mount = "")]
struct Empty {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "libs.telemetry")]
struct Deep {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "my telemetry")]
struct Space {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "2nd")]
struct Digit {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "_telemetry")]
struct Underscore {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "-telemetry")]
struct Dash {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "größe")]
struct Umlaut {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount)]
struct Alone {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = telemetry)]
struct Unquoted {
    port: u16,
}

#[derive(SuperConfig)]
#[config(mount = "telemetry")]
struct Generic<T> {
    port: T,
}

#[derive(SuperConfig)]
#[config(mount = "telemetry")]
struct Const<const N: usize> {
    ports: [u16; N],
}

#[derive(SuperConfig)]
#[config(mount = "a", mount = "b")]
struct Twice {
    #[config(mount = "port")]
    port: u16,
}

fn main() {}
