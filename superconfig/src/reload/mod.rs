//! Hot reload: files change, readers see the new config, or the old one and a report. Needs the feature `watch`.
//!
//! ```
//! use superconfig::{SuperConfig, field};
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop")]
//! struct AppConfig {
//!     #[config(default = "info")]
//!     log_level: String,
//! }
//!
//! # let directory = std::env::temp_dir().join(format!("superconfig-reload-{}", std::process::id()));
//! # std::fs::create_dir_all(&directory)?;
//! # std::fs::write(directory.join("shop.toml"), "log_level = 'info'")?;
//! let watcher = AppConfig::builder().with_file(directory.join("shop.toml")).watch()?;
//! watcher.on_change(|_, _, changes| println!("{changes}"));
//! watcher.on_change_of(field!(AppConfig, log_level), |_, new| println!("logging at {new}"));
//! watcher.on_error(|error| eprintln!("{error}"));
//!
//! std::fs::write(directory.join("shop.toml"), "log_level = 'debug'")?;
//! watcher.reload_now()?; // not to wait for it
//! assert_eq!(AppConfig::get().log_level, "debug");
//! # std::fs::remove_dir_all(&directory)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is watched
//!
//! Every place that the load looked at: files that were found, named, included, or not there; directories, secrets, `.env`. The
//! directories that hold them are watched, not the files, so whichever way a file is replaced is noticed: written in place, renamed
//! over, deleted and made again, or swapped by a link as Kubernetes does. And all of it is looked at every now and then, whether the system said something or
//! not; see [`WatchOptions`].
//!
//! A directory is looked at [more often](WatchOptions::poll_interval_without_events) if the system does not tell of changes there: on
//! network mounts and what virtual machines share with their hosts, where others change files (NFS, SMB, 9p, virtiofs, FUSE, …; known on Linux), on the BSDs, which tell of new files and not of writing, and as long as it has no more room for
//! watches, which is logged.
//!
//! A file that is mounted by itself, as `docker run -v ./shop.toml:/etc/shop.toml` and a `subPath` of Kubernetes do, stays the one that was
//! mounted: what is written into it arrives, but not a new file in its place. That is [warned of](crate::Builder::on_warning) once, as
//! [`ProblemKind::Unwatchable`](crate::ProblemKind::Unwatchable). It is never a problem, also not [strictly](crate::Builder::strict): it says
//! something of where the program runs and not of its config, which is fine.
//!
//! # When it is reloaded
//!
//! When all has been quiet for 100 ms, or one second after the first change at the latest. Then everything is read, and read again
//! until nothing changed meanwhile, so that several files are never taken from different times; files that never hold still are warned of in the log.
//! If no content changed, nothing happens.
//! Arguments, the environment and values set in code keep their rank, and are what they were at the start.
//!
//! # What cannot change
//!
//! Some settings are used once, when the program starts: an address that it listens on, a number of threads. Marked with
//! [`reload = "restart"`](macro@crate::SuperConfig#reload) they keep the value that is running, and [`Watcher::pending_restart`] lists those that
//! wait; with `reload = "reject"` a reload that would change them fails.
//!
//! # What can go wrong
//!
//! Anything that would fail a load fails the reload: what is running stays, the report goes to [`Watcher::on_error`], the log and
//! [`Watcher::status`], and the next good content is taken as soon as it is there.
//!
//! What is fine at a start is fine here: an empty file, and one that was found, or [may be missing](crate::Builder::with_optional_file), and is
//! gone. Its settings then have what the other sources say, in the end their defaults, which is how a file that overrides something is taken
//! away. A file that [has to be there](crate::Builder::with_file), and settings without a default, make a mistake of it, and what was running stays. Whoever
//! writes a file slowly does so beside it and renames it: half of a TOML file may well be one.
//!
//! # Who is told
//!
//! [Functions](Watcher::on_change), each of all changes or [of one value](Watcher::on_change_of); threads that [wait](Watcher::receiver); and with the
//! feature `tokio` async code, under any runtime, through [`AsyncReceiver`](Watcher#method.async_receiver), which is also a stream.
//!
//! # On request
//!
//! [`Watcher::reload_now`] reloads one config, [`Reloader::reload_all`] all of them. With the feature `signal`, on Unix,
//! [`reload_on_sighup`](fn.reload_on_sighup.html) does that whenever the process gets the signal that daemons reload on.
//!
//! [`load`](crate::SuperConfig::load) beside a watcher is a start: it publishes what it loads, also of settings that
//! [cannot change](#what-cannot-change), and asks nobody. The watcher goes on from there, and its subscribers hear of that with its next reload.
//!
//! # Threads
//!
//! All watchers share one thread, which ends with the last of them; the system's events come from another. Subscribers are called one after another on a third, which is there
//! as long as somebody subscribes: one that takes its time delays the others, but no reload. A subscriber that was busy
//! gets what changed meanwhile as one change.

mod clock;
mod desk;
mod directories;
mod doors;
mod events;
mod guard;
mod hub;
mod lookout;
mod mounts;
mod options;
mod part;
mod post;
mod receiver;
mod reloader;
mod schedule;
#[cfg(all(unix, feature = "signal"))]
mod signal;
mod status;
#[cfg(feature = "tokio")]
mod stream;
mod subject;
mod watch;
mod watcher;

pub use clock::{Clock, ManualClock, SystemClock};
pub use desk::{Reloaded, Subscription};
pub use events::{EventSource, Hints};
pub(crate) use guard::{Carried, Keeping};
#[doc(hidden)]
pub use guard::{Guard, Keep, Kept};
pub use options::WatchOptions;
pub(crate) use part::Part;
pub use receiver::Receiver;
pub use reloader::{Reloader, ReloaderBuilder, reloader};
#[cfg(all(unix, feature = "signal"))]
pub use signal::{SignalGuard, reload_on_sighup};
pub use status::{Failure, Status};
#[cfg(feature = "tokio")]
pub use stream::AsyncReceiver;
pub use watcher::Watcher;
