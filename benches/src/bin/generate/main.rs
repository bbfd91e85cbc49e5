//! Writes the models (`src/model`) and the files they are loaded from (`data`), all from one description, so that
//! every contender has the same settings: `cargo run -p superconfig-benches`.
//!
//! What it writes is checked in, to be read and copied by `build-time.sh`; a test holds it against this program.

mod document;
mod hand;
mod schema;
mod structure;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use schema::Schema;
use structure::Style;

const INFALLIBLE: &str = "writing to a string cannot fail";

fn main() -> io::Result<()> {
    for (path, text) in outputs()? {
        fs::create_dir_all(path.parent().expect("every output lies in a folder"))?;
        fs::write(&path, text)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Every file there is to write, with its text.
fn outputs() -> io::Result<Vec<(PathBuf, String)>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (model, data) = (package.join("src/model"), package.join("data"));
    let mut outputs = Vec::new();
    for schema in Schema::all() {
        let name = schema.name;
        for style in Style::ALL {
            let path = model.join(style.folder()).join(format!("{name}.rs"));
            outputs.push((path, rustfmt(&structure::render(&schema, style))?));
        }
        for (folder, text) in [("per_field", hand::per_field(&schema)), ("scan", hand::scan(&schema))] {
            let path = model.join("hand").join(folder).join(format!("{name}.rs"));
            outputs.push((path, rustfmt(&text)?));
        }
        outputs.push((data.join(format!("{name}.toml")), document::toml(&schema)));
        outputs.push((data.join(format!("{name}.env")), document::env(&schema)));
        if name == "medium" {
            let path = model.join("hand/partial/medium.rs");
            outputs.push((path, rustfmt(&hand::partial(&schema))?));
            outputs.push((data.join("medium.json"), document::json(&schema)));
            outputs.push((data.join("medium.yaml"), document::yaml(&schema)));
        }
    }
    Ok(outputs)
}

/// Formats as `cargo fmt` would, with the workspace's own settings.
fn rustfmt(source: &str) -> io::Result<String> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().expect("it is piped").write_all(source.as_bytes())?;
    let output = child.wait_with_output()?;
    assert!(output.status.success(), "rustfmt refused:\n{source}");
    String::from_utf8(output.stdout).map_err(io::Error::other)
}

#[test]
fn what_is_checked_in_is_what_this_program_writes() {
    for (path, text) in outputs().expect("rustfmt runs") {
        let checked_in = fs::read_to_string(&path).unwrap_or_default();
        assert!(checked_in == text, "{} is stale: run `cargo run -p superconfig-benches`", path.display());
    }
}
