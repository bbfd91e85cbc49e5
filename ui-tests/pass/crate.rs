#![deny(warnings)]
#![allow(dead_code)]

/// As a library of one's own would pass `superconfig` on.
mod framework {
    pub mod config {
        pub use superconfig::*;
    }
}

use framework::config::SuperConfig;

mod superconfig_is_not_here {
    #[derive(crate::framework::config::SuperConfig)]
    #[config(crate = crate::framework::config)]
    pub struct Section {
        pub url: String,
    }
}

#[derive(SuperConfig)]
#[config(crate = framework::config)]
struct Config {
    #[config(default = "127.0.0.1:80")]
    listen: std::net::SocketAddr,
    #[config(nested)]
    section: superconfig_is_not_here::Section,
}

#[derive(SuperConfig)]
#[config(crate = "crate::framework::config")]
struct Quoted {
    port: u16,
}

fn main() {
    let _ = (Config::builder(), Quoted::builder());
}
