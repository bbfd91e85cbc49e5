//! Loading: what a caller asked for ([`Builder`]), and the one place that knows the order of the steps (`pipeline.rs`).

mod builder;
mod doors;
mod field_path;
mod inactive;
mod include;
mod layers;
mod locate;
mod pipeline;
mod report;
mod snapshot;
mod tell;
mod validation;

pub use builder::Builder;
pub use field_path::FieldPath;
pub(crate) use pipeline::Outcome;
#[cfg(feature = "clap")]
pub(crate) use pipeline::refused;
pub use report::LoadReport;
pub use report::SourceReport;
pub(crate) use snapshot::Own;
pub use snapshot::Snapshot;
