#![no_implicit_prelude]
#![deny(warnings)]
#![allow(dead_code)]

#[derive(::superconfig::SuperConfig)]
struct Section {
    url: ::std::string::String,
}

#[derive(::superconfig::SuperConfig)]
#[config(name = "shop", profiles = ["prod"])]
struct Config {
    #[config(default = "127.0.0.1:80", profile(prod = "0.0.0.0:443"))]
    listen: ::std::net::SocketAddr,
    #[config(default = "1s")]
    timeout: ::std::time::Duration,
    #[config(default = "text")]
    text: ::std::string::String,
    #[config(default)]
    port: u16,
    key: ::std::option::Option<::std::string::String>,
    tags: ::std::vec::Vec<::std::string::String>,
    #[config(parse = read)]
    parsed: u8,
    #[config(deserialize_with = deserialize)]
    deserialized: u8,
    #[config(deserialize_with = deserialize_option)]
    maybe: ::std::option::Option<u8>,
    #[config(nested)]
    section: Section,
    #[config(nested)]
    optional: ::std::option::Option<Section>,
    #[config(skip)]
    skipped: u8,
}

fn read(text: &str) -> ::std::result::Result<u8, ::std::num::ParseIntError> {
    text.parse()
}

fn deserialize<'de, D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<u8, D::Error> {
    ::serde::Deserialize::deserialize(deserializer)
}

fn deserialize_option<'de, D: ::serde::Deserializer<'de>>(
    deserializer: D,
) -> ::std::result::Result<::std::option::Option<u8>, D::Error> {
    ::serde::Deserialize::deserialize(deserializer)
}

#[derive(::superconfig::SuperConfig)]
struct Generic<T, const N: usize> {
    items: ::std::vec::Vec<T>,
    array: [u8; 2],
    #[config(skip)]
    marker: ::std::marker::PhantomData<[(); N]>,
}

#[derive(::superconfig::SuperConfig)]
#[config(mount = "telemetry")]
struct Telemetry {
    level: u8,
}

fn main() {
    use ::superconfig::SuperConfig as _;
    let _ = (Config::builder(), Generic::<u8, 1>::builder());
}
