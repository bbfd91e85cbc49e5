//! Runs an example as its user would.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Where an example is.
pub(crate) fn path(name: &str) -> PathBuf {
    // Cargo builds the examples of a package before its tests, beside the directory that the tests are in.
    let test = std::env::current_exe().expect("a test is a program");
    let program = test.ancestors().nth(2).expect("it is two levels down").join("examples");
    program.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace")
}

/// Runs an example in the workspace's root with these variables and no others.
pub(crate) fn run(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(path(name))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(root())
        .output()
        .expect("the example was built")
}
