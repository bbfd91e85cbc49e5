//! Bytes in their two usual spellings.

use std::{
    fmt,
    ops::{Deref, DerefMut},
    str::FromStr,
};

use base64ct::{Base64Unpadded, Encoding};
use secrecy::zeroize::Zeroize;
use serde_core::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};

use super::{Input, Known, Leaf, Mismatch, Shape, display, from_text, known, read_known, texts};

macro_rules! bytes {
    ($(#[$doc:meta])* $name:ident, $decode:ident, $encode:path, $expected:expr) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(
            /// The bytes.
            pub Vec<u8>,
        );

        impl Deref for $name {
            type Target = [u8];

            fn deref(&self) -> &[u8] {
                &self.0
            }
        }

        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut [u8] {
                &mut self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl<B: Into<Vec<u8>>> From<B> for $name {
            fn from(bytes: B) -> Self {
                Self(bytes.into())
            }
        }

        impl FromStr for $name {
            type Err = EncodingError;

            fn from_str(text: &str) -> Result<Self, EncodingError> {
                $decode(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&$encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Zeroize for $name {
            fn zeroize(&mut self) {
                self.0.zeroize();
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Text($expected, $decode)).map(Self)
            }
        }

        texts! { from_text:
            $name, Text, $expected, |text| text.parse().map_err(|error: EncodingError| Some(error.to_string())), display;
        }
    };
}

bytes! {
    /// Bytes that are written in Base64: `"3q2+7w=="`.
    ///
    /// With the alphabet of RFC 4648 or with its one for URLs, with padding or without; spaces and line ends are skipped.
    /// What encodes no whole number of bytes is refused. It is for settings that are not secret;
    /// [`SecretBase64`](crate::SecretBase64) is the same for those that are.
    ///
    /// ```
    /// use superconfig::{Base64, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     public_key: Base64,
    /// }
    ///
    /// let config = AppConfig::builder().with_env_vars([("SHOP_PUBLIC_KEY", "3q2+7w==")]).extract()?;
    /// assert_eq!(*config.public_key, [0xde, 0xad, 0xbe, 0xef]);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    Base64, base64, base64ct::Base64::encode_string, "bytes in Base64, such as \"3q2+7w==\""
}

bytes! {
    /// Bytes that are written as hexadecimal digits: `"deadbeef"`.
    ///
    /// In either case, with `0x` before them or without; spaces and line ends are skipped. It is for settings that are not
    /// secret; [`SecretHex`](crate::SecretHex) is the same for those that are.
    ///
    /// ```
    /// use superconfig::{Hex, SuperConfig};
    ///
    /// #[derive(SuperConfig)]
    /// #[config(name = "shop")]
    /// struct AppConfig {
    ///     fingerprint: Hex,
    /// }
    ///
    /// let config = AppConfig::builder().with_env_vars([("SHOP_FINGERPRINT", "deadbeef")]).extract()?;
    /// assert_eq!(*config.fingerprint, [0xde, 0xad, 0xbe, 0xef]);
    /// # Ok::<(), superconfig::Error>(())
    /// ```
    Hex, hex, base16ct::lower::encode_string, "bytes in hexadecimal digits, such as \"deadbeef\""
}

/// Why a text is not [`Base64`] or [`Hex`]; it quotes nothing of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodingError(&'static str);

impl fmt::Display for EncodingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for EncodingError {}

fn base64(text: &str) -> Result<Vec<u8>, EncodingError> {
    let text = without_space(text);
    let digits = text.trim_end_matches('=');
    if digits.contains('=') {
        return Err(EncodingError("the `=` belong at the end, as many as it takes"));
    }
    let padded = digits.len() < text.len();
    let for_urls = digits.contains(['-', '_']);
    let others = if for_urls { ['-', '_'] } else { ['+', '/'] };
    if !digits.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(&c)) {
        return Err(EncodingError("it has a character that is none of Base64's"));
    }
    let decode = if padded { base64ct::Base64::decode_vec } else { Base64Unpadded::decode_vec };
    let text = if for_urls { text.replace('-', "+").replace('_', "/") } else { text };
    decode(&text).map_err(|_| EncodingError("it ends within a byte, so something is missing or wrong"))
}

fn hex(text: &str) -> Result<Vec<u8>, EncodingError> {
    let text = without_space(text);
    let digits = text.strip_prefix("0x").unwrap_or(&text);
    base16ct::mixed::decode_vec(digits).map_err(|error| match error {
        base16ct::Error::InvalidEncoding => EncodingError("it has a character that is no hexadecimal digit"),
        base16ct::Error::InvalidLength => EncodingError("each byte takes two digits, and their number is odd"),
    })
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_whitespace()).collect()
}

/// A string, for serde, that is decoded by a function.
struct Text(&'static str, fn(&str) -> Result<Vec<u8>, EncodingError>);

impl Visitor<'_> for Text {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
        (self.1)(text).map_err(E::custom)
    }
}
