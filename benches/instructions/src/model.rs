//! The benchmarks' configurations.

#![allow(dead_code, reason = "fields are not read one by one")]

#[path = "../../src/model/superconfig/large.rs"]
pub(crate) mod large;
#[path = "../../src/model/superconfig/medium.rs"]
pub(crate) mod medium;
#[path = "../../src/model/superconfig/small.rs"]
pub(crate) mod small;
