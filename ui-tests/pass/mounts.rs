#![deny(warnings)]
#![forbid(unsafe_code)]

mod framework {
    pub use superconfig as config;
}

use framework::config::SuperConfig;

#[derive(SuperConfig)]
#[config(crate = crate::framework::config, mount = "telemetry")]
struct Telemetry {
    #[config(default = 1)]
    level: u8,
}

/// May be generic.
#[derive(SuperConfig)]
#[config(crate = crate::framework::config, name = "shop", mounts)]
struct App<T> {
    port: T,
}

fn main() {
    fn inner() -> u8 {
        #[derive(superconfig::SuperConfig)]
        #[config(mounts)]
        struct Inner {
            #[config(default = 2)]
            port: u8,
        }
        Inner::builder().extract().expect("a default").port
    }

    let app = App::<u16>::builder().with_text("port = 80\ntelemetry.level = 5").load().expect("two configs");
    assert_eq!((app.port, Telemetry::get().level, inner()), (80, 5, 2));
}
