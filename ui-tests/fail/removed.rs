use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[config(removed)]
struct Alone {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed())]
struct Nothing {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed = "bind")]
struct Assigned {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed(bind))]
struct Unexplained {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed(bind = listen))]
struct Unquoted {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed(bind = "", "a.b" = "use `c`", "" = "use `d`"))]
struct Empty {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed(bind = "use `listen`"), removed(bind = "use `listen`"))]
struct Twice {
    listen: u8,
}

#[derive(SuperConfig)]
#[config(removed(listen = "use `address`", bind = "use `listen`", "log-level" = "use `log`"))]
struct StillThere {
    #[config(alias = "bind")]
    listen: u8,
    #[config(rename = "log-level")]
    log: u8,
}

#[derive(SuperConfig)]
#[config(tag = "type", removed(type = "there is only one"))]
enum Tagged {
    Disk,
}

#[derive(SuperConfig)]
struct OnAField {
    #[config(removed(bind = "use `listen`"))]
    listen: u8,
}

fn main() {}
