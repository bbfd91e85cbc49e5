#![deny(warnings)]

use std::{net::SocketAddr, time::Duration};

use superconfig::{Format, SuperConfig};

macro_rules! config {
    (
        $(#[$meta:meta])*
        $name:ident { $($(#[$field_meta:meta])* $field:ident: $ty:ty = $default:expr;)* }
    ) => {
        #[derive(SuperConfig)]
        $(#[$meta])*
        struct $name {
            $($(#[$field_meta])* #[config(default = $default)] $field: $ty,)*
        }
    };
}

config! {
    #[config(name = "shop", profiles = ["prod"])]
    Config {
        #[config(alias = "bind", profile(prod = "0.0.0.0:443"))]
        listen: SocketAddr = "127.0.0.1:80";
        timeout: Duration = "5s";
        port: u16 = 40 + 2;
        offset: i8 = -1;
        level: Option<u8> = 3;
        name: String = "shop";
    }
}

macro_rules! with_type {
    ($section:ty, $reader:path, $key:literal, $name:literal) => {
        #[derive(SuperConfig)]
        #[config(name = $name)]
        struct WithType {
            #[config(nested)]
            section: $section,
            #[config(nested)]
            optional: Option<$section>,
            #[config(parse = $reader, rename = $key)]
            parsed: u8,
        }
    };
}

#[derive(SuperConfig)]
struct Section {
    #[config(default = 1)]
    size: u8,
}

with_type!(Section, str::parse, "n", "typed");

/// The names of the fields come from the macro itself.
macro_rules! own_names {
    ($name:ident) => {
        #[derive(SuperConfig)]
        struct $name {
            #[config(default = 1)]
            inner: u8,
        }

        impl $name {
            fn inner(&self) -> u8 {
                self.inner
            }
        }
    };
}

own_names!(OwnNames);

fn main() {
    let config = Config::builder().extract().expect("there are defaults");
    assert_eq!(config.listen, SocketAddr::from(([127, 0, 0, 1], 80)));
    assert_eq!(config.timeout, Duration::from_secs(5));
    assert_eq!((config.port, config.offset, config.level, config.name.as_str()), (42, -1, Some(3), "shop"));

    let typed = WithType::builder().with_str(Format::Toml, "n = '7'").extract().expect("one setting is required");
    assert_eq!((typed.section.size, typed.optional.is_none(), typed.parsed), (1, true, 7));

    assert_eq!(OwnNames::builder().extract().expect("there is a default").inner(), 1);
}
