//! Structs of options, of which several make one configuration.

pub(crate) mod medium;
