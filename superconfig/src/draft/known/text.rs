//! Strings, paths, addresses, durations, points in time.

use std::{
    ffi::OsString,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    Collections, Input, Known, Leaf, Mismatch, Shape, collection::OF_STRINGS, display, from_date, from_text, known,
    plain, read_known, texts,
};
use crate::{draft::leaf::Noun, text, value::Value};

impl Known for String {
    known!(String, String, Noun::Text("a string"));
    const COMPILED: Option<&'static Collections> = Some(&OF_STRINGS);

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        from_text(&input, "a string", |text| Ok(text.to_owned()))
    }

    fn show(&self) -> Option<Value> {
        display(self)
    }
}

texts! { from_text:
    Box<str>, String, "a string", |text| Ok(text.into()), display;
    Arc<str>, String, "a string", |text| Ok(text.into()), display;
    OsString, String, "a string", |text| Ok(text.into()), |text| display(text.to_str()?);
    PathBuf, Text, "a path", |text| Ok(text.into()), |path| display(path.to_str()?);
    Box<Path>, Text, "a path", |text| Ok(Path::new(text).into()), |path| display(path.to_str()?);
    Arc<Path>, Text, "a path", |text| Ok(Path::new(text).into()), |path| display(path.to_str()?);
    char, Text, "a single character", |text| text.parse().map_err(|_| None), display;
    SocketAddr, Text, "an address and port such as \"127.0.0.1:8080\"", plain, display;
    SocketAddrV4, Text, "an IPv4 address and port such as \"127.0.0.1:8080\"", plain, display;
    SocketAddrV6, Text, "an IPv6 address and port such as \"[::1]:8080\"", plain, display;
    IpAddr, Text, "an IP address such as \"127.0.0.1\"", plain, display;
    Ipv4Addr, Text, "an IPv4 address such as \"127.0.0.1\"", plain, display;
    Ipv6Addr, Text, "an IPv6 address such as \"::1\"", plain, display;
    Duration, Text, "a duration with its unit, such as \"30s\" or \"1h 30m\"", text::duration, |time| display(&humantime::format_duration(*time));
}

/// What is expected where a point in time is.
pub(super) const INSTANT: &str = "a date and time with its offset from UTC, such as \"2026-12-31T23:59:59Z\"";

texts! { from_date:
    SystemTime, Text, INSTANT, text::system_time, |time| display(&humantime::format_rfc3339(*time));
}
