//! Which kinds of source may set a setting.

use syn::LitStr;

use crate::errors::Errors;
use crate::model::Env;
use crate::suggest;

/// The words of `sources`, each with the library's constant.
const KINDS: [(&str, &str); 6] = [
    ("files", "FILES"),
    ("env", "ENV"),
    ("dotenv", "DOTENV"),
    ("secrets", "SECRETS"),
    ("args", "ARGS"),
    ("code", "CODE"),
];

/// The constants that `"env | secrets"` stands for.
pub(super) fn check(text: &LitStr, errors: &mut Errors) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    let written = text.value();
    let words = || KINDS.iter().map(|(word, _)| *word);
    if written.trim().is_empty() {
        let message = "no source may set this setting; name the ones that may, for example `sources = \"env | secrets\"`, \
                       or write `skip`";
        errors.at(text.span(), message);
        return kinds;
    }
    for word in written.split('|').map(str::trim) {
        let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word) else {
            let advice = match suggest::closest(word, words()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if word.contains(',') => "they are separated by `|`".to_owned(),
                None => format!("there are {}", suggest::list(words())),
            };
            errors.at(text.span(), format!("`{word}` is no kind of source; {advice}"));
            continue;
        };
        if kinds.contains(kind) {
            errors.at(text.span(), format!("`{word}` is named twice; delete one"));
        }
        kinds.push(kind);
    }
    kinds
}

/// A setting without a variable that only variables may set.
pub(super) fn reachable(kinds: &[&str], env: &Env, text: &LitStr, errors: &mut Errors) {
    let only_variables = !kinds.is_empty() && kinds.iter().all(|kind| matches!(*kind, "ENV" | "DOTENV"));
    if only_variables && matches!(env, Env::Off) {
        let message = "no source may set this setting: only variables may, and `env = false` gives it none; delete one of \
                       the two";
        errors.at(text.span(), message);
    }
}
