//! How long it takes to load a configuration: `SuperConfig` beside its peers and beside code written by hand.
//!
//! The benchmarks in `benches/` and the programs in `src/bin/` are thin; what they share is here. `README.md` says
//! how to run them and how to read what they print.

mod contender;
mod model;

pub mod environment;
pub mod measure;
pub mod probe;
pub mod report;
pub mod workload;
