//! A config with a field of every kind, files that a load takes, and files that it refuses.

#![allow(dead_code, unreachable_pub)] // nobody reads the fields

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    num::{NonZeroI8, NonZeroU16},
    path::PathBuf,
    time::{Duration, SystemTime},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use superconfig::{
    ByteSize,
    Format::{self, Json, Toml, Yaml},
    Hex, SecretString, SuperConfig,
};

/// Settings of the shop. They are read at its start.
#[derive(Debug, SuperConfig)]
#[config(
    name = "shop",
    profiles = ["dev", "prod"],
    at_most_one_of("url", "socket"),
    removed(threads = "the number follows from the machine")
)]
pub(crate) struct Shop {
    /// Address the server binds.
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"), alias = "bind")]
    pub(crate) listen: SocketAddr,
    /// How long a request may take. After that it is given up.
    #[config(default = "30s", range = "1s"..="5m")]
    pub(crate) timeout: Duration,
    #[config(default = 10, range = 1..=500)]
    pub(crate) pool: u32,
    #[config(default = 0.5, range = 0.0..1.0)]
    pub(crate) ratio: f64,
    #[config(default = 1)]
    pub(crate) byte: u8,
    #[config(default = -1)]
    pub(crate) signed: i64,
    #[config(default = 1)]
    pub(crate) wide: u128,
    pub(crate) non_zero: Option<NonZeroU16>,
    pub(crate) not_zero: Option<NonZeroI8>,
    #[config(default = false)]
    pub(crate) verbose: bool,
    /// A name.
    #[config(length = 2..=8, pattern = "^[a-z]+$")]
    pub(crate) name: Option<String>,
    #[config(default = "tcp", one_of = ["tcp", "udp"])]
    pub(crate) network: String,
    #[config(default = 1, one_of = [1, 2, 4])]
    pub(crate) scale: u8,
    pub(crate) letter: Option<char>,
    #[config(default = "10MiB", range = "1MiB"..)]
    pub(crate) limit: ByteSize,
    pub(crate) ip: Option<IpAddr>,
    pub(crate) ip4: Option<Ipv4Addr>,
    pub(crate) ip6: Option<Ipv6Addr>,
    #[config(default = "info")]
    pub(crate) level: log::LevelFilter,
    pub(crate) since: Option<SystemTime>,
    pub(crate) day: Option<chrono::NaiveDate>,
    pub(crate) site: Option<url::Url>,
    pub(crate) key: Option<Hex>,
    #[config(relative_path, non_empty)]
    pub(crate) certificate: Option<PathBuf>,
    #[config(default = vec!["a".to_owned()], non_empty)]
    pub(crate) tags: Vec<String>,
    #[config(default, merge = "append", length = ..=3)]
    pub(crate) plugins: Vec<String>,
    pub(crate) ports: Option<BTreeSet<u16>>,
    pub(crate) window: Option<[u16; 2]>,
    pub(crate) pair: Option<(String, u16)>,
    #[config(default)]
    pub(crate) labels: HashMap<String, u32>,
    #[config(default)]
    pub(crate) delays: BTreeMap<String, Duration>,
    #[config(default = Mode::Fast)]
    pub(crate) mode: Mode,
    #[config(default)]
    pub(crate) modes: Vec<Mode>,
    pub(crate) point: Option<Point>,
    /// Nobody knows what it takes.
    pub(crate) opaque: Option<Opaque>,
    #[config(parse = accent)]
    pub(crate) accent: Option<u32>,
    #[config(default = 1, expand)]
    pub(crate) workers: u16,
    #[config(default = vec![1], expand)]
    pub(crate) cores: Vec<u16>,
    /// Key for the payment provider.
    #[config(default = "s3cr3t-default")]
    pub(crate) api_key: SecretString,
    #[config(sources = "env | secrets")]
    pub(crate) token: Option<SecretString>,
    #[config(deprecated(since = "2.0", use = "listen"))]
    pub(crate) old: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) socket: Option<String>,
    #[config(conflicts_with = "cert_file")]
    pub(crate) cert: Option<String>,
    pub(crate) cert_file: Option<String>,
    #[config(nested)]
    pub(crate) database: Database,
    #[config(nested, alias = "slave")]
    pub(crate) replica: Option<Database>,
    #[config(nested)]
    pub(crate) tls: Option<Tls>,
    #[config(flatten)]
    pub(crate) logging: Logging,
    #[config(nested, length = ..=2)]
    pub(crate) peers: Vec<Peer>,
    #[config(nested)]
    pub(crate) servers: BTreeMap<String, Peer>,
    #[config(nested)]
    pub(crate) storage: Storage,
    #[config(nested)]
    pub(crate) queue: Option<Queue>,
    #[config(nested)]
    pub(crate) sinks: Vec<Queue>,
    #[config(nested)]
    pub(crate) extra: Extra,
}

fn accent(text: &str) -> Result<u32, std::num::ParseIntError> {
    u32::from_str_radix(text.trim_start_matches('#'), 16)
}

/// How it works.
#[derive(Debug, Deserialize, Serialize, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Point {
    pub(crate) x: i32,
    pub(crate) y: Option<i32>,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Opaque {
    pub(crate) any: bool,
}

/// A database. There may be several.
#[derive(Debug, SuperConfig)]
pub(crate) struct Database {
    /// Where it is.
    #[config(default = "postgres://localhost")]
    pub(crate) url: String,
    #[config(default = 5, deprecated)]
    pub(crate) size: u16,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Tls {
    #[config(default = 443)]
    pub(crate) port: u16,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Logging {
    #[config(default = "plain")]
    pub(crate) log_format: String,
    #[config(default)]
    pub(crate) log_targets: Vec<String>,
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "kebab-case")]
pub(crate) struct Peer {
    #[config(default = "localhost")]
    pub(crate) host_name: String,
    #[config(default = 80)]
    pub(crate) port: u16,
    #[config(default)]
    pub(crate) allowed_users: Vec<String>,
}

#[derive(Debug, Default, SuperConfig)]
#[config(rename_all = "snake_case")]
pub(crate) enum Storage {
    #[config(default)]
    #[default]
    Memory,
    /// In a directory.
    Disk {
        #[config(default = "/var")]
        path: String,
    },
    #[config(alias = "aws")]
    S3 {
        #[config(default = "b")]
        bucket: String,
        #[config(default = 3)]
        retries: u8,
    },
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
pub enum Queue {
    Local,
    /// Over the network.
    Redis {
        #[config(default = "r")]
        host: String,
        #[config(default = 6379)]
        port: u16,
    },
    Sqs {
        #[config(default = "q")]
        host: String,
        #[config(default)]
        port: String,
        #[config(default)]
        regions: Vec<String>,
    },
}

#[derive(Debug, SuperConfig)]
#[config(allow_unknown)]
pub(crate) struct Extra {
    #[config(default = 1)]
    pub(crate) known: u8,
    #[config(sources = "env")]
    pub(crate) outside: Option<u8>,
}

/// A file that says something of almost everything.
pub(crate) const FULL: &str = "
listen = '[::1]:80'\ntimeout = '1m 30s'\npool = 500\nratio = 0.25\nbyte = 255\nsigned = -5\nwide = 9\nnon_zero = 1\nnot_zero = -1
verbose = true\nname = 'abc'\nnetwork = 'udp'\nscale = 4\nletter = 'x'\nlimit = '1GiB'\nip = '::1'\nip4 = '10.0.0.1'\nip6 = '::1'
level = 'warn'\nsince = 2026-12-31T23:59:59Z\nday = 2026-12-31\nsite = 'https://example.com/'\nkey = 'dead'\ntags = ['x']
plugins = ['a']\nports = [1]\nwindow = [1, 2]\npair = ['a', 1]\nlabels = { a = 1 }\ndelays = { a = '1m' }\nmode = 'safe'
modes = ['fast']\npoint = { x = 1, y = 2 }\nopaque = { any = true }\nworkers = 3\ncores = [1]\napi_key = 'k'\nurl = 'u'\ncert = 'c'
storage = 'memory'
[database]\nurl = 'x'\n[replica]\nsize = 1\n[tls]\n[[peers]]\nport = 1\n[servers.a]\nhost-name = 'h'\n[queue]\ntype = 'redis'\nport = 1
[[sinks]]\ntype = 'local'\n[[sinks]]\ntype = 'sqs'\nregions = ['eu']\n[extra]\nknown = 2";

pub(crate) const GOOD: &[(Format, &str)] = &[
    (Toml, ""),
    (Json, "{}"),
    (Toml, "#:schema shop.schema.json\nlisten = '[::1]:80'"),
    (Json, r#"{"$schema": "shop.schema.json", "listen": "127.0.0.1:80"}"#),
    (Yaml, "# yaml-language-server: $schema=shop.schema.json\nlisten: 127.0.0.1:80"),
    (Yaml, "$schema: shop.schema.json"),
    (Toml, "'$schema' = 'shop.schema.json'"),
    (Toml, "bind = '127.0.0.1:80'"),
    (Toml, "timeout = '1m 30s'\n[delays]\na = 'PT1M'\nb = '0'\nc = '15 µs'\nd = ' 3min '"),
    (Toml, "timeout = 'PT1M'"),
    (Toml, "pool = 500\nratio = 0\nbyte = 255\nsigned = -9223372036854775808\nwide = 9223372036854775807"),
    (Json, r#"{"wide": 18446744073709551615, "ratio": 0.25}"#),
    (Toml, "non_zero = 1\nnot_zero = -1\nverbose = true"),
    (Toml, "name = 'abcdefgh'\nnetwork = 'udp'\nscale = 4\nletter = 'ü'"),
    (Toml, "limit = '1 GiB'"),
    (Toml, "limit = 1048576"),
    (Toml, "limit = '1.5m'"),
    (Toml, "ip = '::1'\nip4 = '10.0.0.1'\nip6 = '2001:db8::1'"),
    (Toml, "level = 'WARN'"),
    (Yaml, "level: off"),
    (Toml, "since = 2026-12-31T23:59:59Z\nday = 2026-12-31"),
    (Yaml, "since: 2026-12-31 23:59:59+02:00\nday: 2026-12-31"),
    (Toml, "site = 'https://example.com/ü'\nkey = '0xDE AD'\ncertificate = 'tls/cert.pem'"),
    (Toml, "tags = ['x', 'y']\ntags_add = ['z']\ntags-remove = ['x']\nports = [1, 65535]\nports_add = [2]"),
    (Toml, "plugins = ['a', 'b', 'c']"),
    (Toml, "window = [1, 2]\npair = ['a', 1]"),
    (Toml, "labels = { a = 1, 'b.c' = 2 }"),
    (Toml, "mode = 'safe'\nmodes = ['fast']\nmodes_add = ['safe']\npoint = { x = 1 }\nopaque = { any = true }"),
    (Toml, "accent = '#ff8800'\nworkers = 4\ncores = [1, 2]"),
    (Toml, "workers = '${WORKERS:-4}'\ncores = ['${CORE:-3}', 4]"),
    (Toml, "cores = '${CORES:-1,2}'"),
    (Toml, "api_key = 'k'\nold = 'o'\nurl = 'u'"),
    (Toml, "socket = 's'\ncert = 'c'"),
    (Toml, "[database]\nurl = 'x'\nsize = 3\n[replica]\nurl = 'y'\n[tls]"),
    (Toml, "[slave]\nsize = 3"),
    (Toml, "log_format = 'json'\nlog_targets_add = ['x']"),
    (
        Toml,
        "[[peers]]\nhost-name = 'a'\nallowed-users_add = ['x']\n[[peers]]\nallowed-users-add = ['y']\n[servers.alpha]\nport = 1",
    ),
    (Toml, "[[peers_add]]\nport = 2"),
    (Toml, "storage = 'memory'"),
    (Toml, "storage = 'disk'"),
    (Toml, "[storage.s3]\nbucket = 'b'"),
    (Toml, "[storage.aws]\nretries = 1"),
    (Json, r#"{"storage": {"memory": {}}}"#),
    (Toml, "queue = { type = 'local' }"),
    (Toml, "queue = { type = 'redis', port = 1 }"),
    (Toml, "queue = { type = 'sqs', port = '1', regions_add = ['eu'] }"),
    (Toml, "sinks = [{ type = 'local' }, { type = 'redis', host = 'h' }]"),
    (Toml, "[extra]\nknown = 2\nunknown = { a = 1 }"),
    (Toml, "[profile.prod]\npool = 20\n[profile.prod.database]\nurl = 'p'\n[profile.dev]\ntags_add = ['d']"),
    (Toml, "[profile]"),
];

pub(crate) const BAD: &[(Format, &str)] = &[
    (Toml, "lisen = '127.0.0.1:80'"),
    (Toml, "listen = '127.0.0.1'"),
    (Toml, "listen = 80"),
    (Toml, "bind = 80"),
    (Toml, "timeout = 30"),
    (Toml, "timeout = '30'"),
    (Toml, "timeout = ''"),
    (Toml, "delays = { a = 1 }"),
    (Toml, "pool = 0"),
    (Toml, "pool = 501"),
    (Toml, "pool = '10'"),
    (Toml, "pool = 1.5"),
    (Toml, "ratio = 1.0"),
    (Toml, "ratio = -0.1"),
    (Toml, "byte = 256"),
    (Toml, "byte = -1"),
    (Toml, "wide = -1"),
    (Toml, "non_zero = 0"),
    (Toml, "not_zero = 0"),
    (Toml, "verbose = 'true'"),
    (Toml, "verbose = 1"),
    (Yaml, "verbose: yes"),
    (Toml, "name = 'a'"),
    (Toml, "name = 'abcdefghi'"),
    (Toml, "name = 'ABC'"),
    (Toml, "name = 5"),
    (Toml, "network = 'tpc'"),
    (Toml, "scale = 3"),
    (Toml, "letter = 'xy'"),
    (Toml, "letter = ''"),
    (Toml, "limit = 1000"),
    (Toml, "limit = -1"),
    (Toml, "limit = 1.5"),
    (Toml, "limit = '10 potatoes'"),
    (Toml, "ip = 1"),
    (Toml, "ip4 = '::1'"),
    (Toml, "ip4 = '10.0.0.256'"),
    (Toml, "ip6 = '10.0.0.1'"),
    (Toml, "level = 'loud'"),
    (Yaml, "level: false"),
    (Toml, "since = 5"),
    (Toml, "tags = 'x'"),
    (Toml, "tags = [1]"),
    (Toml, "tags = []"),
    (Toml, "tags_add = 'x'"),
    (Toml, "tags_remov = ['x']"),
    (Toml, "ports = [65536]"),
    (Toml, "ports_remove = ['x']"),
    (Toml, "plugins = ['a', 'b', 'c', 'd']"),
    (Toml, "window = [1]"),
    (Toml, "window = [1, 2, 3]"),
    (Toml, "pair = ['a']"),
    (Toml, "pair = ['a', 'b']"),
    (Toml, "pair = ['a', 1, 2]"),
    (Toml, "labels = ['a']"),
    (Toml, "labels = { a = 'x' }"),
    (Toml, "labels_add = { a = 1 }"),
    (Toml, "mode = 'slow'"),
    (Toml, "mode = 1"),
    (Toml, "modes = ['slow']"),
    (Toml, "modes_add = ['slow']"),
    (Toml, "point = { y = 1 }"),
    (Toml, "point = { x = 1, z = 1 }"),
    (Toml, "accent = 16746496"),
    (Toml, "workers = 'four'"),
    (Toml, "workers = 65536"),
    (Toml, "cores = ['x']"),
    (Toml, "api_key = 5"),
    (Toml, "token = 't'"),
    (Toml, "url = 'u'\nsocket = 's'"),
    (Toml, "cert = 'c'\ncert_file = 'f'"),
    (Toml, "threads = 8"),
    (Toml, "database = 'x'"),
    (Toml, "database = []"),
    (Toml, "[database]\nurls = 'x'"),
    (Toml, "[database]\nsize = 'x'"),
    (Toml, "[replica]\nurls = 'x'"),
    (Toml, "[slave]\nurls = 'x'"),
    (Toml, "tls = true"),
    (Toml, "[logging]\nlog_format = 'json'"),
    (Toml, "log_format = 1"),
    (Toml, "peers = { host-name = 'a' }"),
    (Toml, "[[peers]]\nhost_name = 'a'"),
    (Toml, "peers = [1]"),
    (Toml, "peers = [{}, {}, {}]"),
    (Toml, "peers_remove = [{}]"),
    (Toml, "servers = [{}]"),
    (Toml, "[servers.alpha]\nhost_name = 'a'"),
    (Toml, "servers.alpha = 1"),
    (Toml, "storage = 'tape'"),
    (Toml, "storage = 5"),
    (Toml, "[storage.tape]"),
    (Toml, "[storage.s3]\npath = 'x'"),
    (Toml, "[storage.s3]\n[storage.disk]"),
    (Toml, "queue = 'local'"),
    (Toml, "queue = { type = 'kafka' }"),
    (Toml, "queue = { type = 1 }"),
    (Toml, "queue = { type = 'local', host = 'h' }"),
    (Toml, "queue = { type = 'redis', port = '1' }"),
    (Toml, "queue = { type = 'sqs', port = 1 }"),
    (Toml, "queue = { type = 'redis', regions_add = ['eu'] }"),
    (Toml, "sinks = [{ host = 'h' }]"),
    (Toml, "[extra]\nknown = 256"),
    (Toml, "[extra]\noutside = 1"),
    (Toml, "include = 5"),
    (Toml, "profile = 'prod'"),
    (Toml, "profile.prod = 'x'"),
    (Toml, "[profile.staging]"),
    (Toml, "[profile.prod]\npol = 20"),
];
