//! Values that are never shown.

use secrecy::{ExposeSecret as _, SecretBox, SecretSlice, SecretString, zeroize::Zeroize};

use super::super::leaf::{Noun, show_known};
use super::{Base64, Hex, Input, Known, Leaf, Mismatch, Shape, from_text, read_known};
use crate::value::Value;

/// Secret bytes that are the text itself: `"hunter2"` is seven bytes. Never shown, and zeroed when it is dropped.
///
/// Of a file in a directory of secrets, or one that `NAME_FILE` names, they are the whole content: it need not be text, and a
/// newline at its end is part of it. For keys that are written in Base64 or hexadecimal digits there are [`SecretBase64`] and [`SecretHex`].
///
/// ```
/// use superconfig::{ExposeSecret, SecretBytes, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     pepper: SecretBytes,
/// }
///
/// let config = AppConfig::builder().with_env_vars([("SHOP_PEPPER", "hunter2")]).extract()?;
/// assert_eq!(config.pepper.expose_secret(), b"hunter2");
/// # Ok::<(), superconfig::Error>(())
/// ```
pub type SecretBytes = SecretSlice<u8>;

/// Secret bytes that are written in [`Base64`]. Never shown, and zeroed when it is dropped.
///
/// ```
/// use superconfig::{ExposeSecret, SecretBase64, SuperConfig};
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop")]
/// struct AppConfig {
///     session_key: SecretBase64,
/// }
///
/// let config = AppConfig::builder().with_env_vars([("SHOP_SESSION_KEY", "3q2+7w==")]).extract()?;
/// assert_eq!(**config.session_key.expose_secret(), [0xde, 0xad, 0xbe, 0xef]);
/// # Ok::<(), superconfig::Error>(())
/// ```
pub type SecretBase64 = SecretBox<Base64>;

/// Secret bytes that are written in [`Hex`]adecimal digits. Never shown, and zeroed when it is dropped.
pub type SecretHex = SecretBox<Hex>;

impl Known for SecretString {
    const LEAF: &'static Leaf = {
        static LEAF: Leaf = Leaf {
            secret: true,
            noun: Noun::Text("a string"),
            show: Some(show_known::<SecretString>),
            ..Leaf::new(read_known::<SecretString>, Shape::String)
        };
        &LEAF
    };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        from_text(&input, "a string", |text| Ok(text.into()))
    }

    /// For other secrets that it is a part of.
    fn show(&self) -> Option<Value> {
        Some(Value::Text(self.expose_secret().to_owned()))
    }
}

impl Known for SecretBytes {
    const LEAF: &'static Leaf = {
        static LEAF: Leaf = Leaf {
            secret: true,
            bytes: true,
            noun: Noun::Text("a string"),
            show: Some(show_known::<SecretBytes>),
            ..Leaf::new(read_known::<SecretBytes>, Shape::String)
        };
        &LEAF
    };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        if let Input::Bytes(bytes) = input {
            return Ok(bytes.to_vec().into());
        }
        from_text(&input, "a string", |text| Ok(text.as_bytes().to_vec().into()))
    }

    /// What is not text is no text, and is still told from other bytes.
    fn show(&self) -> Option<Value> {
        let bytes = self.expose_secret();
        Some(match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => Value::List(vec![Value::Text(bytes.escape_ascii().to_string())]),
        })
    }
}

/// Any known type that can be zeroed, written as it is without the box.
impl<T: Known + Zeroize> Known for SecretBox<T> {
    const LEAF: &'static Leaf = &Leaf {
        secret: true,
        noun: T::LEAF.noun,
        show: Some(show_known::<SecretBox<T>>),
        ..Leaf::new(read_known::<SecretBox<T>>, T::LEAF.shape)
    };

    fn read(input: Input<'_>) -> Result<Self, Box<Mismatch>> {
        T::read(input).map(|value| SecretBox::new(Box::new(value)))
    }

    fn show(&self) -> Option<Value> {
        self.expose_secret().show()
    }
}
