//! One pass over `env::vars_os`.

pub(crate) mod large;
pub(crate) mod medium;
pub(crate) mod small;
