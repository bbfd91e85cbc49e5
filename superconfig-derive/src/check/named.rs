//! Types that are known by their name. A macro sees only tokens, so a type of the user's own that is called
//! `Duration` is taken for the standard one; rustc then reports the difference.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

/// What the name of a type says about it.
#[derive(Clone, Copy)]
pub(crate) enum Named {
    Integer(Integer),
    NonZero(Integer),
    Float,
    Bool,
    Char,
    /// Made from a `&str` by `From`.
    Text,
    /// Made from a `&Path` by `From`.
    Path,
    /// A level of `log` or `tracing`: one of these words.
    Level(&'static [&'static str]),
    Duration,
    ByteSize,
    /// Made from a `&str` by `FromStr`.
    Network(Network),
    /// Has no literal that the macro could check; the expression that yields one, with the literal as `{}`.
    Unchecked(&'static str),
    Collection,
    Option,
    Other,
}

/// The range of an integer type.
#[derive(Clone, Copy)]
pub(crate) struct Integer {
    pub(crate) min: i128,
    pub(crate) max: u128,
}

/// An address type of the standard library.
#[derive(Clone, Copy)]
pub(crate) struct Network {
    pub(crate) parses: fn(&str) -> bool,
    pub(crate) example: &'static str,
}

impl Network {
    const fn of<T: std::str::FromStr>(example: &'static str) -> Named {
        Named::Network(Self { parses: |text| text.parse::<T>().is_ok(), example })
    }
}

const fn integer(min: i128, max: u128) -> Named {
    Named::Integer(Integer { min, max })
}

/// What makes a value of most types out of a string that the macro cannot check.
const PARSE: Named = Named::Unchecked("{}.parse().unwrap()");

const NAMES: &[(&str, Named)] = &[
    ("u8", integer(0, u8::MAX as u128)),
    ("u16", integer(0, u16::MAX as u128)),
    ("u32", integer(0, u32::MAX as u128)),
    ("u64", integer(0, u64::MAX as u128)),
    ("u128", integer(0, u128::MAX)),
    ("usize", integer(0, u64::MAX as u128)),
    ("i8", integer(i8::MIN as i128, i8::MAX as u128)),
    ("i16", integer(i16::MIN as i128, i16::MAX as u128)),
    ("i32", integer(i32::MIN as i128, i32::MAX as u128)),
    ("i64", integer(i64::MIN as i128, i64::MAX as u128)),
    ("i128", integer(i128::MIN, i128::MAX as u128)),
    ("isize", integer(i64::MIN as i128, i64::MAX as u128)),
    ("f32", Named::Float),
    ("f64", Named::Float),
    ("bool", Named::Bool),
    ("char", Named::Char),
    ("String", Named::Text),
    ("SecretString", Named::Text),
    ("SecretBytes", Named::Unchecked("SecretBytes::from({}.as_bytes().to_vec())")),
    ("SecretBase64", Named::Unchecked("SecretBase64::new(Box::new({}.parse().unwrap()))")),
    ("SecretHex", Named::Unchecked("SecretHex::new(Box::new({}.parse().unwrap()))")),
    ("Base64", PARSE),
    ("Hex", PARSE),
    ("Cow", Named::Text),
    ("PathBuf", Named::Text),
    ("OsString", Named::Text),
    ("Duration", Named::Duration),
    ("ByteSize", Named::ByteSize),
    ("SocketAddr", Network::of::<std::net::SocketAddr>("127.0.0.1:8080")),
    ("SocketAddrV4", Network::of::<std::net::SocketAddrV4>("127.0.0.1:8080")),
    ("SocketAddrV6", Network::of::<std::net::SocketAddrV6>("[::1]:8080")),
    ("IpAddr", Network::of::<std::net::IpAddr>("127.0.0.1")),
    ("Ipv4Addr", Network::of::<std::net::Ipv4Addr>("127.0.0.1")),
    ("Ipv6Addr", Network::of::<std::net::Ipv6Addr>("::1")),
    ("Level", Named::Level(&["error", "warn", "info", "debug", "trace"])),
    ("LevelFilter", Named::Level(&["off", "error", "warn", "info", "debug", "trace"])),
    ("Url", PARSE),
    ("Regex", PARSE),
    ("SystemTime", Named::Unchecked("UNIX_EPOCH + Duration::from_secs(1_798_761_599)")),
    ("Timestamp", PARSE),
    ("Zoned", PARSE),
    ("Span", PARSE),
    ("SignedDuration", PARSE),
    ("TimeZone", Named::Unchecked("TimeZone::get({}).unwrap()")),
    ("Date", PARSE),
    ("Time", PARSE),
    ("DateTime", PARSE),
    ("NaiveDate", PARSE),
    ("NaiveTime", PARSE),
    ("NaiveDateTime", PARSE),
    ("FixedOffset", PARSE),
    ("Vec", Named::Collection),
    ("VecDeque", Named::Collection),
    ("LinkedList", Named::Collection),
    ("HashMap", Named::Collection),
    ("BTreeMap", Named::Collection),
    ("IndexMap", Named::Collection),
    ("HashSet", Named::Collection),
    ("BTreeSet", Named::Collection),
    ("IndexSet", Named::Collection),
    ("Option", Named::Option),
];

/// What is known about a type from its last path segment.
pub(crate) fn named(ty: &Type) -> Named {
    match ungrouped(ty) {
        Type::Array(_) | Type::Slice(_) | Type::Tuple(_) => return Named::Collection,
        _ => {}
    }
    let Some(segment) = last_segment(ty) else {
        return Named::Other;
    };
    let name = segment.ident.to_string();
    if matches!(name.as_str(), "Box" | "Arc" | "Rc") {
        return pointer(segment);
    }
    if let Some(integer) = name.strip_prefix("NonZero") {
        return non_zero(segment, integer);
    }
    lookup(&name)
}

fn lookup(name: &str) -> Named {
    NAMES.iter().find_map(|(known, named)| (*known == name).then_some(*named)).unwrap_or(Named::Other)
}

/// `NonZeroU16` and `NonZero<u16>`.
fn non_zero(segment: &PathSegment, integer: &str) -> Named {
    let integer = match only_argument(segment).and_then(last_segment) {
        Some(argument) if integer.is_empty() => argument.ident.to_string(),
        _ => integer.to_lowercase(),
    };
    match lookup(&integer) {
        Named::Integer(integer) => Named::NonZero(integer),
        _ => Named::Other,
    }
}

/// `Box<str>` is text, `Box<Path>` a path; any other `Box` is the user's business.
fn pointer(segment: &PathSegment) -> Named {
    match only_argument(segment).and_then(last_segment) {
        Some(content) if content.ident == "str" => Named::Text,
        Some(content) if content.ident == "Path" => Named::Path,
        _ => Named::Other,
    }
}

/// The `T` of `Option<T>`.
pub(crate) fn option_content(ty: &Type) -> Option<&Type> {
    last_segment(ty).filter(|segment| segment.ident == "Option").and_then(only_argument)
}

/// The `T` of `Box<T>`.
pub(crate) fn boxed_content(ty: &Type) -> Option<&Type> {
    last_segment(ty).filter(|segment| segment.ident == "Box").and_then(only_argument)
}

/// A collection of the standard library or of `indexmap`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Collection {
    List,
    Set,
    Map,
}

/// Which collection a type is, and the type of its elements, or of its values.
pub(crate) fn collection(ty: &Type) -> Option<(Collection, &Type)> {
    let segment = last_segment(ty)?;
    let kind = match segment.ident.to_string().as_str() {
        "Vec" | "VecDeque" => Collection::List,
        "HashSet" | "BTreeSet" => Collection::Set,
        "HashMap" | "BTreeMap" | "IndexMap" => Collection::Map,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    let first = types.next()?;
    let element = if kind == Collection::Map { types.next()? } else { first };
    Some((kind, element))
}

fn only_argument(segment: &PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
        _ => None,
    }
}

fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ungrouped(ty) {
        Type::Path(path) if path.qself.is_none() => path.path.segments.last(),
        _ => None,
    }
}

/// Without the invisible group that a type has when it comes through `macro_rules!`.
pub(crate) fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}
