//! What is text.

use std::{borrow::Cow, ffi::OsString, path::PathBuf, rc::Rc, sync::Arc};

use secrecy::{ExposeSecret, SecretString};

/// A type that `pattern` can look at, and `one_of` with strings.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no text",
    label = "`pattern` takes a `String` or another text type",
    note = "write `#[config(validate = function)]` with a function of your own: `fn(&{Self}) -> Result<(), String>`"
)]
pub trait Text {
    /// The text; what is not Unicode is replaced.
    fn text(&self) -> Cow<'_, str>;
}

macro_rules! texts {
    ($($text:ty)*) => {$(
        impl Text for $text {
            fn text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }
        }
    )*};
}

texts!(String Box<str> Arc<str> Rc<str> Cow<'_, str>);

impl Text for SecretString {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.expose_secret())
    }
}

impl Text for PathBuf {
    fn text(&self) -> Cow<'_, str> {
        self.to_string_lossy()
    }
}

impl Text for OsString {
    fn text(&self) -> Cow<'_, str> {
        self.to_string_lossy()
    }
}
