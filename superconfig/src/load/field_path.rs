//! The path of a field, checked by the compiler: what [`field!`](crate::field) makes.

use std::fmt;

/// The path of the field `V` in the config `T`; made by [`field!`](crate::field).
pub struct FieldPath<T, V> {
    idents: &'static [&'static str],
    get: fn(&T) -> Option<&V>,
}

impl<T, V> FieldPath<T, V> {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(idents: &'static [&'static str], get: fn(&T) -> Option<&V>) -> Self {
        Self { idents, get }
    }

    pub(crate) fn idents(&self) -> &'static [&'static str] {
        self.idents
    }

    /// The field of a config; `None` where the path leads through an optional section that is absent.
    pub fn get<'c>(&self, config: &'c T) -> Option<&'c V> {
        (self.get)(config)
    }
}

impl<T, V> Clone for FieldPath<T, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V> Copy for FieldPath<T, V> {}

/// The names of the fields, as in `database.pool_size`.
impl<T, V> fmt::Display for FieldPath<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, ident) in self.idents.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "." })?;
            f.write_str(ident.trim_start_matches("r#"))?;
        }
        Ok(())
    }
}

impl<T, V> fmt::Debug for FieldPath<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldPath({})", self.idents.join("."))
    }
}

/// The path of a field, checked by the compiler: `field!(AppConfig, database.pool_size)`.
///
/// The parts are the Rust names of the fields. A `?` leads through an optional section: `field!(AppConfig, tls?.port)`.
/// A misspelt part does not compile, nor does a value of another type:
///
/// ```
/// use superconfig::{SuperConfig, field};
///
/// #[derive(SuperConfig)]
/// struct AppConfig {
///     #[config(nested)]
///     database: Database,
/// }
///
/// #[derive(SuperConfig)]
/// struct Database {
///     #[config(default = 10)]
///     pool_size: u32,
/// }
///
/// let config = AppConfig::builder().with_value(field!(AppConfig, database.pool_size), 5).extract()?;
/// assert_eq!(config.database.pool_size, 5);
/// # Ok::<(), superconfig::Error>(())
/// ```
///
/// ```compile_fail
/// # use superconfig::{SuperConfig, field};
/// # #[derive(SuperConfig)]
/// # struct AppConfig { #[config(default = 10)] pool_size: u32 }
/// AppConfig::builder().with_value(field!(AppConfig, pool_szie), 5);
/// ```
#[macro_export]
macro_rules! field {
    ($config:ty, $($path:tt)+) => {
        $crate::FieldPath::<$config, _>::new(
            $crate::__field_names!([] $($path)+),
            |config: &$config| $crate::__field_get!(config; $($path)+),
        )
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __field_names {
    ([$($names:expr,)*] $field:ident) => { &[$($names,)* ::core::stringify!($field)] };
    ([$($names:expr,)*] $field:ident . $($rest:tt)+) => {
        $crate::__field_names!([$($names,)* ::core::stringify!($field),] $($rest)+)
    };
    ([$($names:expr,)*] $field:ident ? . $($rest:tt)+) => {
        $crate::__field_names!([$($names,)* ::core::stringify!($field),] $($rest)+)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __field_get {
    ($from:expr; $field:ident) => { ::core::option::Option::Some(&$from.$field) };
    ($from:expr; $field:ident . $($rest:tt)+) => { $crate::__field_get!($from.$field; $($rest)+) };
    ($from:expr; $field:ident ? . $($rest:tt)+) => {
        $crate::__field_get!($from.$field.as_ref()?; $($rest)+)
    };
}
