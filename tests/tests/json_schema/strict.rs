//! A config with requirements, and files that a load judges alone.

#![allow(dead_code)] // nobody reads the fields

use superconfig::{
    Format::{self, Json, Toml},
    SecretString, SuperConfig,
};

#[derive(Debug, SuperConfig)]
#[config(name = "strict", exactly_one_of("url", "socket"), at_least_one_of("mail", "phone"))]
pub(crate) struct Strict {
    name: String,
    #[config(alias = "bind")]
    listen: String,
    /// From elsewhere.
    #[config(sources = "env", default = "none")]
    token: SecretString,
    url: Option<String>,
    #[config(alias = "sock")]
    socket: Option<String>,
    mail: Option<String>,
    phone: Option<String>,
    #[config(requires("key", "chain"))]
    cert: Option<String>,
    key: Option<String>,
    #[config(default = "chain.pem")]
    chain: Option<String>,
    #[config(default = "plain", one_of = ["plain", "tls"])]
    mode: String,
    #[config(required_if(mode = "tls"))]
    ca: Option<String>,
    #[config(required_if(level = 1))]
    one: Option<String>,
    #[config(default = 1)]
    level: u8,
    #[config(nested)]
    database: Database,
    #[config(nested)]
    relaxed: Relaxed,
    #[config(nested)]
    backup: Option<Database>,
    #[config(nested)]
    storage: Storage,
    #[config(nested)]
    queue: Queue,
    #[config(nested, non_empty)]
    peers: Vec<Peer>,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Database {
    url: String,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Relaxed {
    #[config(default = 1)]
    level: u8,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Peer {
    host: String,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "lowercase")]
pub(crate) enum Storage {
    Memory,
    Disk { path: String },
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
pub(crate) enum Queue {
    #[config(default)]
    Local,
    Remote {
        host: String,
    },
}

/// What all of the files below have.
pub(crate) const BASE: &str = "name = 'n'\nlisten = 'l'\nurl = 'u'\nmail = 'm'\none = '1'\nstorage = 'memory'\n";
pub(crate) const REST: &str = "\n[database]\nurl = 'd'\n[[peers]]\nhost = 'h'\n";

/// What stands between.
pub(crate) const GOOD: &[&str] = &[
    "",
    "cert = 'c'\nkey = 'k'",
    "cert = 'c'\nkey = 'k'\nchain = 'h'",
    "mode = 'tls'\nca = 'c'",
    "mode = 'plain'",
    "phone = 'p'",
    "[backup]\nurl = 'b'",
    "[queue]",
    "[queue]\ntype = 'local'",
    "[queue]\ntype = 'remote'\nhost = 'h'",
    "[profile.prod]\nname = 'p'\n[profile.prod.database]\n[profile.prod.queue]\nhost = 'h'",
];

pub(crate) const BAD: &[&str] = &[
    "socket = 's'",
    "sock = 's'",
    "cert = 'c'",
    "mode = 'tls'",
    "[backup]",
    "[queue]\ntype = 'remote'",
    "[queue]\nhost = 'h'",
    "[[peers]]",
];

/// Whole files.
pub(crate) const WHOLE_GOOD: &[(Format, &str)] = &[(
    Json,
    r#"{"name": "n", "bind": "l", "sock": "s", "phone": "p", "level": 2, "storage": {"disk": {"path": "/"}},
        "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
)];

pub(crate) const WHOLE_BAD: &[(Format, &str)] = &[
    (Toml, ""),
    (
        Json,
        r#"{"listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "storage": "memory", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "disk", "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": {}, "database": {"url": "d"}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {}, "peers": [{"host": "h"}]}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": []}"#,
    ),
    (
        Json,
        r#"{"name": "n", "listen": "l", "url": "u", "mail": "m", "one": "1", "storage": "memory", "database": {"url": "d"}, "peers": [{}]}"#,
    ),
];
