//! Where values stand in JSON and YAML, for those who ask for one place and for those who ask for all.

use std::collections::BTreeMap;

use superconfig::{Format, Origin, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Shop {
    #[config(default)]
    first: String,
    #[config(default)]
    second: u16,
    #[config(default)]
    list: Vec<u8>,
    #[config(nested)]
    inner: Inner,
    #[config(nested)]
    servers: Vec<Inner>,
    #[config(nested)]
    named: BTreeMap<String, Inner>,
}

#[derive(Debug, SuperConfig)]
struct Inner {
    #[config(default)]
    host: String,
    #[config(secret)]
    key: Option<String>,
}

/// The same by one setting, of which there is one place to be found.
#[derive(Debug, SuperConfig)]
#[config(name = "shop", allow_unknown)]
struct Second {
    #[config(default)]
    second: u16,
}

const JSON: &str = "\u{feff}{ \"first\": \"ä\", \"servers\": [{\"host\": \"a\"},\n  {\"key\": \"s\", \"host\": \"b\"}],\n\"sec\\u006fnd\": 5, \"named\":\n {\"a.b\": {\"host\": \"x\"}, \"é\": {\"host\":\"y\"}}, \"inner\": {\"host\": \"z\"}, \"list\": [1,\n2]}";
const YAML: &str = "\u{feff}first: ä\nservers:\n- {host: a}\n- key: s\n  host: &b b\nsecond: 5\nnamed:\n  a.b: {host: x}\n  é:\n    host: *b\ninner: {host: z}\nlist: [1, 2]\n";

fn places<T: SuperConfig>(format: Format, text: &str) -> BTreeMap<String, String> {
    let snapshot = T::builder().with_str(format, text).extract_snapshot().unwrap();
    let place = |(path, origin): (String, Origin)| match origin {
        Origin::Text { location: Some(at), .. } => Some((path, at.to_string())),
        _ => None,
    };
    snapshot.origins().filter_map(place).collect()
}

#[test]
fn every_place_is_found_whatever_the_keys_look_like() {
    let expected = |places: &[(&str, &str)]| -> BTreeMap<String, String> {
        places.iter().map(|(path, place)| ((*path).to_owned(), (*place).to_owned())).collect()
    };
    let json = expected(&[
        ("first", "1:12"),
        ("second", "3:16"),
        ("list", "4:77"),
        ("inner.host", "4:63"),
        ("servers[0].host", "1:38"),
        ("servers[1].host", "2:24"),
        ("servers[1].key", "2:11"),
        ("named.a.b.host", "4:19"),
        ("named.é.host", "4:38"),
    ]);
    let yaml = expected(&[
        ("first", "1:8"),
        ("second", "6:9"),
        ("list", "12:7"),
        ("inner.host", "11:15"),
        ("servers[0].host", "3:10"),
        ("servers[1].host", "5:12"),
        ("servers[1].key", "4:8"),
        ("named.a.b.host", "8:15"),
        ("named.é.host", "10:11"),
    ]);
    for (format, text, expected) in [(Format::Json, JSON, json), (Format::Yaml, YAML, yaml)] {
        let found = places::<Shop>(format, text);
        let alone = places::<Second>(format, text);
        assert_eq!(found.get("second"), alone.get("second"), "{format}");
        assert_eq!(found, expected, "{format}");
    }
}

#[test]
fn thousands_of_settings_are_placed() {
    const COUNT: usize = 20_000;
    // On one line, and on one each.
    for joint in ["", "\n"] {
        let servers: Vec<String> = (0..COUNT).map(|number| format!("{joint}{{\"host\": \"h{number}\"}}")).collect();
        let text = format!("{{\"servers\": [{}]}}", servers.join(","));
        for format in [Format::Json, Format::Yaml] {
            let found = places::<Shop>(format, &text);
            assert_eq!(found.len(), COUNT, "{format}");
            let last = if joint.is_empty() { text.rfind("\"h").unwrap() + 1 } else { 10 };
            let line = if joint.is_empty() { 1 } else { COUNT + 1 };
            assert_eq!(found[&format!("servers[{}].host", COUNT - 1)], format!("{line}:{last}"), "{format}");
        }
    }
}

#[test]
fn many_problems_in_a_large_text_have_their_places() {
    const COUNT: usize = 3_000;
    let line = |number: usize| {
        let value = if number + 90 < COUNT { "x" } else { "[]" };
        format!("  n{number}: {{host: {value}}}\n")
    };
    let text = format!("named:\n{}", (0..COUNT).map(line).collect::<String>());
    let error = Shop::builder().with_str(Format::Yaml, text).extract().unwrap_err();
    assert_eq!(error.problems().len(), 90);
    let last = error.problems()[89].origin().unwrap().to_string();
    assert_eq!(last, format!("<text>:{}:17", COUNT + 1));
}
