//! Typed configuration from one struct.
//!
//! Annotate a plain struct with [`#[derive(SuperConfig)]`](macro@SuperConfig), call [`load`](trait@SuperConfig) once at
//! start-up, and use ordinary fields from then on.
//!
//! ```no_run
//! use std::{net::SocketAddr, time::Duration};
//! use superconfig::{SecretString, SuperConfig};
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop", profiles = ["dev", "prod"])]
//! struct AppConfig {
//!     #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"))]
//!     listen: SocketAddr,
//!     #[config(default = "30s")]
//!     timeout: Duration,
//!     api_key: SecretString,
//! }
//!
//! fn main() -> Result<(), superconfig::Error> {
//!     let config = AppConfig::load()?;
//!     println!("listening on {}", config.listen);
//!     Ok(())
//! }
//! ```
//!
//! # Order
//!
//! Low to high; the later one wins, setting by setting:
//!
//! 1. the defaults in the struct, then those of the active profiles;
//! 2. files: the system's, the user's, then the project's from the repository's root down to the working directory;
//! 3. a `.env` file, if [`with_dotenv`](Builder::with_dotenv) asks for it;
//! 4. the secrets that the system mounts: `/run/secrets`, then `$CREDENTIALS_DIRECTORY`;
//! 5. the environment;
//! 6. the arguments of the command line, if the program hands them over: [`with_args`](Builder::with_args), or
//!    `load_with_args`;
//! 7. what the program sets itself: [`with_value`](Builder::with_value).
//!
//! [`load`](trait@SuperConfig) has 1, 2, 4 and 5.
//! A [`Builder`] has the sources that it is given, in the order of the calls. Lists and single values replace what was there;
//! maps merge by key; `null` in JSON and YAML returns a setting or a section to its defaults.
//!
//! # Files
//!
//! [`load`](trait@SuperConfig) looks for the config `shop` in
//!
//! 1. `/etc/shop/` and `shop/` in each of `$XDG_CONFIG_DIRS`: `shop.EXT`, `config.EXT`;
//! 2. `$XDG_CONFIG_HOME/shop/`, normally `~/.config/shop/`, or the platform's equivalent: `shop.EXT`, `config.EXT`;
//! 3. the directories from the nearest ancestor that holds `.git` down to the working directory, or only the working directory
//!    if there is none: `shop.EXT`, `.shop.EXT`, `config/shop.EXT`;
//!
//! with `EXT` one of `toml`, `json`, `yaml`, `yml`. On Windows `%ProgramData%` stands for `/etc`. Right above each stand [what it
//! holds for the active profiles](#profiles), the files of the active profiles, `shop.prod.EXT`, and `shop.local.EXT`. The variable `SHOP_CONFIG=path` replaces the search by one file,
//! and those of the active profiles beside it. Two formats of one file are a problem. Files are UTF-8, with or without a byte-order
//! mark, of at most 16 MiB, and nest at most 60 deep.
//!
//! A [`Builder`] takes files by name ([`with_file`](Builder::with_file)), all of a directory ([`with_dir`](Builder::with_dir)), those
//! that match a pattern ([`with_glob`](Builder::with_glob)), and those of one name from the repository's root down
//! ([`with_hierarchical_config`](Builder::with_hierarchical_config)). In such a path `~` is the home directory and `${VAR}` a variable,
//! or `${VAR:-default}`.
//!
//! A file that is not there is no problem unless it was asked for by name. Anything else in its place is one: a directory, a link to
//! nothing, a file that may not be read. An empty file is a file without settings. A file that is found and gone before it is read is
//! as one that is not there. Which of these it was, of every place that was looked at, is what
//! [`discovered_files`](Builder::discovered_files) tells without a load, and [`load_with_report`](Builder::load_with_report) with one,
//! beside the settings that each source supplied:
//!
//! ```
//! use superconfig::SuperConfig;
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop")]
//! struct AppConfig {
//!     #[config(default = 8080)]
//!     port: u16,
//! }
//!
//! let (config, report) = AppConfig::builder().with_optional_dir("${CONF_DIR:-conf.d}").with_env().load_with_report()?;
//! println!("{report}");
//! assert!(report.sources().iter().any(|source| source.settings() == ["port"]));
//! # Ok::<(), superconfig::Error>(())
//! ```
//!
//! A file can take in others: `include = ["conf.d/*.toml", "optional:mine.toml"]` or `include = "more.yaml"` at its top, in any
//! format; `import` means the same. Paths begin at the directory of the file that has them; `~`, `${VAR}` and patterns are as above,
//! and the files of a pattern are read in alphabetical order. With `optional:` in front the file may be absent. What is included ranks
//! just below that file, later ones winning, and is read once in a load, at its first place. Files that include each other are a
//! problem that names the circle; so are more than 16 levels or 256 files. A struct that has a setting called `include` has a
//! setting, and texts handed over in code include nothing.
//!
//! # Profiles
//!
//! A profile changes some settings while it is active. What it changes stands beside a setting's default,
//! [`profile(prod = …)`](macro@crate::SuperConfig#profile); in a table of any file, `[profile.prod]`, or the same key in JSON and YAML; or
//! in a file of its own, `shop.prod.toml`. Low to high, in one place: `shop.toml`, its tables of the active profiles in the order of
//! their activation, the files of the active profiles in that order, `shop.local.toml`.
//!
//! ```
//! use superconfig::{Format, SuperConfig};
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop", profiles = ["dev", "prod"])]
//! struct AppConfig {
//!     #[config(default = 1, profile(prod = 8))]
//!     workers: u16,
//!     port: u16,
//! }
//!
//! let text = "port = 8080\n[profile.prod]\nport = 443\n";
//! let builder = AppConfig::builder().with_str(Format::Toml, text);
//! let config = builder.with_env_vars([("SHOP_PROFILE", "prod")]).extract()?;
//! assert_eq!((config.workers, config.port), (8, 443));
//! # Ok::<(), superconfig::Error>(())
//! ```
//!
//! `SHOP_PROFILE=prod,eu` activates profiles, later ones winning; [`with_profile`](Builder::with_profile) replaces what it says, and
//! [`select_profile`](Builder::select_profile) lets code choose. One that is given twice counts at its last place. Declared
//! [`profiles`](macro@crate::SuperConfig#profiles) may be groups, which activate others below themselves. An active profile that is not
//! declared, or that nothing mentions where none are declared, is a problem. [`with_nested_profiles`](Builder::with_nested_profiles) reads
//! files that have profiles at their top and nothing else.
//!
//! # Environment
//!
//! A variable's name is the prefix, the keys of the sections and the key of the setting, in upper case, joined by `_`:
//! `SHOP_DATABASE_POOL_SIZE`. Names are made forwards from the struct, so the `_` within `pool_size` is no riddle; `__` is
//! accepted wherever `_` joins. Text is read by the type of the field and never guessed at; [types](#types) has a table.
//!
//! `NAME_FILE` names a file that holds the value, less one newline at its end unless it is [`SecretBytes`]; a real setting of that name goes first. Empty
//! means unset, except for strings without a `NAME_FILE`. `SHOP_PROFILE=prod,eu` activates profiles, later ones winning. A
//! variable that begins
//! like the others but names nothing is warned of.
//!
//! # Types
//!
//! What a setting of each type is written like. A variable holds the text as it is; a file has it as a string, or as the format's own
//! number, boolean, date, list or table.
//!
//! | type | text |
//! |---|---|
//! | `bool` | `true`, `yes`, `on`, `1`, `false`, `no`, `off`, `0`, in any case; in files only the format's own |
//! | integers, `f32`, `f64` | `10`, `-3`, `0.5`; in files only the format's own, and strings for what formats lack: integers beyond 64 bits, `NaN`, `inf`, `-inf` |
//! | `NonZeroU16`, `NonZero<_>` | the same, but not 0 |
//! | `char`, `String`, `Box<str>`, `Arc<str>`, `OsString` | the text itself: `007` stays `007` |
//! | `PathBuf`, `Box<Path>`, `Arc<Path>` | the text itself; see [`relative_path`](macro@crate::SuperConfig#relative_path) |
//! | `SocketAddr`, `SocketAddrV4`, `SocketAddrV6` | `127.0.0.1:8080`, `[::1]:8080` |
//! | `IpAddr`, `Ipv4Addr`, `Ipv6Addr` | `127.0.0.1`, `::1` |
//! | `Duration` | `30s`, `1h 30m`, `PT1H30M` |
//! | `SystemTime` | `2026-12-31T23:59:59Z`, `2026-12-31 23:59:59.5+02:00`; dates of TOML |
//! | [`ByteSize`] | `10MiB`, `512 kB`, `1024` |
//! | [`Base64`], [`Hex`] | `3q2+7w==`; `deadbeef` |
//! | [`SecretString`], [`SecretBytes`] | the text itself; the bytes also whatever is in a secret's file |
//! | [`SecretBase64`], [`SecretHex`], [`SecretBox<_>`](SecretBox) | as without the box |
//! | `log::Level`, `log::LevelFilter` | `error`, `warn`, `info`, `debug`, `trace`; the filter also `off`; in any case |
//! | `tracing::Level`, `tracing::level_filters::LevelFilter` (feature `tracing`) | the same |
//! | `url::Url` (feature `url`) | `https://example.com/path` |
//! | `regex::Regex` (feature `regex`) | `^[a-z]+$` |
//! | `jiff::Timestamp`, `chrono::DateTime<_>` (features `jiff`, `chrono`) | as `SystemTime` |
//! | `jiff::civil::DateTime`, `chrono::NaiveDateTime` | `2026-12-31T23:59:59`; dates of TOML |
//! | `jiff::civil::Date`, `chrono::NaiveDate` | `2026-12-31`; dates of TOML |
//! | `jiff::civil::Time`, `chrono::NaiveTime` | `23:59`, `23:59:59`; times of TOML |
//! | `jiff::Zoned` | `2026-12-31T23:59:59[Europe/Berlin]` |
//! | `jiff::tz::TimeZone` | `Europe/Berlin`, `UTC`, `+02:00` |
//! | `jiff::Span`, `jiff::SignedDuration` | `1 month 2 days`, `P1M2D`; `-1h 30m`, `-PT1H30M` |
//! | `chrono::FixedOffset` | `+02:00` |
//! | `Vec<_>`, `VecDeque<_>`, `Box<[_]>`, `Arc<[_]>`, `HashSet<_>`, `BTreeSet<_>`, `indexmap::IndexSet<_>` (feature `indexmap`) | `a, b, c`, JSON, or one variable each: `SHOP_TAGS__0`, `SHOP_TAGS__1` |
//! | `[_; N]`, tuples of two to four | such a list of that length |
//! | `HashMap<String, _>`, `BTreeMap<String, _>`, `indexmap::IndexMap<String, _>` (feature `indexmap`) | `k=v, k=v`, JSON, or one variable each: `SHOP_LABELS__team` |
//! | enums through serde | a variant's name; a variant with fields is a table, or JSON in a variable |
//! | any other type through serde | what its `Deserialize` asks for; JSON in a variable |
//!
//! # Files of variables
//!
//! [`with_dotenv`](Builder::with_dotenv) reads the nearest `.env`, from the working directory up to the repository's root, as a source
//! of variables with the same names as in the environment. It changes nothing in the process's environment, which wins: variable by variable,
//! whatever the order of the calls. The grammar is that of the crate `dotenvy`: `export`, comments behind a blank and `#`, `'…'` as it is,
//! `"…"` with `\n` and `\"`, both over several lines; `$VAR` and `${VAR}`, outside of `'…'`, from the process's
//! environment or from a line above; a value with blanks needs quotes. The last variable of a name counts. `SHOP_PROFILE` and `SHOP_CONFIG` count as in the
//! environment. Such a file has at most 1 MiB, and a value 64 KiB.
//!
//! # Secrets
//!
//! A setting with [`secret`](macro@crate::SuperConfig#secret), or of type [`SecretString`], is never printed. It may come from a variable, from the
//! file that `NAME_FILE` names, or from a directory of secrets ([`with_secrets_dir`](Builder::with_secrets_dir)), where
//! `database/password`, `database_password` or `DATABASE__PASSWORD` is the file for `database.password`, with or without the prefix, and one
//! newline at its end is no part of it; for [`SecretBytes`] all of the file is the value, text or not. [`load`](trait@SuperConfig) looks into those that Docker, Podman and systemd mount. With
//! [`sources = "env | secrets"`](macro@crate::SuperConfig#sources) one that somebody writes into a file of the repository is a problem. A secret that every
//! user of the machine can read, or that is given as an argument, is warned of ([`Exposed`](ProblemKind::Exposed)).
//!
//! # Arguments
//!
//! [`with_args`](Builder::with_args) needs no parser: `--database.pool-size=50`, `--verbose`, `--no-verbose`, `--labels.team=red`,
//! `--set path=value`, `--unset path`, `--config FILE`, `--profile NAME`. With the feature `clap`, `AppConfig::load_with_args()` has a flag
//! for each setting, `--database-pool-size`, and `--help` with docs, defaults and variables; `AppConfig::augment(command)` gives the flags to a
//! command that there is.
//!
//! # Libraries
//!
//! A library declares its own config with [`mount = "telemetry"`](macro@crate::SuperConfig#mount), and an application with
//! [`mounts`](macro@crate::SuperConfig#mounts) loads it with its own: the section `[telemetry]` of the same files, `SHOP_TELEMETRY_…` of the
//! environment, one report. [`registered`] lists every config that is linked in.
//!
//! # Reading
//!
//! What was loaded is read from anywhere, by its type: [`get`](trait@SuperConfig) gives a [`ConfigGuard`] that derefs to the struct,
//! [`current`](trait@SuperConfig) the thread's own reference, and a [`ConfigReader`] is for hot loops. None takes a lock, and none gets
//! slower as more cores read. A new load is seen by whoever reads next; who is reading keeps what he has. All configs stand in one
//! [registry](ConfigRegistry), beside any other values: many of one type, transactions over several, views of all at one moment,
//! rollback. [`registered`] lists what is linked in, and with [`mount`](macro@crate::SuperConfig#mount) a library's config is a section of
//! the application's files.
//!
//! # Problems
//!
//! A load that fails says everything that is wrong, in one [`Error`]: each [`Problem`] with its place, the line, what was
//! expected, what was found, and the cure. Values of secrets are never in it. Of each source a hundred problems are listed and
//! the rest counted.
//!
//! # Asking
//!
//! A program can say what its configuration is, and why. [`explain`](trait@SuperConfig#method.explain) gives one setting as an
//! [`Explanation`]: the value, where it came from, and everything that it won over; [`explain_all`](trait@SuperConfig#method.explain_all)
//! gives [all of them](Explanations). A [`Dump`] is what is in force as one file, with a comment on each line that names its origin, or
//! only what differs from the defaults; two dumps have a [`Diff`]: of two profiles, of two snapshots, of the files and what is running.
//! A [`Check`] loads for each profile and lists all that is wrong, as text, as JSON, or for code hosts. None of them publishes
//! anything, all are text for people and JSON for programs, and values of secrets are in none.
//!
//! ```
//! use superconfig::{Format, SuperConfig, field};
//!
//! #[derive(SuperConfig)]
//! #[config(name = "shop", profiles = ["dev", "prod"])]
//! struct AppConfig {
//!     #[config(default = 8080, profile(prod = 443))]
//!     port: u16,
//! }
//!
//! let builder = AppConfig::builder().with_str(Format::Toml, "port = 80").with_profile("prod");
//! let port = builder.explain(field!(AppConfig, port))?;
//! assert_eq!(port.to_string(), "port = 80\n  from <text>:1:8\n  over 443  default for profile prod\n       8080 default");
//! assert_eq!(builder.dump()?.with_origins().as_toml(), "port = 80  # <text>:1\n");
//! assert!(builder.check(["dev", "prod"]).is_ok());
//! # Ok::<(), superconfig::Error>(())
//! ```
//!
//! Documents need no load. A [`Template`] is a commented file to start from, which changes nothing as it is, or a `.env.example`; a
//! [`JsonSchema`] lets editors complete and check files; [`reference_markdown`](trait@SuperConfig#method.reference_markdown),
//! `reference_html` and `reference_man` tell users of every setting. [`assert_up_to_date!`] in a test holds those in a
//! repository against the struct.
//!
//! With the feature `edit`, [`edit`](edit/index.html) changes values in users' TOML files and leaves everything else as it is. With `cli`,
//! [`cli`](cli/index.html) puts all of this under the program's own command: `myapp config explain database.pool_size`.
//!
//! # Hot reload
//!
//! With the feature `watch`, [`watch`](trait@SuperConfig) in place of `load` keeps what is published up to date: files change, readers see
//! the new config, or the old one and a report. [`reload`](reload/index.html) says what is watched, when it is read, and who is told.
//!
//! # Features
//!
//! `toml`, `json` and `yaml`, all on by default, are the formats; `serde_yml` is another name for `yaml`. `toml_crate` reads TOML with the
//! crate `toml` instead of `toml-spanner`, also where `toml` is on too: it has no unsafe code, and takes longer to read and to build. `dotenv`, on by default,
//! reads `.env` files. `inspect`, on by default, is for [asking](#asking), with `schemars` for types that describe themselves in the JSON
//! Schema; `edit` changes files, and `cli` makes the subcommand `config`. `watch` is hot reload; with `tokio` changes can be awaited, and with `signal` SIGHUP
//! reloads. `clap` makes flags through the crate of that name. `regex` is also for the rule
//! [`pattern`](macro@crate::SuperConfig#pattern), and `garde` runs the rules of that crate. `chrono`, `indexmap`, `jiff`, `regex`, `tracing` and `url` let
//! settings have the types of the crates of these names. `watch` is for [hot reload](reload/index.html), with `tokio` for changes in async code
//! and `signal` for daemons that reload on `SIGHUP`.

// Without any format nothing has keys, and what deals with keys is idle.
#![cfg_attr(
    not(any(feature = "toml", feature = "toml_crate", feature = "json", feature = "yaml")),
    allow(dead_code, unused_variables)
)]

mod build;
#[cfg(feature = "clap")]
mod clap;
#[cfg(feature = "cli")]
pub mod cli;
mod config;
mod discover;
mod disk;
mod draft;
#[cfg(feature = "edit")]
pub mod edit;
mod format;
mod gather;
#[cfg(feature = "inspect")]
mod inspect;
mod load;
mod mount;
mod order;
mod origin;
mod problem;
mod profile;
mod registry;
#[cfg(feature = "watch")]
pub mod reload;
pub mod schema;
mod source;
mod substitute;
mod text;
mod validate;
mod value;

#[doc(hidden)]
pub mod __private;

// Declaring.
pub use bytesize::ByteSize;
pub use config::SuperConfig;
pub use draft::Base64;
pub use draft::EncodingError;
pub use draft::Hex;
pub use draft::SecretBase64;
pub use draft::SecretBytes;
pub use draft::SecretHex;
pub use secrecy::ExposeSecret;
pub use secrecy::SecretBox;
pub use secrecy::SecretString;
#[doc = include_str!("attributes.md")]
pub use superconfig_derive::SuperConfig;

// Loading.
pub use discover::DiscoveredFile;
pub use discover::FileOutcome;
pub use discover::GlobOrder;
pub use format::Format;
pub use load::Builder;
pub use load::FieldPath;
pub use load::LoadReport;
pub use load::Snapshot;
pub use load::SourceReport;
pub use origin::Location;
pub use origin::Origin;
pub use profile::ProfileChoice;

// What is wrong.
pub use problem::Color;
pub use problem::Error;
pub use problem::Problem;
pub use problem::ProblemKind;
pub use validate::Invalid;

// Documents made of the schema.
#[cfg(feature = "inspect")]
pub use inspect::Template;

// Looking at values.
#[cfg(feature = "inspect")]
pub use inspect::Change;
#[cfg(feature = "inspect")]
pub use inspect::Check;
#[cfg(feature = "inspect")]
pub use inspect::Diff;
#[cfg(feature = "inspect")]
pub use inspect::Dump;
#[cfg(feature = "inspect")]
pub use inspect::Explanation;
#[cfg(feature = "inspect")]
pub use inspect::Explanations;
#[cfg(feature = "inspect")]
pub use inspect::Finding;
#[cfg(feature = "inspect")]
pub use inspect::Severity;
#[cfg(feature = "inspect")]
pub use inspect::Shadowed;
pub use value::Value;

// Documents.
#[cfg(feature = "inspect")]
pub use inspect::JsonSchema;
#[cfg(feature = "inspect")]
pub use inspect::SchemaDraft;

// Finding what is linked in.
pub use mount::RegisteredConfig;
pub use mount::registered;

// Reading from anywhere.
pub use registry::ConfigGuard;
pub use registry::ConfigHandle;
pub use registry::ConfigReader;
pub use registry::ConfigRegistry;
pub use registry::Current;
pub use registry::RegistryError;
pub use registry::SharedConfigHandle;
pub use registry::registry;
pub use registry::release_current;

// The registry as a whole.
pub use registry::Description;
pub use registry::Detail;
pub use registry::HeapSize;
pub use registry::RegistrySnapshot;
pub use registry::RuntimeFlags;
pub use registry::StartupFlags;
pub use registry::Stats;
pub use registry::Transaction;
pub use registry::Verbosity;
