//! Type-directed text → value, the parts that are more than a `FromStr`: booleans, durations, sizes, and the ways a
//! list or a map is written on one line.

use std::time::{Duration, SystemTime};

use bytesize::ByteSize;

use crate::draft::{Hint, Input, Map, Mismatch, ReadResult, Step};

/// `true/yes/on/1` and `false/no/off/0` in any case, and nothing else.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    let text = text.trim();
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "on", "1"]) {
        Some(true)
    } else if is(["false", "no", "off", "0"]) {
        Some(false)
    } else {
        None
    }
}

/// Whether a string is what some format has no number for: TOML an integer beyond 64 bits, JSON what is not finite.
pub(crate) fn is_no_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text, "NaN" | "inf" | "-inf") || integer && text.parse::<i64>().is_err()
}

/// `30s`, `1h 30m`, or ISO 8601 without years and months, whose length depends on the calendar.
pub(crate) fn duration(text: &str) -> Result<Duration, Option<String>> {
    let text = text.trim();
    if text.starts_with('P') {
        return iso_duration(text).ok_or(None);
    }
    if text.is_empty() {
        return Err(None);
    }
    humantime::parse_duration(text).map_err(|_| unit_is_missing(text))
}

/// The reason why a mere number is no duration.
pub(crate) fn unit_is_missing(text: &str) -> Option<String> {
    let number = text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.parse::<f64>().is_ok();
    number.then(|| format!("the unit is missing; write \"{text}s\" for seconds"))
}

/// RFC 3339: `2026-12-31T23:59:59Z`, `2026-12-31 23:59:59.5+02:00`; not before 1970.
pub(crate) fn system_time(text: &str) -> Result<SystemTime, Option<String>> {
    let text = text.trim();
    // What follows the seconds; before them there are two `-` that are no offset.
    let end = text.char_indices().skip(19).find(|(_, c)| matches!(c, 'Z' | 'z' | '+' | '-')).map(|(at, _)| at);
    let parse = |text: &str| humantime::parse_rfc3339_weak(text).map_err(|_| None);
    let Some(end) = end else {
        // The weak form knows dates without a time.
        return Err((text.len() >= 19 && parse(text).is_ok()).then(offset_is_missing));
    };
    let (local, offset) = text.split_at(end);
    let local = parse(local)?;
    if offset.eq_ignore_ascii_case("z") {
        return Ok(local);
    }
    let number = |digits: &str| match digits.as_bytes() {
        [b'0'..=b'9', b'0'..=b'9'] => digits.parse::<u64>().ok(),
        _ => None,
    };
    let (hours, minutes) = offset[1..].split_once(':').ok_or(None)?;
    let hours = number(hours).filter(|hours| *hours < 24).ok_or(None)?;
    let minutes = number(minutes).filter(|minutes| *minutes < 60).ok_or(None)?;
    let offset_from_utc = Duration::from_secs(hours * 3_600 + minutes * 60);
    let instant =
        if offset.starts_with('+') { local.checked_sub(offset_from_utc) } else { local.checked_add(offset_from_utc) };
    instant.ok_or(None)
}

/// The reason why a date and time is no point in time.
pub(crate) fn offset_is_missing() -> String {
    "its offset from UTC is missing; add `Z` for UTC".to_owned()
}

/// `P[nW][nD][T[nH][nM][n.nS]]`, designators in that order, at least one of them.
fn iso_duration(text: &str) -> Option<Duration> {
    const UNITS: [(char, bool, u64); 5] =
        [('W', false, 604_800), ('D', false, 86_400), ('H', true, 3_600), ('M', true, 60), ('S', true, 1)];
    let mut total = Duration::ZERO;
    let (mut units, mut time) = (UNITS.as_slice(), false);
    let mut rest = text.strip_prefix('P')?;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            if time || after.is_empty() {
                return None;
            }
            (time, rest) = (true, after);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let designator = rest[end..].chars().next()?;
        let at = units.iter().position(|unit| unit.0 == designator && unit.1 == time)?;
        let part = if designator == 'S' {
            Duration::try_from_secs_f64(rest[..end].parse().ok()?).ok()?
        } else {
            Duration::from_secs(rest[..end].parse::<u64>().ok()?.checked_mul(units[at].2)?)
        };
        total = total.checked_add(part)?;
        (units, rest) = (&units[at + 1..], &rest[end + 1..]);
    }
    (units.len() < UNITS.len()).then_some(total)
}

/// `10MiB`, `512 kB`, `1024`. What does not fit 64 bits is refused, not clamped.
pub(crate) fn size(text: &str) -> Option<ByteSize> {
    let size: ByteSize = text.trim().parse().ok()?;
    (size.0 < u64::MAX).then_some(size)
}

/// The elements of `a, b, c` or of a JSON list.
pub(crate) fn list(text: &str, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    let text = text.trim();
    if is_json_list(text) {
        return json(text, "a list", &mut |input| match input {
            Input::List(list) => {
                while list.next(Hint::Any, &mut *read)? {}
                Ok(())
            }
            other => Err(Mismatch::new("a list", &other)),
        });
    }
    if text.is_empty() {
        return Ok(());
    }
    text.split(',').try_for_each(|element| read(Input::Text(element.trim())))
}

/// Whether text is a list in JSON rather than, say, `[::1]:80, [::2]:80`.
pub(crate) fn is_json_list(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('[') && (text.ends_with(']') || !text.contains("]:"))
}

/// The entries of `key=value, key=value` or of a JSON object; a mismatch is seen from the map.
pub(crate) fn map(text: &str, read: &mut dyn FnMut(&str, Input<'_>) -> ReadResult) -> ReadResult {
    let text = text.trim();
    if text.starts_with('{') {
        return json(text, "a table", &mut |input| match input {
            Input::Map(map) => entries(map, Hint::Any, read),
            other => Err(Mismatch::new("a table", &other)),
        });
    }
    if text.is_empty() {
        return Ok(());
    }
    text.split(',').try_for_each(|entry| match entry.split_once('=') {
        Some((key, value)) => read(key.trim(), Input::Text(value.trim()))
            .map_err(|mismatch| mismatch.under(Step::Key(key.trim().to_owned()))),
        None => {
            Err(Mismatch::new("`key=value` pairs separated by commas, or a JSON object", &Input::Text(entry.trim())))
        }
    })
}

/// Drives `read` over the entries of a map; a mismatch is seen from the map.
pub(crate) fn entries(
    map: &mut dyn Map,
    hint: Hint,
    read: &mut dyn FnMut(&str, Input<'_>) -> ReadResult,
) -> ReadResult {
    let (mut name, mut noted) = (String::new(), None::<Box<Mismatch>>);
    loop {
        name.clear();
        let more = map.key(&mut |key| {
            name.push_str(key);
            Ok(())
        })?;
        if !more {
            return noted.map_or(Ok(()), Err);
        }
        match map.value(hint, &mut |value| read(&name, value)) {
            Ok(()) => {}
            Err(mismatch) if mismatch.aborted => return Err(mismatch),
            Err(mismatch) => mismatch.under(Step::Key(name.clone())).and(&mut noted),
        }
    }
}

/// The value that JSON text stands for.
#[cfg(feature = "json")]
pub(crate) fn json(text: &str, expected: &'static str, read: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    crate::format::json::value(text, read).map_err(|reason| Mismatch::because(expected, reason))?
}

#[cfg(not(feature = "json"))]
pub(crate) fn json(_: &str, expected: &'static str, _: &mut dyn FnMut(Input<'_>) -> ReadResult) -> ReadResult {
    Err(Mismatch::because(expected, "text in JSON needs superconfig's feature `json`, which is off".to_owned()))
}
