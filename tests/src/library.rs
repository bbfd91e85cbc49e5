//! A library with a configuration of its own, which the tests never name: linking it in is all that they do.

use superconfig::SuperConfig;

/// What the library asks for.
#[derive(Debug, SuperConfig)]
#[config(mount = "linked-library")]
pub struct Settings {
    #[config(default = 3)]
    retries: u8,
}

/// What the library does with it.
///
/// # Panics
/// If the program did not load it.
#[must_use]
pub fn retries() -> u8 {
    Settings::get().retries
}
