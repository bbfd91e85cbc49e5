//! stub docs

mod config;
mod discover;
mod draft;
mod format;
mod load;
mod origin;
mod problem;
mod profile;
pub mod registry;
pub mod schema;
mod source;
mod text;

#[doc(hidden)]
pub mod __private;

pub use bytesize::ByteSize;
pub use config::SuperConfig;
pub use format::Format;
pub use load::Builder;
pub use load::FieldPath;
pub use load::Snapshot;
pub use origin::Location;
pub use origin::Origin;
pub use problem::Color;
pub use problem::Error;
pub use problem::Problem;
pub use problem::ProblemKind;
pub use registry::ConfigHandle;
pub use registry::ConfigRegistry;
pub use registry::RegistryError;
pub use registry::registry;
pub use secrecy::ExposeSecret;
pub use secrecy::SecretString;
pub use superconfig_derive::SuperConfig;
