//! What the tests share: a directory of their own to put files in, and short ways to say what a load found wrong.

pub mod child;
pub mod library;
pub mod watching;

use std::{
    fs,
    path::{Path, PathBuf},
};

use superconfig::{Builder, Error, SuperConfig};
use tempfile::TempDir;

/// A directory with a project, a home and a system directory in it. A load confined to it sees nothing else of the
/// machine: neither its variables nor its files.
#[derive(Debug)]
pub struct Scene {
    root: TempDir,
}

impl Default for Scene {
    fn default() -> Self {
        Self::new()
    }
}

impl Scene {
    /// An empty project, home and system directory.
    ///
    /// # Panics
    /// If the directory for temporary files cannot be written to.
    #[must_use]
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary directory");
        for name in ["project/.git", "home", "etc"] {
            fs::create_dir_all(root.path().join(name)).expect("a directory in it");
        }
        Self { root }
    }

    /// Puts a file at a path below the scene, such as `project/shop.toml`.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a path below the scene")).expect("directories for it");
        fs::write(path, content).expect("the file");
        self
    }

    /// Where something below the scene is.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// A builder without sources that sees this scene and an empty environment.
    pub fn builder<T: SuperConfig>(&self) -> Builder<T> {
        let nothing: [(&str, &str); 0] = [];
        T::builder()
            .with_env_of(nothing)
            .with_base_dir(self.path("project"))
            .with_home_dir(self.path("home"))
            .with_system_dir(self.path("etc"))
    }

    /// A text with the paths in it made relative to the project, and others to the scene.
    #[must_use]
    pub fn relative(&self, text: &str) -> String {
        let root = self.root.path().display();
        text.replace(&format!("{root}/project/"), "").replace(&format!("{root}/"), "")
    }
}

/// The kind, path and message of each problem, one a line: `wrong type: port: expected …`.
#[must_use]
pub fn lines(error: &Error) -> Vec<String> {
    error
        .problems()
        .iter()
        .map(|problem| format!("{}: {}: {}", problem.kind(), problem.path(), problem.message()))
        .collect()
}

/// The path of the one problem there is.
///
/// # Panics
/// If there is another number of problems.
#[must_use]
pub fn only(error: &Error) -> &superconfig::Problem {
    let problems: &[_; 1] = error.problems().try_into().unwrap_or_else(|_| panic!("one problem, not {error}"));
    &problems[0]
}

/// A golden file. The parser of the crate `toml` has words of its own for what is no TOML.
#[must_use]
pub fn golden_file(name: &str) -> PathBuf {
    let other = golden_dir().join("toml_crate").join(name);
    if cfg!(feature = "toml_crate") && other.exists() { other } else { golden_dir().join(name) }
}

/// The project's directory of golden files.
#[must_use]
pub fn golden_dir() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/golden"))
}
