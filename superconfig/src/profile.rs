//! Which profiles are active, and whether they exist.

use crate::{
    gather::Gather as _,
    order,
    problem::{Fault, ProblemKind, closest},
    schema::Schema,
};

/// What [`select_profile`](crate::Builder::select_profile) chooses from.
///
/// ```
/// use superconfig::SuperConfig;
///
/// #[derive(SuperConfig)]
/// #[config(name = "shop", profiles = ["dev", "prod"])]
/// struct AppConfig {
///     #[config(default = 8080, profile(prod = 443))]
///     port: u16,
/// }
///
/// let builder = AppConfig::builder()
///     .with_env_vars([("SHOP_PROFILE", "")])
///     .select_profile(|choice| if choice.active().is_empty() { vec!["prod".to_owned()] } else { choice.active().to_vec() });
/// assert_eq!(builder.extract()?.port, 443);
/// # Ok::<(), superconfig::Error>(())
/// ```
#[derive(Debug)]
pub struct ProfileChoice<'a> {
    active: &'a [String],
    known: &'a [&'static str],
}

impl<'a> ProfileChoice<'a> {
    pub(crate) fn new(active: &'a [String], known: &'a [&'static str]) -> Self {
        Self { active, known }
    }

    /// What would be active otherwise: what `with_profile` or the variable says, the most important one last.
    #[must_use]
    pub fn active(&self) -> &'a [String] {
        self.active
    }

    /// The declared profiles; if none are declared, those that a setting of the struct mentions. Files are not read yet.
    #[must_use]
    pub fn known(&self) -> &'a [&'static str] {
        self.known
    }
}

/// The names in `prod,eu`.
pub(crate) fn split(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).gather()
}

/// Names that cannot be part of a file name are refused before they become one.
pub(crate) fn is_valid(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0', ','])
}

/// The profiles that the struct itself knows: those that it declares, else those that its settings mention.
pub(crate) fn known(schema: &'static Schema) -> Vec<&'static str> {
    let mut known: Vec<&str> = schema.profiles.to_vec();
    if known.is_empty() {
        schema.walk(&mut |_, setting| known.extend(setting.profiles));
        order::sort_by(&mut known, Ord::cmp);
        known.dedup();
    }
    known
}

/// The active profiles in the order in which they apply: groups with what they bring in, right below them.
///
/// What is chosen twice counts where it was chosen last, since later wins. What several groups bring in counts where the
/// first does, so that the second does not put what all share above what only the first has. A choice by name beats both.
pub(crate) fn activate(schema: &'static Schema, chosen: &[String]) -> Vec<String> {
    let last = |index: usize| !chosen[index + 1..].contains(&chosen[index]);
    let mut active = Vec::new();
    for (index, name) in chosen.iter().enumerate() {
        if last(index) {
            bring_in(schema, name, chosen, &mut active);
            active.push(name.clone());
        }
    }
    active
}

/// The members of a group, which the derive has checked for circles.
fn bring_in(schema: &'static Schema, group: &str, chosen: &[String], active: &mut Vec<String>) {
    let Some((_, members)) = schema.profile_groups.iter().find(|(name, _)| *name == group) else { return };
    for member in *members {
        let by_name = |name: &String| name == member;
        if !chosen.iter().any(by_name) && !active.iter().any(by_name) {
            bring_in(schema, member, chosen, active);
            active.push((*member).to_owned());
        }
    }
}

/// A problem for each active profile that is not declared or, if none are declared, that nothing mentions.
pub(crate) fn check(schema: &'static Schema, active: &[String], in_files: &[String], faults: &mut Vec<Fault>) {
    let mut names: Vec<&str> = known(schema);
    if schema.profiles.is_empty() {
        names.extend(in_files.iter().map(String::as_str));
        order::sort_by(&mut names, Ord::cmp);
        names.dedup();
    }
    for name in active.iter().filter(|name| !names.contains(&name.as_str())) {
        let message = format!("there is no profile '{name}'");
        faults.push(Fault::plain(ProblemKind::UnknownProfile, 0, message, Some(advice(name, &names))));
    }
}

/// What to write instead of a profile that is not there.
pub(crate) fn advice(name: &str, known: &[&str]) -> String {
    match (closest(name, known.iter().copied()), known.is_empty()) {
        (Some(like), _) => format!("did you mean '{like}'?"),
        (None, false) => format!("the profiles are {}", known.join(", ")),
        (None, true) => "no setting and no file mentions any profile".to_owned(),
    }
}
