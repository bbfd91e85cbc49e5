//! What a reload may do with a field.

use syn::LitStr;

use crate::model::Reload;
#[cfg(feature = "watch")]
use crate::suggest;

#[cfg(feature = "watch")]
pub(crate) fn check(word: &LitStr) -> syn::Result<Reload> {
    const WORDS: [&str; 2] = ["restart", "reject"];
    let wanted = word.value();
    let advice = match wanted.as_str() {
        "restart" => return Ok(Reload::Restart),
        "reject" => return Ok(Reload::Reject),
        "live" => "without `reload` every change is taken while the program runs, so delete it".to_owned(),
        other => match suggest::closest(other, WORDS) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                "write `restart` to keep the old value until the program is restarted, or `reject` to refuse a reload that \
                 brings another one"
                    .to_owned()
            }
        },
    };
    Err(syn::Error::new(word.span(), format!("`{wanted}` is not a rule of `reload`; {advice}")))
}

#[cfg(not(feature = "watch"))]
pub(crate) fn check(word: &LitStr) -> syn::Result<Reload> {
    let message = "`reload` needs a feature of superconfig: write `features = [\"watch\"]` at the dependency on superconfig in \
                   Cargo.toml";
    Err(syn::Error::new(word.span(), message))
}
