#![deny(warnings)]
#![allow(non_camel_case_types)]
#![forbid(unsafe_code)]

use superconfig::SuperConfig;

/// Taken in by `App`.
#[derive(SuperConfig)]
#[config(mount = "telemetry")]
struct Telemetry {
    #[config(default = 1)]
    level: u8,
}

/// Keys may be of any case, and have digits, `_` and `-`.
#[derive(SuperConfig)]
#[config(mount = "Http2_pool-")]
struct Pool {
    #[config(default = 2)]
    size: u8,
}

#[derive(SuperConfig)]
#[config(name = "shop", mounts)]
struct App {
    #[config(default = 80)]
    port: u16,
}

fn main() {
    mod inner {
        #[derive(superconfig::SuperConfig)]
        #[config(mount = "fn")]
        pub struct r#fn {
            #[config(default = 3)]
            pub r#type: u8,
        }
    }

    let builder = App::builder().with_text("telemetry.level = 5\nfn.type = 6");
    let app = builder.with_env_vars([("SHOP_HTTP2_POOL__SIZE", "7")]).load().expect("three sections");
    assert_eq!((app.port, Telemetry::get().level, inner::r#fn::get().r#type), (80, 5, 6));
    assert_eq!(Pool::get().size, 7);
    assert_eq!(Telemetry::builder().with_text("level = 9").extract().expect("its own key").level, 9);
}
