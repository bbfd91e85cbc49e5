//! A service that is configured anew while it runs: the log level and the greeting change live, a bad file changes nothing.
//!
//! ```console
//! cargo run --example hot_reload -- greeter.toml
//! ```
//!
//! Then edit that file with whatever editor; it ends when `serve = false` is in it. What to try: `log_level = "debug"`,
//! `greeting = "Hej"`, `interval = "never"`.

use std::{env, error::Error, path::PathBuf, process::ExitCode, time::Duration};

use log::{LevelFilter, Log, Metadata, Record};
use superconfig::{SuperConfig, field, reload::WatchOptions};

/// Settings of a service that greets.
#[derive(Debug, SuperConfig)]
#[config(name = "greeter")]
struct AppConfig {
    /// From which level on messages are shown.
    #[config(default = LevelFilter::Info)]
    log_level: LevelFilter,
    /// How everybody is greeted.
    #[config(default = "Hello", non_empty)]
    greeting: String,
    /// How long to rest between two greetings.
    #[config(default = "1s")]
    interval: Duration,
    /// Whether to go on.
    #[config(default = true)]
    serve: bool,
}

/// Shows messages with their levels.
struct Logger;

impl Log for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        println!("{}: {}", record.level(), record.args());
    }

    fn flush(&self) {}
}

/// The service itself. It knows nothing of reloading: it asks for its config whenever it needs it.
fn serve() {
    loop {
        let config = AppConfig::get(); // for this round, whatever happens meanwhile
        if !config.serve {
            return;
        }
        log::info!("{}, world!", config.greeting);
        log::debug!("resting for {:?}", config.interval);
        std::thread::sleep(config.interval);
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    log::set_logger(&Logger)?;
    let usage = "which file is it to follow? cargo run --example hot_reload -- greeter.toml";
    let file = env::args_os().nth(1).map(PathBuf::from).ok_or(usage)?;

    let watcher = AppConfig::builder()
        .with_optional_file(file)
        .with_env()
        .with_watch_options(WatchOptions::new().debounce(Duration::from_millis(50)))
        .watch()?;
    log::set_max_level(watcher.config().log_level);

    // What was set up once has to be told, such as the logger.
    watcher.on_change_of(field!(AppConfig, log_level), |_, new| log::set_max_level(*new));
    watcher.on_change(|_, _, changes| println!("changed:\n{changes}"));
    // Settings that the service cannot work with are refused before anybody sees them.
    watcher.try_apply(
        |_, new, _| {
            if new.interval > Duration::from_secs(60) { Err("nobody waits for a minute") } else { Ok(()) }
        },
    );

    serve();
    println!("{}", watcher.status());
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
