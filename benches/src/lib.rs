//! What it costs to load a configuration, and to read and replace it: `SuperConfig` beside its peers and beside code
//! written by hand.
//!
//! The benchmarks in `benches/` and the programs in `src/bin/` are thin; what they share is here. `README.md` says
//! how to run them and how to read what they print.

mod contender;
mod model;

pub mod environment;
pub mod loading;
pub mod measure;
pub mod options;
pub mod probe;
pub mod registry;
#[cfg(feature = "watch")]
pub mod reload;
pub mod report;
pub mod scaling;
pub mod workload;
