//! `config set`, `unset`, `migrate`: changing a user's file, after showing how.

use std::{
    io::{self, BufRead as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use ::clap::ArgMatches;

use super::{args, ask::Ask, output::Output};
use crate::{DiscoveredFile, inspect::one_line, origin::Origin, problem::Error};

pub(super) fn edit(config: &dyn Ask, name: &str, matches: &ArgMatches, output: &Output) -> Result<ExitCode, Error> {
    let path = matches.get_one::<PathBuf>("file").cloned().unwrap_or_else(|| nearest(config));
    let mut edit = config.edit(&path)?;
    if let Some(profile) = args::profiles(matches).last() {
        edit = edit.in_profile(profile)?;
    }
    let setting = matches.try_get_one::<String>("path").ok().flatten().map_or("", String::as_str);
    match name {
        "set" => edit.set(setting, matches.get_one::<String>("value").map_or("", String::as_str))?,
        "unset" => {
            edit.unset(setting)?;
        }
        _ => {
            for renamed in edit.migrate()? {
                output.say(&format!("line {}: {} is {} now", renamed.line, renamed.from, renamed.to));
            }
        }
    }
    edit.warnings().iter().for_each(|warning| output.warn(warning));
    if !edit.is_changed() {
        output.say(&format!("{}: there is nothing to change", path.display()));
        return Ok(ExitCode::SUCCESS);
    }
    let shown = output.answer(&edit.diff(output.color));
    if matches.get_flag("dry-run") {
        return Ok(shown);
    }
    if !matches.get_flag("yes") {
        if !Output::is_interactive() {
            output.say("nothing was written; `--yes` writes it");
            return Ok(ExitCode::FAILURE);
        }
        if !is_confirmed(&path) {
            output.say("nothing was written");
            return Ok(ExitCode::FAILURE);
        }
    }
    let noticed = edit.warnings().len();
    edit.write()?;
    edit.warnings()[noticed..].iter().for_each(|warning| output.warn(warning));
    output.say(&format!("{} is written", path.display()));
    if let Some(note) = outranked(config, setting, &path).filter(|_| name == "set") {
        output.say(&note);
    }
    Ok(ExitCode::SUCCESS)
}

/// What to say if another source has the last word about a setting.
fn outranked(config: &dyn Ask, setting: &str, path: &Path) -> Option<String> {
    let explanations = config.explain().0.at(setting).ok()?;
    let explanation = explanations.iter().next().filter(|_| explanations.len() == 1)?;
    let same =
        |other: &Path| other == path || path.canonicalize().is_ok_and(|path| other.canonicalize().ok() == Some(path));
    match explanation.origin() {
        Origin::File { path: winner, .. } if same(winner) => None,
        Origin::Default | Origin::ProfileDefault(_) | Origin::Unset => {
            Some(format!("the program does not read it as it is called now, so {} is not set", explanation.path()))
        }
        origin => Some(format!("{origin} goes before it, so {} is still {}", explanation.path(), explanation.value())),
    }
}

/// The file of the highest precedence that the program reads, whatever the profile and the machine; or where it would look for
/// one in the working directory. One that cannot be edited is refused: another beside it would be one too many.
fn nearest(config: &dyn Ask) -> PathBuf {
    let is_it = |file: &DiscoveredFile| {
        let path = file.path();
        let local = path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(".local"));
        file.is_taken() && file.profile().is_none() && !local
    };
    let found = config.discovered_files().into_iter().rfind(is_it);
    let new = || config.base_dir().join(format!("{}.toml", config.schema().name));
    found.map_or_else(new, |file| file.path().to_owned())
}

fn is_confirmed(path: &Path) -> bool {
    let mut stderr = io::stderr();
    let _ = write!(stderr, "write {}? [y/N] ", one_line(&path.display().to_string())).and_then(|()| stderr.flush());
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}
