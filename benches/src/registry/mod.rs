//! Holding a config that many threads read and some replace: the registry beside what is usually built by hand.
//!
//! `reading.rs` and `writing.rs` list the contenders, `turn.rs` lets one have its turn, and
//! `report.rs` shows what came out.

mod reading;
mod report;
mod turn;
mod writing;

use std::time::Duration;

use superconfig::SuperConfig;

pub use self::report::Tables;
pub use self::turn::{Seen, Turn};
use self::turn::{Stage, Staged, Work};

/// What all of them hold. As a program's own config it says what it is called.
#[derive(SuperConfig)]
#[config(name = "service")]
#[allow(dead_code, reason = "what is not read makes up the size")]
struct AppConfig {
    #[config(default = "db.example.com")]
    host: String,
    #[config(default = 5432)]
    port: u16,
    #[config(default = "service")]
    user: String,
    #[config(default = true)]
    tls: bool,
    #[config(default = 4)]
    least_connections: u32,
    #[config(default = 32)]
    most_connections: u32,
    #[config(default = 0.75)]
    share: f64,
    #[config(default = "5s")]
    connect: Duration,
    #[config(default = "30s")]
    request: Duration,
    /// The one that is read.
    #[config(default = 1)]
    limit: u64,
}

/// The limit that a config has at first.
pub const FIRST: u64 = 1;

impl AppConfig {
    /// Made as a program would make the next one; two strings are allocated.
    fn with_limit(limit: u64) -> Self {
        Self {
            host: String::from("db.example.com"),
            port: 5432,
            user: String::from("service"),
            tls: true,
            least_connections: 4,
            most_connections: 32,
            share: 0.75,
            connect: Duration::from_secs(5),
            request: Duration::from_secs(30),
            limit,
        }
    }

    fn first() -> Self {
        Self::with_limit(FIRST)
    }
}

/// One contender: a way to hold configs and one thing to do with it, over and over.
pub struct Row {
    /// Its line in the table.
    pub name: &'static str,
    /// Which row it is compared with, if with any.
    pub usual: Option<&'static str>,
    /// Whether another thread can put a new value in the place of the one that is read.
    pub replaceable: bool,
    stage: Box<dyn Fn() -> Box<dyn Stage>>,
}

/// What a reference costs that nobody can replace.
pub const PLAIN: &str = "`&'static T`";
/// What most people write who want many configs of any type.
pub const USUAL: &str = "usual design";
/// That, with many configs in it.
pub const USUAL_MANY: &str = "usual design, 1,000 in turn";

impl Row {
    /// `run` is what one thread does; it calls [`Work::time`].
    fn new<S: Sync + 'static>(name: &'static str, make: fn() -> S, run: fn(&S, &Work<'_>) -> Seen) -> Self {
        let stage = move || Box::new(Staged { state: make(), run, publish: |_, _| {} }) as Box<dyn Stage>;
        Self { name, usual: Some(USUAL), replaceable: false, stage: Box::new(stage) }
    }

    /// Besides, `publish` replaces the value that is read.
    fn replaceable<S: Sync + 'static>(
        name: &'static str,
        make: fn() -> S,
        run: fn(&S, &Work<'_>) -> Seen,
        publish: fn(&S, AppConfig),
    ) -> Self {
        let stage = move || Box::new(Staged { state: make(), run, publish }) as Box<dyn Stage>;
        Self { name, usual: Some(USUAL), replaceable: true, stage: Box::new(stage) }
    }

    fn beside(mut self, usual: Option<&'static str>) -> Self {
        self.usual = usual;
        self
    }

    /// Everything that reads one value.
    #[must_use]
    pub fn reading() -> Vec<Self> {
        reading::rows()
    }

    /// Everything that publishes one value, or two.
    #[must_use]
    pub fn writing() -> Vec<Self> {
        writing::rows()
    }
}
