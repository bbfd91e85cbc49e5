//! The calendar types of `jiff`.

use jiff::{
    SignedDuration, Span, Timestamp, Zoned,
    civil::{Date, DateTime, Time},
    fmt::temporal::{DateTimeParser, Pieces},
    tz::TimeZone,
};

use super::{
    Input, Known, Leaf, Mismatch, Parsed, Shape, display, from_date, from_text, known, read_known, text::INSTANT, texts,
};
use crate::text;

texts! { from_date:
    Timestamp, Text, INSTANT, timestamp, display;
    DateTime, Text, "a date and time without an offset, such as \"2026-12-31T23:59:59\"", date_time, display;
    Date, Text, "a date such as \"2026-12-31\"", date, display;
    Time, Text, "a time of day such as \"23:59\" or \"23:59:59\"", time, display;
}

texts! { from_text:
    Zoned, Text, "a date and time with its time zone, such as \"2026-12-31T23:59:59[Europe/Berlin]\"", zoned, display;
    TimeZone, Text, "a time zone such as \"UTC\", \"Europe/Berlin\" or \"+02:00\"", time_zone, |zone| display(zone.iana_name().map_or_else(|| zone.to_fixed_offset().map(|it| it.to_string()).ok(), |it| Some(it.to_owned()))?.as_str());
    Span, Text, "a span with its units, such as \"1 month 2 days\" or \"P1M2D\"", with_unit, display;
    SignedDuration, Text, "a duration with its unit, such as \"-30s\" or \"1h 30m\"", with_unit, display;
}

fn timestamp(text: &str) -> Parsed<Timestamp> {
    let text = text.trim();
    text.parse().map_err(|_| date_time(text).is_ok().then(text::offset_is_missing))
}

/// jiff leaves out what a type does not hold; a config that has it means something by it.
fn date_time(text: &str) -> Parsed<DateTime> {
    let pieces = Pieces::parse(text.trim()).map_err(|_| None)?;
    match (pieces.time(), pieces.offset(), pieces.time_zone_annotation()) {
        (Some(time), None, None) => Ok(pieces.date().to_datetime(time)),
        _ => Err(None),
    }
}

fn date(text: &str) -> Parsed<Date> {
    let pieces = Pieces::parse(text.trim()).map_err(|_| None)?;
    match (pieces.time(), pieces.offset(), pieces.time_zone_annotation()) {
        (None, None, None) => Ok(pieces.date()),
        _ => Err(None),
    }
}

fn time(text: &str) -> Parsed<Time> {
    let text = text.trim();
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    if plain && text.contains(':') { text.parse().map_err(|_| None) } else { Err(None) }
}

fn zoned(text: &str) -> Parsed<Zoned> {
    let text = text.trim();
    text.parse().map_err(|_| {
        let unzoned = Pieces::parse(text).is_ok_and(|pieces| pieces.time_zone_annotation().is_none());
        unzoned.then(|| "the time zone is missing; add it in brackets, such as `[Europe/Berlin]`".to_owned())
    })
}

fn time_zone(text: &str) -> Parsed<TimeZone> {
    let text = text.trim();
    if text.starts_with(['+', '-']) {
        return DateTimeParser::new().parse_time_zone(text).map_err(|_| None);
    }
    TimeZone::get(text).map_err(|_| Some("there is no time zone of that name".to_owned()))
}

fn with_unit<T: std::str::FromStr>(text: &str) -> Parsed<T> {
    let text = text.trim();
    text.parse().map_err(|_| text::unit_is_missing(text))
}
