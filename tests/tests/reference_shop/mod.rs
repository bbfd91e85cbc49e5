//! A config with one of everything, some of it hostile, for what is written about configs.

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, time::Duration};

use superconfig::{ByteSize, SecretString, SuperConfig};

/// Settings of the shop service.
///
/// They are read once, when it starts. See the [handbook](https://shop.example/handbook) for
///
/// - how to run it,
/// - what `SHOP_PROFILE` does.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles(dev, prod, ci = ["dev"]))]
#[config(removed(bind = "use `listen` instead"))]
#[config(at_most_one_of("motd", "banner"))]
pub(crate) struct Shop {
    /// Address the HTTP server binds.
    ///
    /// ```toml
    /// listen = "[::]:80"
    /// ```
    #[config(default = "127.0.0.1:8080", profile(prod = "0.0.0.0:443"), alias = "addr")]
    pub(crate) listen: SocketAddr,
    /// How long a request may take.
    #[config(default = "30s", range = "1s"..="5m")]
    pub(crate) timeout: Duration,
    /// Who runs it.
    pub(crate) operator: String,
    /// Shown on the front page.
    pub(crate) motd: Option<String>,
    /// Shown on every page.
    pub(crate) banner: Option<String>,
    /// Key for the payment provider.
    #[config(default = "planted-key-1", profile(prod = "planted-key-2"), sources = "env | secrets")]
    pub(crate) api_key: SecretString,
    #[config(secret, one_of = ["swordfish", "open sesame"])]
    pub(crate) word: Option<String>,
    #[config(default = 4, deprecated(since = "2.1", use = "pool.size"))]
    pub(crate) workers: u16,
    #[config(default = "info", one_of = ["debug", "info", "warn"], requires = "operator")]
    pub(crate) level: String,
    #[config(default = vec!["EUR".to_owned()], merge = "append", length = 1..=9)]
    pub(crate) currencies: Vec<String>,
    #[config(default)]
    pub(crate) labels: BTreeMap<String, String>,
    #[config(default = "1MiB")]
    pub(crate) max_body: ByteSize,
    #[config(relative_path)]
    pub(crate) pages: Option<PathBuf>,
    #[config(default = Mode::Fast)]
    pub(crate) mode: Mode,
    #[config(flatten)]
    pub(crate) limits: Limits,
    #[config(nested)]
    pub(crate) tls: Option<Tls>,
    /// The servers behind it.
    #[config(nested)]
    pub(crate) servers: BTreeMap<String, Server>,
    #[config(nested, length = 0..=3)]
    pub(crate) replicas: Vec<Server>,
    /// Where pictures are kept.
    #[config(nested)]
    pub(crate) storage: Storage,
    #[config(nested)]
    pub(crate) cache: Cache,
    #[config(nested)]
    pub(crate) hostile: Hostile,
}

#[derive(Debug, serde::Deserialize)]
pub(crate) enum Mode {
    Fast,
    Safe,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Limits {
    /// Requests at one time.
    #[config(default = 100, profile(dev = 5), range = 1..)]
    pub(crate) max_requests: u64,
}

/// Encryption.
#[derive(Debug, SuperConfig)]
pub(crate) struct Tls {
    /// The certificate chain.
    pub(crate) certificate: PathBuf,
    #[config(secret)]
    pub(crate) passphrase: Option<String>,
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Server {
    /// Its name or number.
    pub(crate) host: String,
    #[config(default = 80)]
    pub(crate) port: u16,
    #[config(nested)]
    pub(crate) tls: Option<Tls>,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "snake_case")]
pub(crate) enum Storage {
    /// A directory.
    #[config(default)]
    Local {
        /// Which.
        #[config(default = "pictures")]
        path: PathBuf,
    },
    /// A bucket.
    S3 {
        bucket: String,
        /// Where in it.
        path: Option<String>,
    },
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "snake_case")]
pub(crate) enum Cache {
    /// None at all.
    Off,
    /// In another process.
    Redis(Redis),
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Redis {
    pub(crate) url: String,
}

#[allow(clippy::doc_markdown, reason = "it is hostile")]
/// Text that would be something else if it were not escaped: </style><script>window.broken = 1</script> <img src=x onerror="window.broken = 2"> `a | b`.
#[derive(Debug, SuperConfig)]
#[config(removed(old = "</script><script>window.broken = 3</script>"))]
pub(crate) struct Hostile {
    /// ```
    /// </code></pre><script>window.broken = 4</script>
    /// ```
    /// <!-- [x](javascript:window.broken=5) [y](https://a.example/"onclick="window.broken=6) -->
    #[config(default = "</script><script>window.broken = 7</script>`|<b>\u{1b}[31m", deprecated = "<b>never</b>")]
    pub(crate) markup: String,
    /// .SH NOT A HEADING
    /// .sp
    #[config(default = ".nf \\fB 'quoted' \"twice\"", profile(dev = "\n.so /etc/passwd"))]
    pub(crate) roff: String,
    /// `unclosed
    #[config(rename = "a \"b\" <i>&'")]
    pub(crate) odd_key: Option<String>,
}
