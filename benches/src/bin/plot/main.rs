//! Draws the plots of `docs/performance` and fills the tables of `docs/performance.md`, from what the benchmarks printed into
//! `results`: `cargo run --release -p superconfig-benches --bin plot`. `run.sh` does both.
//!
//! A result that is not there leaves its tables and its plot as they are.

mod chart;
mod figure;
mod page;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use superconfig_benches::options::exit_code;

use self::table::Table;

fn main() -> ExitCode {
    exit_code(run())
}

fn run() -> Result<(), String> {
    for (name, figure) in figure::ALL {
        let Some(tables) = tables(name)? else { continue };
        let file = docs().join(format!("performance/{name}.svg"));
        let drawing = figure(&tables).map_err(|problem| format!("{name}: {problem}"))?;
        write(&file, &format!("{drawing}\n"))?;
    }
    let file = docs().join("performance.md");
    let text = fs::read_to_string(&file).map_err(|problem| format!("{}: {problem}", file.display()))?;
    write(&file, &page::fill(&text, &result)?)
}

/// What a benchmark printed, if it did.
fn result(name: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("results").join(format!("{name}.md"));
    fs::read_to_string(file).ok()
}

fn tables(name: &str) -> Result<Option<Vec<Table>>, String> {
    let text = result(name);
    if text.is_none() {
        println!("results/{name}.md is not there");
    }
    text.map(|text| Table::all(&text).map_err(|problem| format!("results/{name}.md: {problem}"))).transpose()
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs")
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    println!("{}", file.display());
    fs::create_dir_all(file.parent().expect("it lies in a folder")).map_err(|problem| problem.to_string())?;
    fs::write(file, text).map_err(|problem| format!("{}: {problem}", file.display()))
}
