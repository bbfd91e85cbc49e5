//! One `env::var` for each setting.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
