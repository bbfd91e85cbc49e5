//! Types that people put in config, each written the way one would write it:
//!
//! ```text
//! cargo run --example types
//! SHOP_RETRIES=0 SHOP_LOG=loud cargo run --example types
//! ```

use std::{collections::BTreeSet, num::NonZeroU8, path::PathBuf, process::ExitCode, time::Duration};

use superconfig::{ByteSize, ExposeSecret, Format, Hex, SecretBase64, SuperConfig};

#[derive(SuperConfig)]
#[config(name = "shop")]
struct AppConfig {
    #[config(default = "info")]
    log: log::LevelFilter,
    #[config(default = 3)]
    retries: NonZeroU8,
    /// Waits between retries, from the first to the last.
    #[config(default = (Duration::from_millis(100), Duration::from_secs(30)))]
    backoff: (Duration, Duration),
    upload_limit: ByteSize,
    homepage: url::Url,
    opens: jiff::civil::Time,
    holidays: BTreeSet<jiff::civil::Date>,
    time_zone: jiff::tz::TimeZone,
    allowed_names: regex::Regex,
    fingerprint: Hex,
    session_key: SecretBase64,
    #[config(relative_path)]
    certificate: PathBuf,
}

const TEXT: &str = r#"
upload_limit = "10 MiB"
homepage = "https://shop.example"
opens = 08:30:00
holidays = [2026-12-25, 2026-12-26]
time_zone = "UTC"
allowed_names = '^[a-z]{3,20}$'
fingerprint = "deadbeef"
session_key = "bm90LWEtcmVhbC1rZXk="
certificate = "cert.pem" # beside the file, if this were one
"#;

fn main() -> ExitCode {
    let config = match AppConfig::builder().with_str(Format::Toml, TEXT).with_env().extract() {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    println!("log {}, {} retries, waiting {:?}", config.log, config.retries, config.backoff);
    println!("up to {} at {}, closed on {:?}", config.upload_limit, config.homepage, config.holidays);
    println!("opens at {} {}", config.opens, config.time_zone.iana_name().unwrap_or("somewhere"));
    println!("names like {}, certificate {}", config.allowed_names, config.certificate.display());
    println!("{}: a key of {} bytes", config.fingerprint, config.session_key.expose_secret().len());
    ExitCode::SUCCESS
}
