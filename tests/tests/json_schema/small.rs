//! Small configs, each with something of its own at the top, and the one whose schemas are in `golden/`.

#![allow(dead_code)] // nobody reads the fields

use std::{collections::BTreeMap, time::Duration};

use serde::{Deserialize, Serialize};
use superconfig::{SecretString, SuperConfig};

/// Settings of the shop service. It is read at the start.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
pub(crate) struct Golden {
    /// Port to listen on.
    #[config(default = 8080, range = 1024.., profile(prod = 8443), alias = "http_port")]
    port: u16,
    /// How long a request may take. Longer ones are given up.
    #[config(default = "30s", example = "1m")]
    timeout: Duration,
    mode: Option<Mode>,
    #[config(default)]
    tags: Vec<String>,
    pair: Option<(String, u8)>,
    /// Key for the payment provider.
    api_key: SecretString,
    #[config(nested)]
    primary: Database,
    /// A copy to read from.
    #[config(nested)]
    replica: Option<Database>,
    #[config(nested)]
    queue: Queue,
}

/// How it works.
#[derive(Debug, Deserialize, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    Fast,
    Safe,
}

/// A database.
#[derive(Debug, SuperConfig)]
pub(crate) struct Database {
    url: String,
}

#[derive(Debug, SuperConfig)]
#[config(tag = "type", rename_all = "lowercase")]
pub(crate) enum Queue {
    #[config(default)]
    Local,
    Redis {
        host: String,
    },
}

/// Enums in enums.
#[derive(Debug, SuperConfig)]
#[config(name = "deep", tag = "kind", rename_all = "lowercase")]
pub(crate) enum Deep {
    Flat {
        #[config(default = 1)]
        own: u8,
    },
    Held(Holder),
}

#[derive(Debug, SuperConfig)]
pub(crate) struct Holder {
    #[config(nested)]
    inner: Tagged,
    #[config(nested)]
    list: Vec<Choice>,
}

#[derive(Debug, SuperConfig)]
#[config(name = "choice", rename_all = "lowercase")]
pub(crate) enum Choice {
    A {
        #[config(default = 1)]
        x: u8,
    },
    B {
        #[config(default = 1)]
        y: u8,
    },
}

#[derive(Debug, SuperConfig)]
#[config(name = "tagged", tag = "type", rename_all = "lowercase")]
pub(crate) enum Tagged {
    A {
        #[config(default = 1)]
        x: u8,
    },
    B {
        #[config(default)]
        x: String,
    },
}

#[derive(Debug, SuperConfig)]
#[config(rename_all = "lowercase")]
pub(crate) enum Pick {
    C {
        #[config(default = 1)]
        z: u8,
    },
    D,
}

#[derive(Debug, SuperConfig)]
#[config(name = "flat")]
pub(crate) struct Flat {
    #[config(default = 1)]
    own: u8,
    #[config(flatten)]
    pick: Pick,
}

#[derive(Debug, SuperConfig)]
#[config(name = "flat")]
pub(crate) struct FlatTagged {
    #[config(default = 1)]
    own: u8,
    #[config(flatten)]
    tagged: Tagged,
}

/// Sections and other types of one name, and types that refer to others.
#[derive(Debug, SuperConfig)]
#[config(name = "names")]
pub(crate) struct Names {
    #[config(nested)]
    one: Database,
    #[config(nested)]
    two: Option<Database>,
    foreign: Option<foreign::Database>,
    list: Option<Vec<foreign::Database>>,
    map: Option<BTreeMap<String, foreign::Node>>,
    /// A reader of its own takes text.
    #[config(parse = node)]
    node: Option<foreign::Node>,
}

fn node(text: &str) -> Result<foreign::Node, String> {
    if text.is_empty() {
        return Err("empty".to_owned());
    }
    Ok(foreign::Node { name: text.to_owned(), next: None })
}

pub(crate) mod foreign {
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    #[derive(Debug, Deserialize, Serialize, JsonSchema)]
    pub(crate) struct Database {
        tables: (u8, Mode),
    }

    #[derive(Debug, Deserialize, Serialize, JsonSchema)]
    #[serde(rename_all = "lowercase")]
    enum Mode {
        On,
        Off,
    }

    #[derive(Debug, Deserialize, Serialize, JsonSchema)]
    pub(crate) struct Node {
        pub(crate) name: String,
        pub(crate) next: Option<Box<Node>>,
    }
}

/// Keys that need care, and settings with the names of what else stands in files.
#[derive(Debug, SuperConfig)]
#[config(name = "odd", profile_key = "over/lay~")]
pub(crate) struct Odd {
    #[config(default = 1, rename = "a/b~c d\"ü")]
    strange: u8,
    #[config(default = 1)]
    include: u8,
    #[config(default, rename = "x+y(z")]
    list: Vec<String>,
    /// A field of its own, no operator.
    #[config(default = 1, rename = "x+y(z_add")]
    other: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "plain", profile_key = false, env_prefix = "")]
pub(crate) struct Plain {
    #[config(default = 1, profile(eu = 2))]
    level: u8,
    #[config(default)]
    labels: BTreeMap<String, u8>,
}

/// Rules whose judgement is not about what a file says.
#[derive(Debug, SuperConfig)]
#[config(name = "merged")]
pub(crate) struct Merged {
    #[config(default = 1, merge = u32::max, range = 1..=9)]
    level: u32,
    #[config(default = vec![1, 2], merge = "append", length = 2..)]
    list: Vec<u8>,
    #[config(default = BTreeMap::from([("a".to_owned(), 1)]), non_empty)]
    map: BTreeMap<String, u8>,
    #[config(relative_path, one_of = ["/etc/a"])]
    path: Option<std::path::PathBuf>,
    #[config(default = "a", validate = short)]
    word: String,
    #[config(default = "30s", one_of = ["30s", "60s"])]
    wait: Duration,
    #[config(default = "a", pattern = r"(?i)^\pL$")]
    letter: String,
    #[config(default = "open-sesame", one_of = ["open-sesame", "hunter2"], pattern = "^[a-z0-9-]+$")]
    secret: SecretString,
    #[config(default = Odd2 { x: 1 })]
    opaque: Odd2,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Odd2 {
    x: u8,
}

fn short(text: &str) -> Result<(), String> {
    if text.len() < 9 { Ok(()) } else { Err("too long".to_owned()) }
}

#[derive(Debug, SuperConfig)]
#[config(mount = "json_schema_telemetry")]
pub(crate) struct Telemetry {
    #[config(default = 1)]
    interval: u8,
}

#[derive(Debug, SuperConfig)]
#[config(name = "mounting", mounts)]
pub(crate) struct Mounting {
    #[config(default = 1)]
    level: u8,
}

/// A tool that reads the same files.
#[derive(Debug, SuperConfig)]
#[config(name = "mounting")]
pub(crate) struct Tool {
    #[config(default = 1)]
    level: u8,
}
