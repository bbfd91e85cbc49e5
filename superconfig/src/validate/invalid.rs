//! What a validator says that looks at a whole section.

use std::fmt::{self, Display};

/// What is wrong with a section, and with which of its settings: the error of a function in `#[config(validate = …)]` on a struct
/// or on a section, alone or in a `Vec`.
///
/// With a path the problem stands where that setting was set. The path begins at the section: [`field!`](crate::field)`(Pool,
/// largest)` or text, by keys or by the names of fields.
///
/// ```
/// use superconfig::{Format, Invalid, SuperConfig, field};
///
/// #[derive(SuperConfig)]
/// #[config(validate = Pool::check)]
/// struct Pool {
///     smallest: u32,
///     largest: u32,
/// }
///
/// impl Pool {
///     fn check(&self) -> Result<(), Invalid> {
///         if self.smallest > self.largest {
///             return Err(Invalid::at(field!(Pool, smallest), "it is above 'largest'"));
///         }
///         Ok(())
///     }
/// }
///
/// let error = Pool::builder().with_str(Format::Toml, "largest = 5\nsmallest = 9").extract().err().unwrap();
/// assert_eq!(error.problems()[0].origin().unwrap().to_string(), "<text>:2:12");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    pub(crate) path: String,
    pub(crate) message: String,
}

impl Invalid {
    /// Something is wrong with the section as a whole.
    pub fn new(message: impl Display) -> Self {
        Self { path: String::new(), message: message.to_string() }
    }

    /// Something is wrong with a setting or section in it.
    pub fn at(path: impl Display, message: impl Display) -> Self {
        Self { path: path.to_string(), message: message.to_string() }
    }
}

impl Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Invalid {}

/// The error of a validator. What it says is asked of an inherent method first, and of [`ByDisplay`] for any error that is none of
/// ours.
#[derive(Debug)]
pub struct Raised<E>(pub E);

impl Raised<Invalid> {
    /// What is wrong.
    #[must_use]
    pub fn invalid(self) -> Vec<Invalid> {
        vec![self.0]
    }
}

impl Raised<Vec<Invalid>> {
    /// What is wrong.
    #[must_use]
    pub fn invalid(self) -> Vec<Invalid> {
        self.0
    }
}

/// The fallback of [`Raised`].
pub trait ByDisplay {
    /// What is wrong.
    fn invalid(self) -> Vec<Invalid>;
}

impl<E: Display> ByDisplay for Raised<E> {
    fn invalid(self) -> Vec<Invalid> {
        vec![Invalid::new(self.0)]
    }
}

/// What `garde`'s rules say of a struct.
///
/// # Errors
/// One for each entry of its report.
#[cfg(feature = "garde")]
pub fn garde<T: garde::Validate<Context = ()>>(value: &T) -> Result<(), Vec<Invalid>> {
    let report = value.validate();
    report.map_err(|report| report.iter().map(|(path, error)| Invalid::at(path, error.message())).collect())
}
