//! The calendar types of `chrono`.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{
    Input, Known, Leaf, Mismatch, Parsed, Shape, display, from_date, from_text, known, plain, read_known,
    text::INSTANT, texts,
};
use crate::text;

texts! { from_date:
    DateTime<FixedOffset>, Text, INSTANT, date_time, |instant| display(&instant.to_rfc3339());
    DateTime<Utc>, Text, INSTANT, |text| date_time(text).map(|instant| instant.to_utc()), |instant| display(&instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    NaiveDateTime, Text, "a date and time without an offset, such as \"2026-12-31T23:59:59\"", naive, |time| display(&time.format("%Y-%m-%dT%H:%M:%S%.f"));
    NaiveDate, Text, "a date such as \"2026-12-31\"", plain, display;
    NaiveTime, Text, "a time of day such as \"23:59\" or \"23:59:59\"", plain, display;
}

texts! { from_text:
    FixedOffset, Text, "an offset from UTC such as \"+02:00\"", offset, display;
}

/// chrono leaves out what follows hours and minutes; a config that has it means something by it.
fn offset(text: &str) -> Parsed<FixedOffset> {
    let text = text.trim();
    let digits = text.strip_prefix(['+', '-']).ok_or(None)?;
    let (whole, seconds) = match digits.split(':').collect::<Vec<_>>().as_slice() {
        [_, minutes, seconds] if minutes.len() == 2 && seconds.len() == 2 => (&text[..text.len() - 3], *seconds),
        [_] | [_, _] if digits.chars().filter(char::is_ascii_digit).count() <= 4 => (text, "0"),
        _ => return Err(None),
    };
    if !digits.chars().all(|c| c.is_ascii_digit() || c == ':') {
        return Err(None);
    }
    let offset: FixedOffset = plain(whole)?;
    let seconds: i32 = plain::<i32>(seconds)?;
    let seconds = if text.starts_with('-') { -seconds } else { seconds };
    (seconds.abs() < 60).then(|| FixedOffset::east_opt(offset.local_minus_utc() + seconds)).flatten().ok_or(None)
}

fn date_time(text: &str) -> Parsed<DateTime<FixedOffset>> {
    let text = text.trim();
    DateTime::parse_from_rfc3339(text).map_err(|_| naive(text).is_ok().then(text::offset_is_missing))
}

/// With a `T` or, as people write it, a space between date and time.
fn naive(text: &str) -> Parsed<NaiveDateTime> {
    plain(&text.trim().replacen(' ', "T", 1))
}
