use superconfig::SuperConfig;

#[derive(SuperConfig)]
#[serde(transparent)]
struct Transparent {
    port: u16,
}

#[derive(SuperConfig)]
#[serde(tag = "type", from = "Other", try_from = "Other", remote = "Other", untagged, content = "c")]
struct Struct {
    #[serde(borrow)]
    borrowed: String,
    #[serde(getter = "get")]
    getter: String,
    #[serde(other)]
    other: String,
    #[serde(renam = "a")]
    misspelt: String,
    #[serde(banana)]
    unknown: String,
    #[serde(rename(deserialise = "a"))]
    direction: String,
    #[serde(rename = "")]
    empty: String,
    #[serde(alias = "empty", default = "not a path")]
    path: String,
    #[serde(flatten)]
    rest: std::collections::HashMap<String, String>,
}

#[derive(SuperConfig)]
#[serde(rename_all = "Kebab-case")]
struct Rule {
    #[serde(secret)]
    ours: u16,
    #[serde]
    alone: u16,
}

fn main() {}
