//! The user's own names for what the generated code needs.
#![deny(warnings)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

mod names {
    pub struct Option;
    pub struct Result;
    pub struct String;
    pub struct Box;
    pub struct Vec;
    pub struct Some;
    pub struct None;
    pub struct Ok;
    pub struct Err;
    pub struct Duration;
    pub struct __Draft;
    pub struct SuperConfig;
    pub trait Default {}
    pub trait Send {}
    pub trait Sync {}
    pub trait From {}
    pub mod std {}
    pub mod core {}
    pub mod serde {}
    pub mod superconfig {}
    pub struct str;
    pub struct bool;

    #[derive(::superconfig::SuperConfig)]
    pub struct Section {
        pub url: ::std::string::String,
    }

    #[derive(::superconfig::SuperConfig)]
    #[config(profiles = ["prod"])]
    pub struct Config {
        #[config(default = "127.0.0.1:80", profile(prod = "0.0.0.0:443"))]
        pub listen: ::std::net::SocketAddr,
        #[config(default = "1s")]
        pub timeout: ::std::time::Duration,
        #[config(default = "text")]
        pub text: ::std::string::String,
        #[config(default)]
        pub port: u16,
        pub key: ::std::option::Option<::std::string::String>,
        #[config(nested)]
        pub section: Section,
        #[config(nested)]
        pub optional: ::std::option::Option<Section>,
        #[config(skip)]
        pub skipped: u8,
    }
}

/// Items with the names of generated ones.
mod values {
    pub const CELL: u8 = 5;
    pub const SCHEMA: u8 = 6;

    pub fn build() -> u8 {
        7
    }

    pub mod __sc {
        pub const VALUE: u8 = 8;
    }

    #[derive(superconfig::SuperConfig)]
    pub struct Config {
        #[config(default = CELL + SCHEMA + build())]
        pub sum: u8,
    }
}

fn main() {
    use superconfig::SuperConfig as _;
    let _ = names::Config::builder();
    assert_eq!(values::Config::builder().extract().map_or(0, |config| config.sum), 18);
}
