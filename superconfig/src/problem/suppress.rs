//! Which warnings nobody wants to hear of.

use super::{Fault, Problem, ProblemKind, closest};
use crate::{gather::Gather as _, origin::Origin};

/// Patterns of warnings that are left out.
#[derive(Debug)]
pub(crate) struct Suppress<'p>(Vec<Pattern<'p>>);

#[derive(Debug)]
struct Pattern<'p> {
    kind: &'p str,
    about: Option<&'p str>,
}

impl<'p> Suppress<'p> {
    /// Reads `kind` and `kind:about`; notes what is neither.
    pub(crate) fn parse(patterns: &'p [String], faults: &mut Vec<Fault>) -> Self {
        let mut parsed = Vec::new();
        for text in patterns {
            let (kind, about) = match text.split_once(':') {
                Some((kind, about)) => (kind.trim(), Some(about.trim())),
                None => (text.trim(), None),
            };
            let pattern = Pattern { kind, about };
            let is_known = ProblemKind::ALL.iter().any(|kind| pattern.is_of(*kind));
            if is_known && about != Some("") {
                parsed.push(pattern);
                continue;
            }
            let message = format!("{text:?} is no pattern for warnings to suppress");
            let names: Vec<String> = ProblemKind::ALL.iter().map(ToString::to_string).gather();
            let help = if is_known {
                format!("write what they are about behind the `:`, or only \"{kind}\"")
            } else if let Some(meant) = closest(kind, names.iter().map(String::as_str)) {
                format!("did you mean \"{meant}{}\"?", about.map(|about| format!(":{about}")).unwrap_or_default())
            } else {
                "write the kind of warning first, as in \"deprecated:database.*\", \"unknown key\" or \"*\"".to_owned()
            };
            faults.push(Fault::plain(ProblemKind::Invalid, 0, message, Some(help)));
        }
        Self(parsed)
    }

    /// Whether a warning is left out.
    pub(crate) fn matches(&self, warning: &Problem) -> bool {
        self.0.iter().any(|pattern| {
            let variable = match &warning.origin {
                Some(Origin::Environment(name) | Origin::Argument(name) | Origin::Dotenv { variable: name, .. }) => {
                    Some(name.as_str())
                }
                _ => None,
            };
            let mut subjects = [Some(warning.path.as_str()), variable, Some(&warning.message)].into_iter().flatten();
            pattern.is_of(warning.kind) && pattern.about.is_none_or(|about| subjects.any(|text| glob(about, text)))
        })
    }
}

impl Pattern<'_> {
    fn is_of(&self, kind: ProblemKind) -> bool {
        let plain = |text: &str| text.replace(['_', '-'], " ").to_ascii_lowercase();
        glob(&plain(self.kind), &kind.to_string())
    }
}

/// Whether a pattern, in which `*` stands for any text, matches the whole of a text.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((start, mut pattern)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    // The first place where a part fits leaves the most for those behind it.
    while let Some((part, rest)) = pattern.split_once('*') {
        let Some(at) = text.find(part) else { return false };
        (text, pattern) = (&text[at + part.len()..], rest);
    }
    text.ends_with(pattern)
}
