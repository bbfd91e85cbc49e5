//! A load of a dump gives the same config again, in each format, for values of all types and sections of all shapes.
#![allow(missing_docs, clippy::unreadable_literal, clippy::excessive_precision)]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
    ffi::OsString,
    fmt::Debug,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    num::{NonZero, NonZeroI8},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use indexmap::{IndexMap, IndexSet};
use regex::Regex;
use serde::{Deserialize, Serialize};
use superconfig::{Base64, Builder, ByteSize, Format, Hex, SuperConfig, field};
use url::Url;

const FORMATS: [Format; 3] = [Format::Toml, Format::Yaml, Format::Json];

/// Loads what it dumps, all of it and what differs from the defaults, and expects the same values and the same dump.
#[track_caller]
fn reads_back<T: SuperConfig + Debug>(builder: &Builder<T>, profiles: &[&str]) {
    let builder = builder.clone().with_profiles(profiles.iter().copied());
    let snapshot = builder.extract_snapshot().unwrap_or_else(|error| panic!("{error}"));
    let dump = builder.dump().unwrap();
    assert_eq!(snapshot.dump().with_origins().as_yaml(), dump.clone().with_origins().as_yaml());
    for format in FORMATS {
        for (kind, text) in [
            ("all", dump.as_format(format)),
            ("noted", dump.clone().with_origins().as_format(format)),
            ("changed", dump.clone().only_changed().as_format(format)),
        ] {
            let again = T::builder().with_profiles(profiles.iter().copied()).with_str(format, text.clone());
            let value = again.extract().unwrap_or_else(|error| panic!("{kind}:\n{text}\n{error}"));
            assert_eq!(format!("{value:?}"), format!("{:?}", snapshot.value()), "{kind}:\n{text}");
            let again = again.dump().unwrap();
            assert_eq!(again.as_format(format), dump.as_format(format));
            assert!(dump.diff(&again).is_empty(), "{}", dump.diff(&again));
            assert_eq!(again.only_changed().as_format(format), dump.clone().only_changed().as_format(format));
        }
    }
}

/// A config with one setting of a type, and one that may be absent.
macro_rules! settings {
    ($($test:ident: $ty:ty = $values:expr;)*) => {$(
        #[test]
        fn $test() {
            #[derive(Debug, SuperConfig)]
            #[config(name = "shop")]
            struct One {
                value: $ty,
                maybe: Option<$ty>,
                #[config(nested)]
                section: Section,
            }

            #[derive(Debug, SuperConfig)]
            struct Section {
                value: Option<$ty>,
            }

            let values: Vec<$ty> = $values.into_iter().collect();
            assert!(!values.is_empty());
            for value in values {
                let builder = One::builder().with_value(field!(One, value), value.clone());
                reads_back(&builder, &[]);
                let builder = builder.with_value(field!(One, maybe), Some(value.clone()));
                reads_back(&builder.with_value(field!(One, section.value), Some(value)), &[]);
            }
        }
    )*};
}

/// Texts that some format takes for something else, or cannot hold as they are.
fn texts() -> impl Iterator<Item = String> {
    [
        "",
        " ",
        " padded ",
        "plain",
        "two\nlines\n",
        "\r\n",
        "\t",
        "\"",
        "'",
        "''' \"\"\"",
        "\\",
        "a: b",
        "a #b",
        "# a",
        "- a",
        "[a]",
        "{a}",
        "a, b",
        "true",
        "No",
        "null",
        "~",
        "12",
        "0x1F",
        "1e3",
        ".inf",
        "NaN",
        "2026-12-31",
        "12:30:45",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a",
        "| a",
        "> a",
        "? a",
        "---",
        "...",
        "<<",
        "=",
        "${HOME}",
        "[redacted]",
        "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}[31m\u{7f}",
        "\u{80}\u{85}\u{9f}\u{a0}\u{ad}",
        "\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}\u{202e}",
        "Größe 尺寸 🦀 e\u{301}",
        "\u{10ffff}",
        "a\u{feff}",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain([["long text", "of many words"].repeat(30).join(" ")])
}

settings! {
    booleans: bool = [true, false];
    bytes_: u8 = [0, u8::MAX];
    u16s: u16 = [0, u16::MAX];
    u32s: u32 = [u32::MAX];
    u64s: u64 = [0, i64::MAX as u64, i64::MAX as u64 + 1, u64::MAX];
    u128s: u128 = [0, u64::MAX.into(), u128::from(u64::MAX) + 1, i128::MAX as u128, u128::MAX];
    usizes: usize = [usize::MAX];
    i8s: i8 = [i8::MIN, i8::MAX];
    i16s: i16 = [i16::MIN];
    i32s: i32 = [i32::MIN];
    i64s: i64 = [i64::MIN, i64::MAX];
    i128s: i128 = [i128::MIN, i128::MAX, i128::from(i64::MIN) - 1, -1];
    isizes: isize = [isize::MIN];
    non_zeros: NonZero<u64> = [NonZero::<u64>::MIN, NonZero::<u64>::MAX];
    non_zero_wide: NonZero<u128> = [NonZero::<u128>::MAX];
    non_zero_signed: NonZeroI8 = [NonZeroI8::MIN];
    f64s: f64 = [0.0, -0.0, 0.1, 1.0, -1.5, 1e300, 1e21, 1e16, 1e-7, 5e-324, f64::MAX, f64::MIN, f64::EPSILON, 1.0 / 3.0,
        9007199254740993.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    f32s: f32 = [0.1, -0.0, 16777217.0, f32::MAX, f32::MIN_POSITIVE, 1e-45, f32::NAN, f32::INFINITY, f32::NEG_INFINITY];
    chars: char = ['a', ' ', '\n', '\'', '"', '\\', '#', '~', '1', '🦀', '\u{0}', '\u{7f}', '\u{2028}', '\u{feff}'];
    strings: String = texts();
    boxed_strings: Box<str> = texts().map(Into::into);
    shared_strings: Arc<str> = texts().map(Into::into);
    os_strings: OsString = texts().map(Into::into);
    paths: PathBuf = ["/srv/shop", "relative/path", "~/home", "with space/#x", "C:\\Windows"].map(Into::into);
    boxed_paths: Box<Path> = ["/srv"].map(|path| Path::new(path).into());
    shared_paths: Arc<Path> = ["/srv"].map(|path| Path::new(path).into());
    socket_addresses: SocketAddr = ["127.0.0.1:80", "[::1]:443", "[fe80::1%3]:1"].map(|it| it.parse().unwrap());
    v4_addresses: SocketAddrV4 = ["0.0.0.0:0"].map(|it| it.parse().unwrap());
    v6_addresses: SocketAddrV6 = ["[::]:0", "[fe80::1%7]:1"].map(|it| it.parse().unwrap());
    ips: IpAddr = ["127.0.0.1", "::1", "::ffff:1.2.3.4"].map(|it| it.parse().unwrap());
    v4s: Ipv4Addr = [Ipv4Addr::BROADCAST];
    v6s: Ipv6Addr = [Ipv6Addr::LOCALHOST];
    durations: Duration = [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(1500), Duration::from_secs(86_400 * 400),
        Duration::new(u64::MAX, 0), Duration::MAX, Duration::from_secs(31_557_600), Duration::from_micros(2_630_016_000_001)];
    instants: SystemTime = [UNIX_EPOCH, UNIX_EPOCH + Duration::new(1_798_718_400, 123_456_789), UNIX_EPOCH + Duration::from_millis(5),
        UNIX_EPOCH + Duration::from_secs(253_402_300_799)];
    sizes: ByteSize = [0, 1, 1023, 1024, 1536, 1 << 20, 10_000_000, 1 << 60, u64::MAX - 1].map(ByteSize);
    base64s: Base64 = [vec![], vec![0], vec![0xde, 0xad, 0xbe, 0xef], (0..=255).collect::<Vec<u8>>()].map(Base64);
    hexes: Hex = [vec![], vec![0x12, 0x34], vec![0xde, 0xad]].map(Hex);
    urls: Url = ["https://example.com/a?b=c#d", "file:///etc", "data:,a%20b"].map(|it| it.parse().unwrap());
    regexes: Regex = ["^[a-z]+$", r"\d{2,}\\ # '''", "(?x) a\n b"].map(|it| Regex::new(it).unwrap());
    levels: log::Level = log::Level::iter();
    filters: log::LevelFilter = log::LevelFilter::iter();
    trace_levels: tracing_core::Level = [tracing_core::Level::ERROR, tracing_core::Level::TRACE];
    trace_filters: tracing_core::LevelFilter = [tracing_core::LevelFilter::OFF, tracing_core::LevelFilter::WARN];
    lists: Vec<String> = [vec![], texts().collect(), vec!["a,b".to_owned()], vec![String::new()]];
    lists_of_lists: Vec<Vec<f64>> = [vec![], vec![vec![]], vec![vec![1.0, f64::NAN], vec![]]];
    wide_integers: Vec<u64> = [vec![1, u64::MAX]];
    queues: VecDeque<bool> = [VecDeque::from([true])];
    sets: BTreeSet<u8> = [BTreeSet::new(), BTreeSet::from([3, 1, 2])];
    hash_sets: HashSet<String> = [HashSet::from(["a".to_owned()])];
    ordered_sets: IndexSet<u8> = [IndexSet::from([3, 1, 2])];
    boxed_lists: Box<[u8]> = [Box::from([1, 2])];
    shared_lists: Arc<[String]> = [Arc::from(["a".to_owned()])];
    arrays: [u8; 3] = [[1, 2, 3]];
    pairs: (String, u64) = [("1".to_owned(), 1), ("a".to_owned(), u64::MAX)];
    quadruples: (bool, f32, Duration, Vec<u8>) = [(true, f32::INFINITY, Duration::from_secs(90), vec![1])];
    maps: BTreeMap<String, String> = [BTreeMap::new(), texts().map(|it| (it.clone(), it)).collect(),
        BTreeMap::from([("a.b".to_owned(), "c".to_owned())])];
    hash_maps: HashMap<String, u8> = [HashMap::new(), HashMap::from([("x y".to_owned(), 1)])];
    ordered_maps: IndexMap<String, f64> = [IndexMap::from([("z".to_owned(), 1.0), ("a".to_owned(), f64::NAN)])];
    maps_of_lists: BTreeMap<String, Vec<Duration>> = [BTreeMap::from([("a".to_owned(), vec![]),
        ("b".to_owned(), vec![Duration::from_secs(1); 40])])];
    maps_of_maps: BTreeMap<String, BTreeMap<String, u8>> = [BTreeMap::from([("a".to_owned(), BTreeMap::new()),
        ("b".to_owned(), BTreeMap::from([("c".to_owned(), 1)]))])];
}

mod calendar {
    use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
    use jiff::{SignedDuration, Span, Timestamp, ToSpan as _, Zoned, civil, tz};

    use super::*;

    fn naive(nano: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 12, 31).unwrap().and_hms_nano_opt(23, 59, 59, nano).unwrap()
    }

    settings! {
        timestamps: Timestamp = [Timestamp::UNIX_EPOCH, Timestamp::new(1_798_718_400, 123_456_789).unwrap(), Timestamp::MIN, Timestamp::MAX];
        moments: civil::DateTime = [civil::date(2026, 12, 31).at(7, 5, 0, 0), civil::date(-1, 1, 1).at(0, 0, 0, 1)];
        days: civil::Date = [civil::date(2026, 12, 31), civil::date(1, 1, 1), civil::date(-9999, 1, 1)];
        hours: civil::Time = [civil::time(0, 0, 0, 0), civil::time(23, 59, 59, 999_999_999)];
        meetings: Zoned = ["2026-12-31T12:00:00[Europe/Berlin]", "2026-10-25T02:30:00+01:00[Europe/Berlin]", "2026-12-31T12:00:00+02:00[+02:00]",
            "2026-12-31T12:00:00+00:00[UTC]"].map(|it| it.parse().unwrap());
        zones: tz::TimeZone = [tz::TimeZone::UTC, tz::TimeZone::get("Europe/Berlin").unwrap(), tz::TimeZone::fixed(tz::offset(2)),
            tz::TimeZone::fixed(tz::offset(-11)), tz::TimeZone::fixed(tz::Offset::from_seconds(5_445).unwrap())];
        spans: Span = [Span::new(), 1.month().days(2), -(3.hours().minutes(5)), 1.year().nanoseconds(1)];
        signed: SignedDuration = [SignedDuration::ZERO, SignedDuration::from_secs(-5400), SignedDuration::MIN, SignedDuration::MAX,
            SignedDuration::from_nanos(-1)];
        utc: chrono::DateTime<Utc> = [Utc.from_utc_datetime(&naive(0)), Utc.from_utc_datetime(&naive(120_000_000))];
        fixed: chrono::DateTime<FixedOffset> = [FixedOffset::east_opt(7200).unwrap().from_utc_datetime(&naive(1)),
            FixedOffset::west_opt(12_600).unwrap().from_utc_datetime(&naive(0))];
        naive_moments: NaiveDateTime = [naive(0), naive(1), naive(500_000_000)];
        naive_days: NaiveDate = [NaiveDate::from_ymd_opt(2026, 2, 1).unwrap(), NaiveDate::from_ymd_opt(1, 1, 1).unwrap()];
        naive_hours: NaiveTime = [NaiveTime::MIN, NaiveTime::from_hms_nano_opt(7, 5, 0, 1).unwrap(), NaiveTime::from_hms_nano_opt(23, 59, 59, 1_500_000_000).unwrap()];
        offsets: FixedOffset = [FixedOffset::east_opt(0).unwrap(), FixedOffset::west_opt(12_600).unwrap(), FixedOffset::east_opt(5_445).unwrap()];
    }
}

mod through_serde {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Mode {
        Fast,
        Slow(u8),
        Pair(i64, String),
        Custom { level: u64, name: Option<String> },
        Wrapped(Box<Mode>),
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Point {
        x: f64,
        y: Option<i32>,
        nested: BTreeMap<String, Vec<Mode>>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Newtype(String);

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind", rename_all = "lowercase")]
    enum Tagged {
        A,
        B { n: u8 },
    }

    fn modes() -> Vec<Mode> {
        vec![
            Mode::Fast,
            Mode::Slow(3),
            Mode::Pair(-1, "a".to_owned()),
            Mode::Custom { level: 7, name: None },
            Mode::Custom { level: u64::MAX, name: Some("true".to_owned()) },
            Mode::Wrapped(Box::new(Mode::Slow(1))),
            Mode::Wrapped(Box::new(Mode::Fast)),
        ]
    }

    settings! {
        enums: Mode = modes();
        lists_of_enums: Vec<Mode> = [vec![], modes()];
        maps_of_enums: BTreeMap<String, Mode> = [BTreeMap::new(), modes().into_iter().enumerate().map(|(at, it)| (format!("k{at}"), it)).collect()];
        numbered: BTreeMap<u16, String> = [BTreeMap::from([(1, "a".to_owned()), (22, "b".to_owned())])];
        points: Point = [Point { x: 1.0, y: None, nested: BTreeMap::new() },
            Point { x: f64::NAN, y: None, nested: BTreeMap::new() },
            Point { x: f64::NEG_INFINITY, y: None, nested: BTreeMap::new() },
            Point { x: -0.5, y: Some(1), nested: BTreeMap::from([("a b".to_owned(), modes())]) }];
        newtypes: Newtype = texts().map(Newtype);
        tagged: Tagged = [Tagged::A, Tagged::B { n: 1 }];
        lists_of_points: Vec<Point> = [vec![Point { x: 2.5, y: None, nested: BTreeMap::new() }]];
        wide: (u8, u8, u8, u8, u8) = [(1, 2, 3, 4, 5)];
        signed_wide: Option<Vec<i128>> = [Some(vec![-1, 1, i128::MIN])];
    }
}

mod sections {
    use super::*;

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", profiles = ["dev", "prod"])]
    struct App {
        #[config(nested)]
        first: Empty,
        #[config(default = 1, profile(prod = 8))]
        workers: u16,
        #[config(default = "x", profile(prod = "y"))]
        label: Option<String>,
        #[config(nested)]
        maybe: Option<Leaf>,
        #[config(nested)]
        boxed: Box<Leaf>,
        #[config(flatten)]
        flat: Flat,
        #[config(nested)]
        list: Vec<Leaf>,
        #[config(nested)]
        maybe_list: Option<Vec<Leaf>>,
        #[config(nested)]
        map: BTreeMap<String, Leaf>,
        #[config(nested)]
        maybe_map: Option<BTreeMap<String, Leaf>>,
        #[config(nested, rename = "by key")]
        by_key: Keyed,
        #[config(nested)]
        maybe_key: Option<Keyed>,
        #[config(nested)]
        keyed_list: Vec<Keyed>,
        #[config(nested)]
        keyed_map: BTreeMap<String, Keyed>,
        #[config(nested)]
        tagged: Tagged,
        #[config(nested)]
        maybe_tagged: Option<Tagged>,
        #[config(nested)]
        tagged_list: Vec<Tagged>,
        #[config(nested)]
        tagged_map: BTreeMap<String, Tagged>,
        last: Option<u8>,
    }

    #[derive(Debug, SuperConfig)]
    struct Empty {
        nothing: Option<u8>,
    }

    #[derive(Debug, SuperConfig)]
    struct Leaf {
        #[config(default = "a", profile(dev = "d"))]
        name: String,
        #[config(nested)]
        inner: Option<Empty>,
        #[config(nested)]
        deeper: Vec<Deep>,
        #[config(default)]
        labels: BTreeMap<String, u8>,
    }

    #[derive(Debug, SuperConfig)]
    struct Deep {
        #[config(default = 3)]
        n: u8,
        #[config(nested)]
        keyed: Keyed,
    }

    #[allow(clippy::struct_field_names)]
    #[derive(Debug, SuperConfig)]
    struct Flat {
        #[config(default = 5)]
        flat_setting: u8,
        #[config(nested)]
        flat_section: Empty,
        #[config(flatten)]
        choice: Choice,
    }

    #[derive(Debug, SuperConfig)]
    #[config(rename_all = "lowercase")]
    enum Choice {
        #[config(default)]
        One {
            #[config(default = 1)]
            one: u8,
        },
        Two {
            #[config(default = 2)]
            two: u8,
        },
    }

    #[derive(Debug, SuperConfig)]
    #[config(rename_all = "kebab-case")]
    enum Keyed {
        Unit,
        #[config(default)]
        WithDefaults {
            #[config(default = 1)]
            n: u8,
            #[config(nested)]
            inside: Option<Empty>,
        },
        Wrapper(Empty),
        Needy {
            name: String,
        },
    }

    #[derive(Debug, SuperConfig)]
    #[config(tag = "type", rename_all = "kebab-case")]
    enum Tagged {
        #[config(default)]
        Nobody,
        Basic {
            user: String,
            #[config(default = 1)]
            n: u8,
        },
        Token(Leaf),
    }

    #[track_caller]
    fn app(toml: &str) {
        for profiles in [&["dev"][..], &["prod"], &["dev", "prod"], &[]] {
            reads_back(&App::builder().with_str(Format::Toml, toml), profiles);
        }
    }

    #[test]
    fn that_nobody_mentions() {
        app("");
    }

    #[test]
    fn that_are_there_and_say_nothing() {
        app("[maybe]");
        app("list = []\nmaybe_list = []\nmaybe_map = {}\nkeyed_list = []");
        app("maybe_key = 'unit'\nmaybe_tagged = { type = 'nobody' }");
        app("[maybe_key.with-defaults]\n[maybe_tagged]\ntype = 'token'");
        app("[[list]]\n[[list]]\n[map.a]\n[map.'b.c'.inner]");
        app("[maybe.inner]\n[boxed.inner]");
    }

    #[test]
    fn whose_variants_are_chosen_by_key() {
        app("'by key' = 'unit'");
        app("['by key'.wrapper]");
        app("['by key'.with-defaults]\nn = 2");
        app("['by key'.with-defaults.inside]");
        app("'by key'.needy.name = ''");
        app(
            "keyed_list = ['unit', { with-defaults = {} }, { wrapper = { nothing = 1 } }, { needy = { name = 'x' } }, 'wrapper']",
        );
        app("[[keyed_list]]\nwith-defaults = {}\n[[keyed_list]]\nneedy = { name = 'x' }");
        app("keyed_map = { a = 'unit', b = { with-defaults = {} }, 'c d' = { needy = { name = 'x' } } }");
    }

    #[test]
    fn whose_variants_are_chosen_by_tag() {
        app("tagged.type = 'nobody'");
        app("tagged = { type = 'basic', user = 'u' }");
        app("tagged = { type = 'token', deeper = [{}, { keyed = 'unit' }] }");
        app(
            "tagged_list = [{ type = 'nobody' }, { type = 'basic', user = 'u', n = 2 }, { type = 'token', inner = {} }]",
        );
        app("tagged_map = { a = { type = 'nobody' }, b = { type = 'basic', user = 'u' } }");
        app("[two]");
        app("[one]\none = 2");
        app("flat_setting = 6\nflat_section.nothing = 1\n[two]\ntwo = 3");
    }

    #[test]
    fn in_sections() {
        app("[[list]]\nname = 'x'\n[[list.deeper]]\n[[list.deeper]]\nn = 4\nkeyed = 'unit'\n[list.deeper.x]\n"
            .trim_end_matches("[list.deeper.x]\n"));
        app(
            "[map.'a b'.labels]\n'x.y' = 1\n[map.z]\nname = 'z'\n[[map.z.deeper]]\n[map.z.deeper.keyed.needy]\nname = 'n'",
        );
        app("workers = 9\nlast = 1\nlabel = 'y'\n[boxed]\nname = 'b'\n[[boxed.deeper]]\n[first]\nnothing = 0");
    }

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    struct Expanded {
        #[config(expand)]
        text: String,
        #[config(expand, default)]
        map: BTreeMap<String, Vec<String>>,
        #[config(default = "${HOME}")]
        plain: String,
    }

    #[test]
    fn with_strings_that_are_expanded() {
        let text = "text = '$${HOME} $$${X} $ {'\n[map]\n'${KEY}' = ['$${A}', '${B:-b}']";
        let builder = Expanded::builder().with_str(Format::Toml, text);
        assert_eq!(builder.extract().unwrap().text, "${HOME} $${X} $ {");
        reads_back(&builder, &[]);
    }

    /// Long keys and values are broken over lines.
    #[test]
    fn with_more_than_fits_on_a_line() {
        let labels: Vec<String> = (0..40).map(|at| format!("label-{at} = {at}")).collect();
        app(&format!("[maybe.labels]\n{0}\n[[list]]\n[list.labels]\n{0}\n[map.m.labels]\n{0}", labels.join("\n")));
    }

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    enum Root {
        Idle,
        Serve { port: u16 },
    }

    #[derive(Debug, SuperConfig)]
    #[config(name = "shop", tag = "mode")]
    enum TaggedRoot {
        Idle,
        Serve { port: u16 },
    }

    #[test]
    fn that_are_a_whole_config() {
        reads_back(&Root::builder().with_str(Format::Toml, "[Serve]\nport = 1"), &[]);
        reads_back(&Root::builder().with_str(Format::Toml, "[Idle]"), &[]);
        reads_back(&TaggedRoot::builder().with_str(Format::Toml, "mode = 'Serve'\nport = 1"), &[]);
        reads_back(&TaggedRoot::builder().with_str(Format::Toml, "mode = 'Idle'"), &[]);
    }
}
