//! Loading: what a caller asked for ([`Builder`]), and the one place that knows the order of the steps (`pipeline.rs`).

#[cfg(feature = "watch")]
mod again;
#[cfg(feature = "edit")]
mod alone;
mod builder;
mod doors;
mod field_path;
#[cfg(feature = "inspect")]
mod history;
mod inactive;
mod include;
mod layers;
mod locate;
#[cfg(feature = "inspect")]
mod look;
mod pipeline;
mod report;
mod snapshot;
pub(crate) mod tell;
mod validation;

#[cfg(feature = "edit")]
pub(crate) use alone::{alone, breach};
pub use builder::Builder;
#[cfg(feature = "edit")]
pub(crate) use builder::Plan;
pub use field_path::FieldPath;
#[cfg(feature = "inspect")]
pub(crate) use history::History;
pub(crate) use pipeline::Outcome;
#[cfg(any(feature = "clap", feature = "inspect"))]
pub(crate) use pipeline::refused;
pub use report::LoadReport;
pub use report::SourceReport;
pub(crate) use snapshot::Own;
pub use snapshot::Snapshot;
#[cfg(feature = "watch")]
pub(crate) use validation::{conceal, secret_texts};
