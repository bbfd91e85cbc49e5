//! What the three configurations hold: sections, settings, defaults, and what the file and the environment set.
//!
//! Texts of values are JSON, which is also TOML, YAML and Rust for everything but maps.

/// One configuration: its settings outside any section, then its sections.
pub(crate) struct Schema {
    pub(crate) name: &'static str,
    pub(crate) settings: Vec<Setting>,
    pub(crate) sections: Vec<Section>,
}

pub(crate) struct Section {
    pub(crate) key: &'static str,
    pub(crate) settings: Vec<Setting>,
}

pub(crate) struct Setting {
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) default: Option<String>,
    pub(crate) file: Option<String>,
    /// What a variable sets. Only keys of one word, because figment and config-rs find a key by splitting the
    /// variable's name at each `_`.
    pub(crate) env: Option<String>,
}

/// Types that every contender reads without an adapter of its own.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Bool,
    U16,
    U32,
    U64,
    F64,
    Text,
    OptionalText,
    OptionalU32,
    Texts,
    Floats,
    /// Not settable by a variable: the contenders agree on no syntax for it.
    Map,
}

impl Kind {
    pub(crate) fn rust(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F64 => "f64",
            Self::Text => "String",
            Self::OptionalText => "Option<String>",
            Self::OptionalU32 => "Option<u32>",
            Self::Texts => "Vec<String>",
            Self::Floats => "Vec<f64>",
            Self::Map => "BTreeMap<String, String>",
        }
    }
}

impl Setting {
    fn new(key: &'static str, kind: Kind) -> Self {
        Self { key, kind, default: None, file: None, env: None }
    }

    fn default(self, value: impl Into<String>) -> Self {
        Self { default: Some(value.into()), ..self }
    }

    fn file(self, value: impl Into<String>) -> Self {
        Self { file: Some(value.into()), ..self }
    }

    fn env(self, value: impl Into<String>) -> Self {
        assert!(!self.key.contains('_'), "{} would not be found by every contender", self.key);
        Self { env: Some(value.into()), ..self }
    }
}

impl Schema {
    pub(crate) fn all() -> [Self; 3] {
        [small(), medium(), large()]
    }

    /// Every setting with its section's key.
    pub(crate) fn walk(&self) -> impl Iterator<Item = (Option<&'static str>, &Setting)> {
        let nested =
            self.sections.iter().flat_map(|section| section.settings.iter().map(|one| (Some(section.key), one)));
        self.settings.iter().map(|one| (None, one)).chain(nested)
    }
}

/// A small service: 8 settings, 3 from the environment.
fn small() -> Schema {
    use Kind::{Bool, OptionalText, Text, Texts, U16, U32, U64};
    Schema {
        name: "small",
        settings: vec![
            Setting::new("name", Text).file(r#""shop""#),
            Setting::new("host", Text).default(r#""127.0.0.1""#).file(r#""0.0.0.0""#).env("shop.example.com"),
            Setting::new("port", U16).default("8080").file("8443").env("9443"),
            Setting::new("workers", U32).default("4").file("16"),
            Setting::new("request_timeout", U64).default("30").file("45"),
            Setting::new("debug", Bool).default("false").env("true"),
            Setting::new("log_file", OptionalText).file(r#""/var/log/shop.log""#),
            Setting::new("origins", Texts).file(r#"["https://shop.example.com", "https://admin.example.com"]"#),
        ],
        sections: vec![],
    }
}

/// An ordinary service: 45 settings, 42 of them in 7 sections, 10 from the environment.
fn medium() -> Schema {
    Schema {
        name: "medium",
        settings: vec![
            Setting::new("name", Kind::Text).file(r#""shop""#),
            Setting::new("workers", Kind::U32).default("10").file("16").env("24"),
            Setting::new("shutdown_grace", Kind::U64).default("15"),
        ],
        sections: serving().into_iter().chain(operating()).collect(),
    }
}

fn serving() -> [Section; 4] {
    use Kind::{Bool, F64, OptionalText, OptionalU32, Text, Texts, U16, U32, U64};
    let server = vec![
        Setting::new("host", Text).default(r#""127.0.0.1""#).file(r#""0.0.0.0""#).env("shop.example.com"),
        Setting::new("port", U16).default("8080").file("8443").env("9443"),
        Setting::new("max_connections", U32).default("1024").file("4096"),
        Setting::new("request_timeout", U64).default("30").file("45"),
        Setting::new("keep_alive", Bool).default("true"),
        Setting::new("origins", Texts).file(r#"["https://shop.example.com", "https://admin.example.com"]"#),
    ];
    let database = vec![
        Setting::new("url", Text)
            .file(r#""postgres://shop@localhost/shop""#)
            .env("postgres://shop@db.internal:5432/shop"),
        Setting::new("pool_size", U32).default("10").file("50"),
        Setting::new("min_idle", OptionalU32).file("5"),
        Setting::new("connect_timeout", U64).default("5"),
        Setting::new("log_statements", Bool).default("false").file("true"),
        Setting::new("replicas", Texts)
            .file(r#"["postgres://replica-1/shop", "postgres://replica-2/shop", "postgres://replica-3/shop"]"#),
    ];
    let cache = vec![
        Setting::new("backend", Text).default(r#""memory""#).file(r#""redis""#),
        Setting::new("url", OptionalText).file(r#""redis://localhost:6379/2""#),
        Setting::new("ttl", U64).default("300").file("900").env("1200"),
        Setting::new("capacity", U64).default("2048").file("8192"),
        Setting::new("compress", Bool).default("false").file("true"),
        Setting::new("hit_target", F64).default("0.8").file("0.95"),
    ];
    let auth = vec![
        Setting::new("issuer", Text).file(r#""https://login.example.com""#).env("https://login.example.org"),
        Setting::new("audience", Text).default(r#""shop""#).file(r#""shop-api""#),
        Setting::new("token_lifetime", U64).default("3600").file("1800"),
        Setting::new("leeway", U32).default("10"),
        Setting::new("required", Bool).default("true").file("true"),
        Setting::new("keys", Texts).file(r#"["ed25519:primary", "ed25519:secondary"]"#),
    ];
    [
        Section { key: "server", settings: server },
        Section { key: "database", settings: database },
        Section { key: "cache", settings: cache },
        Section { key: "auth", settings: auth },
    ]
}

fn operating() -> [Section; 3] {
    use Kind::{Bool, Floats, Map, OptionalText, Text, Texts, U16, U32, U64};
    let log = vec![
        Setting::new("level", Text).default(r#""info""#).file(r#""debug""#).env("warn"),
        Setting::new("format", Text).default(r#""text""#).file(r#""json""#),
        Setting::new("file", OptionalText).file(r#""/var/log/shop/current.log""#),
        Setting::new("color", Bool).default("true").file("false"),
        Setting::new("max_files", U32).default("7").file("14"),
        Setting::new("targets", Texts).file(r#"["shop=debug", "hyper=info", "sqlx=warn"]"#),
    ];
    let mail = vec![
        Setting::new("host", Text).default(r#""localhost""#).file(r#""smtp.example.com""#),
        Setting::new("port", U16).default("25").file("587").env("2525"),
        Setting::new("sender", Text).file(r#""shop@example.com""#),
        Setting::new("username", OptionalText).file(r#""mailer""#),
        Setting::new("password", OptionalText).env("correct-horse-battery"),
        Setting::new("start_tls", Bool).default("false").file("true"),
    ];
    let metrics = vec![
        Setting::new("listen", Text).default(r#""127.0.0.1:9090""#).file(r#""0.0.0.0:9090""#),
        Setting::new("path", Text).default(r#""/metrics""#),
        Setting::new("enabled", Bool).default("false").file("false").env("true"),
        Setting::new("interval", U64).default("15").file("10"),
        Setting::new("buckets", Floats).file("[0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]"),
        Setting::new("labels", Map).file(r#"{"region": "eu-central", "team": "shop", "tier": "1"}"#),
    ];
    [
        Section { key: "log", settings: log },
        Section { key: "mail", settings: mail },
        Section { key: "metrics", settings: metrics },
    ]
}

/// Names of the sections of the large configuration.
#[rustfmt::skip]
const SERVICES: [&str; 40] = [
    "accounts", "alerts", "archive", "assets", "audit", "backup", "basket", "billing", "catalog", "checkout",
    "coupons", "crawler", "delivery", "documents", "exports", "forum", "gateway", "geocoder", "identity", "imports",
    "inventory", "invoices", "ledger", "mailer", "media", "messages", "notices", "orders", "payments", "pricing",
    "profiles", "queue", "ratings", "refunds", "reports", "search", "sessions", "shipping", "stock", "tracking",
];

/// A configuration of many services: 400 settings in 40 sections, 40 from the environment.
fn large() -> Schema {
    Schema { name: "large", settings: vec![], sections: SERVICES.into_iter().enumerate().map(service).collect() }
}

fn service((index, key): (usize, &'static str)) -> Section {
    let mut settings = vec![
        Setting::new("host", Kind::Text).file(format!(r#""{key}.internal""#)),
        Setting::new("port", Kind::U16).default("8080").file((7000 + index).to_string()),
        Setting::new("user", Kind::Text).default(r#""service""#).file(format!(r#""{key}-rw""#)),
        Setting::new("token", Kind::OptionalText).file(format!(r#""token-{index:03}""#)),
        Setting::new("enabled", Kind::Bool).default("true").file((index % 3 != 0).to_string()),
        Setting::new("timeout", Kind::U64).default("30").file((10 + index).to_string()),
        Setting::new("max_retries", Kind::U32).default("3"),
        Setting::new("backoff_factor", Kind::F64).default("1.5").file(format!("{}.25", index % 4)),
        Setting::new("burst_limit", Kind::OptionalU32).file((100 + index).to_string()),
        Setting::new("tags", Kind::Texts).file(format!(r#"["{key}", "zone-{}"]"#, index % 5)),
    ];
    // One variable for each section, of a different type from one section to the next.
    let (position, value) = match index % 4 {
        0 => (0, format!("{key}.example.com")),
        1 => (1, (9000 + index).to_string()),
        2 => (4, (index % 3 == 0).to_string()),
        _ => (5, (600 + index).to_string()),
    };
    let setting = settings.remove(position).env(value);
    settings.insert(position, setting);
    Section { key, settings }
}
