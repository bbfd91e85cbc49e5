//! The types that the library reads itself, beyond those of `environment.rs` and `formats.rs`.
#![allow(missing_docs, clippy::needless_pass_by_value)] // builders are made to be passed along

use std::{
    collections::{BTreeSet, HashSet, VecDeque},
    fmt::Debug,
    num::{NonZero, NonZeroI8, NonZeroU16, NonZeroU64},
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use indexmap::{IndexMap, IndexSet};
use regex::Regex;
use superconfig::{
    Base64, Builder, ByteSize, ExposeSecret, Format, Hex, ProblemKind, SecretBase64, SecretBox, SecretBytes, SecretHex,
    SuperConfig,
};
use superconfig_tests::only;
use url::Url;

/// A config with one setting, `value`, of some type.
macro_rules! config {
    ($name:ident, $ty:ty) => {
        #[derive(SuperConfig)]
        #[config(name = "shop")]
        struct $name {
            value: $ty,
        }

        impl One for $name {
            type Value = $ty;

            fn value(self) -> $ty {
                self.value
            }
        }
    };
}

trait One: SuperConfig {
    type Value;

    fn value(self) -> Self::Value;
}

fn toml<C: One>(value: &str) -> Builder<C> {
    C::builder().with_str(Format::Toml, format!("value = {value}"))
}

fn variable<C: One>(value: &str) -> Builder<C> {
    C::builder().with_env_vars([("SHOP_VALUE", value)])
}

#[track_caller]
fn get<C: One>(builder: Builder<C>) -> C::Value {
    builder.extract().unwrap_or_else(|error| panic!("{error}")).value()
}

/// A string that TOML, JSON, YAML and the environment hold alike.
#[track_caller]
fn reads<C: One<Value: PartialEq + Debug>>(text: &str, expected: &C::Value) {
    let json = serde_json::to_string(text).expect("a string");
    for builder in [
        toml::<C>(&json),
        C::builder().with_str(Format::Json, format!("{{\"value\": {json}}}")),
        C::builder().with_str(Format::Yaml, format!("value: {json}")),
        variable::<C>(text),
    ] {
        assert_eq!(&get(builder), expected);
    }
}

#[track_caller]
fn refusal<C: One>(builder: Builder<C>) -> String {
    let Err(error) = builder.extract() else { panic!("it is not refused") };
    assert_eq!((only(&error).kind(), only(&error).path()), (ProblemKind::WrongType, "value"));
    only(&error).message().to_owned()
}

#[track_caller]
fn refuses<C: One>(text: &str, message: &str) {
    assert_eq!(refusal(variable::<C>(text)), message);
}

config!(Port, NonZeroU16);
config!(Step, NonZeroI8);
config!(Count, NonZero<u64>);
config!(Signed, NonZero<i64>);

#[test]
fn numbers_that_are_not_zero() {
    assert_eq!(get(toml::<Port>("65535")), NonZeroU16::MAX);
    assert_eq!(get(variable::<Port>("1")).get(), 1);
    assert_eq!(get(toml::<Step>("-128")), NonZeroI8::MIN);
    assert_eq!(get(toml::<Count>("7")), NonZeroU64::new(7).unwrap());
    assert_eq!(refusal(toml::<Port>("0")), "expected an integer from 1 to 65535, found the integer 0");
    assert_eq!(refusal(toml::<Port>("65536")), "expected an integer from 1 to 65535, found the integer 65536");
    assert_eq!(refusal(toml::<Port>("'1'")), "expected an integer from 1 to 65535, found the string \"1\"");
    refuses::<Step>("0", "expected an integer from -128 to 127, but not 0, found the text \"0\"");
    refuses::<Count>("0", "expected an integer of 1 or more, found the text \"0\"");
    refuses::<Signed>("0", "expected an integer other than 0, found the text \"0\"");
}

config!(Wide, u128);
config!(Large, u64);
config!(Small, u8);
config!(Real, f32);

#[test]
fn numbers_that_a_format_has_none_for_are_strings() {
    let wide = u128::MAX.to_string();
    reads::<Wide>(&wide, &u128::MAX);
    reads::<Large>("18446744073709551615", &u64::MAX);
    reads::<Real>("inf", &f32::INFINITY);
    reads::<Real>("-inf", &f32::NEG_INFINITY);
    assert!(get(toml::<Real>("'NaN'")).is_nan());
    let wanted = "expected an integer of 0 or more, found the string";
    assert_eq!(refusal(toml::<Large>("'7'")), format!("{wanted} \"7\""));
    assert_eq!(refusal(toml::<Large>("'9223372036854775807'")), format!("{wanted} \"9223372036854775807\""));
    assert_eq!(refusal(toml::<Large>("' 18446744073709551615'")), format!("{wanted} \" 18446744073709551615\""));
    assert_eq!(refusal(toml::<Large>("'18446744073709551616'")), format!("{wanted} \"18446744073709551616\""));
    let found = "expected an integer from 0 to 255, found the string \"18446744073709551615\"";
    assert_eq!(refusal(toml::<Small>("'18446744073709551615'")), found);
    for text in ["'1.5'", "'infinity'", "'nan'", "'1e999'"] {
        assert!(refusal(toml::<Real>(text)).starts_with("expected a number that fits f32, found the string"), "{text}");
    }
}

config!(BoxedPath, Box<Path>);
config!(SharedPath, Arc<Path>);

#[test]
fn paths_behind_pointers() {
    reads::<BoxedPath>("/srv/shop", &Path::new("/srv/shop").into());
    reads::<SharedPath>("/srv/shop", &Path::new("/srv/shop").into());
    assert_eq!(refusal(toml::<BoxedPath>("5")), "expected a path, found the integer 5");
}

config!(Instant, SystemTime);

#[test]
fn points_in_time() {
    let noon = UNIX_EPOCH + Duration::from_secs(1_798_718_400);
    for text in
        ["2026-12-31T12:00:00Z", "2026-12-31T14:00:00+02:00", "2026-12-31 06:30:00.000-05:30", "2026-12-31t12:00:00z"]
    {
        if text.contains('T') {
            assert_eq!(get(toml::<Instant>(text)), noon, "{text}");
        }
        reads::<Instant>(&text.replace('t', "T"), &noon);
    }
    let wanted = "expected a date and time with its offset from UTC, such as \"2026-12-31T23:59:59Z\", found";
    assert_eq!(
        refusal(toml::<Instant>("2026-12-31T12:00:00")),
        format!("{wanted} the date 2026-12-31T12:00:00: its offset from UTC is missing; add `Z` for UTC")
    );
    for text in [
        "2026-12-31",
        "2026-12-31T12:00:00+2:00",
        "2026-12-31T12:00:00+24:00",
        "2026-12-31T12:00:00+",
        "2026-12-31T12:00:00+02:00:00",
        "2026-02-30T12:00:00Z",
        "1969-12-31T12:00:00Z",
        "yesterday, at about noon, Z",
        "ääääääääääääääääääääZ",
    ] {
        refuses::<Instant>(text, &format!("{wanted} the text {text:?}"));
    }
}

config!(Set, BTreeSet<u16>);
config!(Hashed, HashSet<Duration>);
config!(Ordered, IndexSet<String>);
config!(Queue, VecDeque<String>);
config!(Boxed, Box<[ByteSize]>);
config!(Shared, Arc<[char]>);

#[test]
fn lists_of_every_kind() {
    assert_eq!(get(toml::<Set>("[3, 1, 3]")), BTreeSet::from([1, 3]));
    assert_eq!(get(variable::<Hashed>("30s, 1m")), HashSet::from([Duration::from_secs(30), Duration::from_secs(60)]));
    assert_eq!(get(variable::<Ordered>("b, a, b")), IndexSet::from(["b".to_owned(), "a".to_owned()]));
    assert_eq!(get(variable::<Queue>(r#"["01", "a,b"]"#)), ["01", "a,b"]);
    assert_eq!(*get(toml::<Boxed>("['1KiB', 5]")), [ByteSize(1024), ByteSize(5)]);
    assert_eq!(*get(toml::<Shared>("['a', 'b']")), ['a', 'b']);
    let queue = Queue::builder().with_env_vars([("SHOP_VALUE__1", "b"), ("SHOP_VALUE__0", "a")]);
    assert_eq!(get(queue), ["a", "b"]);
    let error = Set::builder().with_str(Format::Toml, "value = [1, -1]").extract().err().expect("-1 is no u16");
    assert_eq!(only(&error).path(), "value[1]");
    assert_eq!(refusal(toml::<Set>("{ a = 1 }")), "expected a list, found a table");
}

config!(Triple, [u8; 3]);
config!(Single, [String; 1]);
config!(SecretPair, [SecretBox<u32>; 2]);

#[test]
fn arrays_have_their_length() {
    assert_eq!(get(toml::<Triple>("[1, 2, 3]")), [1, 2, 3]);
    assert_eq!(get(variable::<Triple>("1, 2, 3")), [1, 2, 3]);
    assert_eq!(refusal(toml::<Triple>("[1, 2]")), "expected a list of 3 elements, found a list of 2 elements");
    assert_eq!(refusal(toml::<Triple>("[1, 2, 3, 4]")), "expected a list of 3 elements, found a list of 4 elements");
    refuses::<Single>("a,b", "expected a list of 1 element, found a list of 2 elements");
    let [one, two] = get(toml::<SecretPair>("[1, 2]"));
    assert_eq!((*one.expose_secret(), *two.expose_secret()), (1, 2));
    assert_eq!(refusal(toml::<SecretPair>("[1]")), "expected a list of 2 elements, found a list of 1 element");
}

config!(Window, (Duration, ByteSize));
config!(Weighted, Vec<(String, u32)>);
config!(Four, (String, u8, bool, char));

#[test]
fn tuples_are_lists_of_different_things() {
    assert_eq!(get(toml::<Window>("['1m', '1KiB']")), (Duration::from_secs(60), ByteSize(1024)));
    assert_eq!(get(variable::<Window>("1m, 1KiB")), (Duration::from_secs(60), ByteSize(1024)));
    let four = ("1.10".to_owned(), 1, true, 'x');
    assert_eq!(get(Four::builder().with_str(Format::Yaml, "value: [1.10, 1, true, x]")), four);
    assert_eq!(get(variable::<Four>("1.10, 1, yes, x")), four);
    let expected = [("a".to_owned(), 1), ("b".to_owned(), 2)];
    assert_eq!(get(toml::<Weighted>("[['a', 1], ['b', 2]]")), expected);
    refuses::<Window>("1m", "expected a list of 2 elements, found a list of 1 element");
    assert_eq!(refusal(toml::<Window>("['1m', 1, 2]")), "expected a list of 2 elements, found a list of 3 elements");
    let error = Window::builder().with_str(Format::Toml, "value = ['1', 'x']").extract().err().expect("both are wrong");
    let paths: Vec<_> = error.problems().iter().map(superconfig::Problem::path).collect();
    assert_eq!(paths, ["value[0]", "value[1]"]);
}

config!(Labels, IndexMap<String, u8>);
config!(Nested, IndexMap<String, IndexMap<String, u8>>);

#[test]
fn indexed_maps_merge_by_key_and_keep_their_order() {
    let builder = Labels::builder()
        .with_str(Format::Toml, "value = { z = 1, m = 2, a = 3 }")
        .with_str(Format::Json, r#"{"value": {"k": 4, "z": 5, "m": null}}"#);
    let labels: Vec<_> = get(builder).into_iter().collect();
    assert_eq!(labels, [("z".to_owned(), 5), ("a".to_owned(), 3), ("k".to_owned(), 4)]);
    let text = "value.b.z = 1\n[value.c]\ny = 2\n[value.a]\nx = 3\nw = { z = 1 }";
    let unknown = Nested::builder().with_str(Format::Toml, text).extract().err().expect("a table is no u8");
    assert_eq!(only(&unknown).path(), "value.a.w");
    let nested = Nested::builder().with_str(Format::Toml, text.rsplit_once('\n').unwrap().0);
    assert_eq!(format!("{:?}", get(nested)), r#"{"b": {"z": 1}, "c": {"y": 2}, "a": {"x": 3}}"#);
    let nested = Nested::builder()
        .with_str(Format::Toml, "value = { x = { a = 1 }, y = { b = 2 } }")
        .with_env_vars([("SHOP_VALUE__x", "c=3")]);
    assert_eq!(format!("{:?}", get(nested)), r#"{"x": {"a": 1, "c": 3}, "y": {"b": 2}}"#);
    let error = toml::<Labels>("{ z = 1, m = 256 }").extract().err().expect("256 is no u8");
    assert_eq!(only(&error).path(), "value.m");
}

config!(LogFilter, log::LevelFilter);
config!(LogLevel, log::Level);
config!(TracingFilter, tracing_core::LevelFilter);
config!(TracingLevel, tracing_core::Level);

#[test]
fn levels_are_words_in_any_case() {
    for (text, level) in [("off", log::LevelFilter::Off), ("WARN", log::LevelFilter::Warn)] {
        reads::<LogFilter>(text, &level);
    }
    reads::<LogLevel>("Trace", &log::Level::Trace);
    reads::<TracingFilter>("off", &tracing_core::LevelFilter::OFF);
    reads::<TracingFilter>("info", &tracing_core::LevelFilter::INFO);
    reads::<TracingLevel>("Debug", &tracing_core::Level::DEBUG);
    let filter = |found| format!("expected one of off, error, warn, info, debug, trace, found {found}");
    refuses::<LogFilter>("warning", &filter("the text \"warning\""));
    refuses::<TracingFilter>("3", &filter("the text \"3\""));
    assert_eq!(refusal(toml::<TracingFilter>("''")), filter("the string \"\""));
    assert_eq!(refusal(toml::<LogFilter>("false")), filter("the boolean false"));
    refuses::<LogLevel>("off", "expected one of error, warn, info, debug, trace, found the text \"off\"");
    refuses::<TracingLevel>("off", "expected one of error, warn, info, debug, trace, found the text \"off\"");
}

config!(Homepage, Url);

#[test]
fn urls() {
    reads::<Homepage>("https://example.com/a?b=c", &Url::parse("https://example.com/a?b=c").unwrap());
    refuses::<Homepage>(
        "example.com",
        "expected a URL such as \"https://example.com/path\", found the text \"example.com\": the scheme is missing, such \
         as \"https://\"",
    );
    refuses::<Homepage>(
        "http://a:70000",
        "expected a URL such as \"https://example.com/path\", found the text \"http://a:70000\": invalid port number",
    );
}

config!(Pattern, Regex);

#[test]
fn regular_expressions() {
    let pattern = get(variable::<Pattern>(r"^\d+, \d+$"));
    assert!(pattern.is_match("1, 2") && !pattern.is_match("1"));
    assert_eq!(get(toml::<Pattern>("' '")).as_str(), " ");
    refuses::<Pattern>("(a", "expected a regular expression, found the text \"(a\": unclosed group");
    let huge = "expected a regular expression, found the text \"a{1000}{1000}{1000}\": it is too large when compiled";
    refuses::<Pattern>("a{1000}{1000}{1000}", huge);
}

config!(Key, Base64);
config!(Digits, Hex);
config!(Keys, Vec<Hex>);

#[test]
fn bytes_in_base64_and_in_hexadecimal_digits() {
    let bytes = [0xfb_u8, 0xff, 0xbf, 0x00];
    for text in ["+/+/AA==", "+/+/AA", "-_-_AA==", "-_-_AA", "+/+\n/AA=="] {
        reads::<Key>(text, &bytes.into());
    }
    for text in ["fbffbf00", "FBffBF00", "0xfbffbf00", "fbff bf00"] {
        reads::<Digits>(text, &bytes.into());
    }
    assert_eq!(get(variable::<Keys>("00, ff")), [Hex::from([0]), Hex::from([255])]);
    assert_eq!(get(Digits::builder().with_str(Format::Yaml, "value: 0012")), Hex::from([0, 0x12]));
    assert!(get(toml::<Key>("''")).is_empty());
    assert_eq!((Base64::from(bytes).to_string(), Hex::from(bytes).to_string()), ("+/+/AA==".into(), "fbffbf00".into()));

    let base64 =
        |text, reason| format!("expected bytes in Base64, such as \"3q2+7w==\", found the text {text:?}: {reason}");
    let incomplete = "it ends within a byte, so something is missing or wrong";
    let padding = "the `=` belong at the end, as many as it takes";
    let symbol = "it has a character that is none of Base64's";
    for (text, reason) in [
        ("A", incomplete),
        ("AB==", incomplete),
        ("AA=", incomplete),
        ("AA===", incomplete),
        ("AA==AA==", padding),
        ("+/-_", symbol),
        ("Ä==", symbol),
    ] {
        refuses::<Key>(text, &base64(text, reason));
    }
    let hex = |found| format!("expected bytes in hexadecimal digits, such as \"deadbeef\", found {found}");
    refuses::<Digits>("abc", &hex("the text \"abc\": each byte takes two digits, and their number is odd"));
    refuses::<Digits>("xy", &hex("the text \"xy\": it has a character that is no hexadecimal digit"));
    assert_eq!(refusal(toml::<Digits>("0xff")), hex("the integer 255"));
}

config!(RawSecret, SecretBytes);
config!(KeySecret, SecretBase64);
config!(HexSecret, SecretHex);
config!(PinSecret, SecretBox<u32>);

#[test]
fn secret_bytes_are_never_shown() {
    assert_eq!(get(variable::<RawSecret>("hunter2")).expose_secret(), b"hunter2");
    assert_eq!(get(toml::<RawSecret>("''")).expose_secret(), b"");
    assert_eq!(**get(toml::<KeySecret>("'3q2+7w=='")).expose_secret(), [0xde, 0xad, 0xbe, 0xef]);
    assert_eq!(**get(variable::<HexSecret>("deadbeef")).expose_secret(), [0xde, 0xad, 0xbe, 0xef]);
    assert_eq!(*get(toml::<PinSecret>("1234")).expose_secret(), 1234);
    assert!(!format!("{:?}", get(variable::<HexSecret>("deadbeef"))).contains("dead"));

    let planted = "hunter2-hunter2";
    for error in [
        toml::<KeySecret>(&format!("'{planted}'")).extract().err(),
        variable::<KeySecret>(planted).extract().err(),
        variable::<HexSecret>(planted).extract().err(),
        toml::<PinSecret>(&format!("'{planted}'")).extract().err(),
        toml::<RawSecret>(&format!("['{planted}']")).extract().err(),
    ] {
        let error = error.expect("it is neither");
        assert!(!format!("{error} {error:?}").contains("hunter"), "{error}");
        assert!(only(&error).message().starts_with("expected "), "{error}");
    }
}

mod calendar {
    use chrono::{FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _, Utc};
    use jiff::{
        SignedDuration, Span, Timestamp, ToSpan, Zoned,
        civil::{self, date},
        tz::{self, TimeZone},
    };

    use super::*;

    config!(Stamp, Timestamp);
    config!(Moment, civil::DateTime);
    config!(Day, civil::Date);
    config!(Hour, civil::Time);
    config!(Meeting, Zoned);
    config!(Zone, TimeZone);
    config!(Signed, SignedDuration);
    config!(Period, Span);

    /// As a string of every source, and as a date that TOML knows as such.
    #[track_caller]
    fn reads_date<C: One<Value: PartialEq + Debug>>(text: &str, expected: &C::Value) {
        assert_eq!(&get(toml::<C>(text)), expected);
        assert_eq!(&get(C::builder().with_str(Format::Yaml, format!("value: {text}"))), expected);
        reads::<C>(text, expected);
    }

    #[test]
    fn dates_and_times_of_jiff() {
        reads_date::<Stamp>("2026-12-31T12:00:00Z", &Timestamp::from_second(1_798_718_400).unwrap());
        reads_date::<Stamp>("2026-12-31 14:00:00+02:00", &Timestamp::from_second(1_798_718_400).unwrap());
        reads_date::<Moment>("2026-12-31T12:30:00", &date(2026, 12, 31).at(12, 30, 0, 0));
        reads_date::<Day>("2026-12-31", &date(2026, 12, 31));
        reads_date::<Hour>("07:32:00.5", &civil::time(7, 32, 0, 500_000_000));
        reads::<Hour>("07:32", &civil::time(7, 32, 0, 0));
        let meeting = date(2026, 12, 31).at(12, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
        reads::<Meeting>("2026-12-31T12:00:00[Europe/Berlin]", &meeting);
    }

    #[test]
    fn nothing_of_a_date_is_left_out_or_made_up_by_jiff() {
        let missing = ": its offset from UTC is missing; add `Z` for UTC";
        for text in ["2026-12-31T12:00:00", "2026-12-31 12:00:00"] {
            assert!(refusal(toml::<Stamp>(text)).ends_with(missing));
        }
        let moment = "expected a date and time without an offset, such as \"2026-12-31T23:59:59\", found the text";
        for text in ["2026-12-31", "2026-12-31T12:00:00Z", "2026-12-31T12:00:00+02:00", "2026-12-31T12:00:00[UTC]"] {
            refuses::<Moment>(text, &format!("{moment} {text:?}"));
        }
        let day = "expected a date such as \"2026-12-31\", found";
        for text in ["2026-12-31T12:00:00", "2026-02-30", "31.12.2026"] {
            refuses::<Day>(text, &format!("{day} the text {text:?}"));
        }
        let found = format!("{day} the date 2026-12-31T12:00:00Z");
        assert_eq!(refusal(toml::<Day>("2026-12-31T12:00:00Z")), found);
        let hour = "expected a time of day such as \"23:59\" or \"23:59:59\", found the text";
        for text in ["2026-12-31T12:00:00", "25:00", "12:00Z", "12", "noon"] {
            refuses::<Hour>(text, &format!("{hour} {text:?}"));
        }
        let zone = "the time zone is missing; add it in brackets, such as `[Europe/Berlin]`";
        assert!(refusal(variable::<Meeting>("2026-12-31T12:00:00Z")).ends_with(zone));
    }

    #[test]
    fn zones_and_spans_of_jiff() {
        assert_eq!(get(variable::<Zone>("Europe/Berlin")).iana_name(), Some("Europe/Berlin"));
        assert_eq!(get(toml::<Zone>("'UTC'")), TimeZone::UTC);
        assert_eq!(get(variable::<Zone>("+02:00")), TimeZone::fixed(tz::offset(2)));
        let wanted = "expected a time zone such as \"UTC\", \"Europe/Berlin\" or \"+02:00\", found the text";
        refuses::<Zone>("Europe/Berln", &format!("{wanted} \"Europe/Berln\": there is no time zone of that name"));
        refuses::<Zone>("EST5EDT4,M3", &format!("{wanted} \"EST5EDT4,M3\": there is no time zone of that name"));
        refuses::<Zone>("+2 hours", &format!("{wanted} \"+2 hours\""));
        reads::<Signed>("-1h 30m", &SignedDuration::from_secs(-5400));
        reads::<Signed>("PT5M", &SignedDuration::from_secs(300));
        refuses::<Signed>(
            "30",
            "expected a duration with its unit, such as \"-30s\" or \"1h 30m\", found the text \"30\": the unit is missing; \
             write \"30s\" for seconds",
        );
        for text in ["1 month 2 days", "P1M2D"] {
            assert_eq!(get(variable::<Period>(text)).fieldwise(), 1.month().days(2).fieldwise());
        }
        refuses::<Period>(
            "a while",
            "expected a span with its units, such as \"1 month 2 days\" or \"P1M2D\", found the text \"a while\"",
        );
    }

    config!(ChronoUtc, chrono::DateTime<Utc>);
    config!(ChronoFixed, chrono::DateTime<FixedOffset>);
    config!(ChronoMoment, NaiveDateTime);
    config!(ChronoDay, NaiveDate);
    config!(ChronoHour, NaiveTime);
    config!(ChronoOffset, FixedOffset);

    #[test]
    fn dates_and_times_of_chrono() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
        let two_hours = FixedOffset::east_opt(7200).unwrap();
        reads_date::<ChronoUtc>("2026-12-31T14:00:00+02:00", &Utc.with_ymd_and_hms(2026, 12, 31, 12, 0, 0).unwrap());
        let fixed = two_hours.with_ymd_and_hms(2026, 12, 31, 14, 0, 0).unwrap();
        reads_date::<ChronoFixed>("2026-12-31T14:00:00+02:00", &fixed);
        assert_eq!(get(toml::<ChronoFixed>("2026-12-31T14:00:00+02:00")).offset(), &two_hours);
        reads_date::<ChronoMoment>("2026-12-31T14:00:00", &day.and_hms_opt(14, 0, 0).unwrap());
        reads_date::<ChronoMoment>("2026-12-31 14:00:00", &day.and_hms_opt(14, 0, 0).unwrap());
        reads_date::<ChronoDay>("2026-12-31", &day);
        reads_date::<ChronoHour>("07:32:00", &NaiveTime::from_hms_opt(7, 32, 0).unwrap());
        reads::<ChronoHour>("07:32", &NaiveTime::from_hms_opt(7, 32, 0).unwrap());
        reads::<ChronoOffset>("+02:00", &two_hours);

        let missing = ": its offset from UTC is missing; add `Z` for UTC";
        assert!(refusal(toml::<ChronoUtc>("2026-12-31T12:00:00")).ends_with(missing));
        assert!(refusal(toml::<ChronoFixed>("2026-12-31 12:00:00")).ends_with(missing));
        let found = "expected a date such as \"2026-12-31\", found the date 2026-12-31T12:00:00Z";
        assert_eq!(refusal(toml::<ChronoDay>("2026-12-31T12:00:00Z")), found);
        let found = "expected a time of day such as \"23:59\" or \"23:59:59\", found the text \"25:00\"";
        refuses::<ChronoHour>("25:00", found);
        reads::<ChronoOffset>("-01:30:45", &FixedOffset::west_opt(5_445).unwrap());
        reads::<ChronoOffset>("+0200", &two_hours);
        for text in ["+02:00:", "+02:00abc", "+02:00:5", "+02:00:60", "+020030", "+02:00:00:00"] {
            refuses::<ChronoOffset>(
                text,
                &format!("expected an offset from UTC such as \"+02:00\", found the text {text:?}"),
            );
        }
        refuses::<ChronoOffset>("two", "expected an offset from UTC such as \"+02:00\", found the text \"two\"");
        let moment = "expected a date and time without an offset, such as \"2026-12-31T23:59:59\", found the text";
        refuses::<ChronoMoment>("2026-12-31", &format!("{moment} \"2026-12-31\""));
    }
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Defaults {
    #[config(default = 4, profile(prod = 0xff))]
    workers: NonZeroU16,
    #[config(default = -3)]
    step: NonZero<i32>,
    #[config(default = 9)]
    maybe: Option<NonZeroU64>,
    #[config(default = "info", profile(prod = "WARN"))]
    log: log::LevelFilter,
    #[config(default = "debug")]
    trace: Option<tracing_core::Level>,
    #[config(default = "/srv")]
    boxed: Box<Path>,
    #[config(default = "/srv")]
    shared: Option<Arc<Path>>,
    #[config(default = [1, 2])]
    pair: [u8; 2],
    #[config(default = "https://example.com".parse().unwrap())]
    homepage: Url,
}

#[test]
fn literals_are_defaults_where_the_macro_can_check_them() {
    let config = Defaults::builder().extract().expect("everything has a default");
    assert_eq!((config.workers.get(), config.step.get(), config.maybe.map(NonZero::get)), (4, -3, Some(9)));
    assert_eq!((config.log, config.trace), (log::LevelFilter::Info, Some(tracing_core::Level::DEBUG)));
    assert_eq!((&*config.boxed, config.shared.as_deref()), (Path::new("/srv"), Some(Path::new("/srv"))));
    assert_eq!((config.pair, config.homepage.as_str()), ([1, 2], "https://example.com/"));
    let config = Defaults::builder().with_profile("prod").extract().expect("everything has a default");
    assert_eq!((config.workers.get(), config.log), (255, log::LevelFilter::Warn));
}
