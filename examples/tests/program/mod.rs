//! Runs an example as its user would.

use std::{
    path::Path,
    process::{Command, Output},
};

/// Runs an example in the workspace's root with these variables and no others.
pub(crate) fn run(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    // Cargo builds the examples of a package before its tests, beside the directory that the tests are in.
    let test = std::env::current_exe().expect("a test is a program");
    let program = test.ancestors().nth(2).expect("it is two levels down").join("examples");
    let program = program.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace");
    Command::new(program)
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .current_dir(root)
        .output()
        .expect("the example was built")
}
