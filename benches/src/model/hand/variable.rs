//! What hand-written loading shares, whatever the configuration.

use std::env;
use std::error::Error;
use std::str::FromStr;

pub(crate) type Problem = Box<dyn Error>;

/// Looks each of its settings up in the environment.
pub(crate) trait PerField {
    fn override_per_field(&mut self) -> Result<(), Problem>;
}

/// Takes one variable at a time and finds the setting that it is for.
pub(crate) trait Scan {
    fn set(&mut self, key: &str, value: &str) -> Result<(), Problem>;
}

/// What one of several files sets.
pub(crate) trait Partial: Default {
    type Whole;

    /// Takes whatever `over` sets.
    fn merge(&mut self, over: Self);
    /// Puts in the defaults.
    fn finish(self) -> Result<Self::Whole, Problem>;
}

pub(crate) fn replace<T>(target: &mut Option<T>, over: Option<T>) {
    if over.is_some() {
        *target = over;
    }
}

pub(crate) fn required<T>(key: &str, value: Option<T>) -> Result<T, Problem> {
    value.ok_or_else(|| format!("no {key}").into())
}

/// Goes through the environment once and hands on what starts with the prefix.
pub(crate) fn override_by_scan(config: &mut impl Scan) -> Result<(), Problem> {
    for (name, value) in env::vars_os() {
        let Some(key) = name.to_str().and_then(|name| name.strip_prefix("BENCH_")) else {
            continue;
        };
        let value = value.to_str().ok_or_else(|| format!("BENCH_{key}: not Unicode"))?;
        config.set(key, value).map_err(|problem| format!("BENCH_{key}: {problem}"))?;
    }
    Ok(())
}

pub(crate) fn lookup<T: FromStr<Err: Into<Problem>>>(name: &str, target: &mut T) -> Result<(), Problem> {
    look(name, |text| parse(text, target))
}

pub(crate) fn lookup_some<T: FromStr<Err: Into<Problem>>>(name: &str, target: &mut Option<T>) -> Result<(), Problem> {
    look(name, |text| parse_some(text, target))
}

pub(crate) fn lookup_list<T: FromStr<Err: Into<Problem>>>(name: &str, target: &mut Vec<T>) -> Result<(), Problem> {
    look(name, |text| parse_list(text, target))
}

fn look(name: &str, parse: impl FnOnce(&str) -> Result<(), Problem>) -> Result<(), Problem> {
    match env::var(name) {
        Ok(text) => parse(&text).map_err(|problem| format!("{name}: {problem}").into()),
        Err(env::VarError::NotPresent) => Ok(()),
        Err(problem @ env::VarError::NotUnicode(_)) => Err(format!("{name}: {problem}").into()),
    }
}

pub(crate) fn parse<T: FromStr<Err: Into<Problem>>>(text: &str, target: &mut T) -> Result<(), Problem> {
    *target = text.parse().map_err(Into::into)?;
    Ok(())
}

pub(crate) fn parse_some<T: FromStr<Err: Into<Problem>>>(text: &str, target: &mut Option<T>) -> Result<(), Problem> {
    *target = Some(text.parse().map_err(Into::into)?);
    Ok(())
}

pub(crate) fn parse_list<T: FromStr<Err: Into<Problem>>>(text: &str, target: &mut Vec<T>) -> Result<(), Problem> {
    *target = text.split(',').map(str::parse).collect::<Result<_, _>>().map_err(Into::into)?;
    Ok(())
}
