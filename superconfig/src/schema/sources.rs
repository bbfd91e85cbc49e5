//! Which kinds of source there are, and which of them may set a setting.

use crate::gather::Gather as _;

use bitflags::bitflags;

bitflags! {
    /// Kinds of source, as [`sources = "…"`](macro@crate::SuperConfig#sources) names them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub struct Sources: u8 {
        /// Files, found or named, and texts that the program hands over.
        const FILES = 1;
        /// The environment.
        const ENV = 1 << 1;
        /// A `.env` file.
        const DOTENV = 1 << 2;
        /// Directories of secrets.
        const SECRETS = 1 << 3;
        /// Arguments of the command line.
        const ARGS = 1 << 4;
        /// Values that the program sets itself.
        const CODE = 1 << 5;
    }
}

impl Sources {
    /// What each kind is called in a sentence.
    pub(crate) fn describe(self) -> Vec<&'static str> {
        const NAMES: [(Sources, &str); 6] = [
            (Sources::FILES, "a file"),
            (Sources::ENV, "the environment"),
            (Sources::DOTENV, "a .env file"),
            (Sources::SECRETS, "a secrets directory"),
            (Sources::ARGS, "an argument"),
            (Sources::CODE, "code"),
        ];
        NAMES.iter().filter(|(kind, _)| self.contains(*kind)).map(|(_, name)| *name).gather()
    }
}
