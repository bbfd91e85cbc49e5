//! Doc comments.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The text of the doc comments: lines joined by `\n`, without the space after `///` and without blank lines
/// at either end.
pub(crate) fn read(attrs: &[Attribute]) -> String {
    let blocks: Vec<String> = attrs.iter().filter_map(text).collect();
    let lines: Vec<&str> = blocks.iter().flat_map(|block| block.lines()).collect();
    let lines: Vec<&str> = lines.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

fn text(attr: &Attribute) -> Option<String> {
    let Meta::NameValue(meta) = &attr.meta else {
        return None;
    };
    match &meta.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if meta.path.is_ident("doc") => Some(non_empty(text.value())),
        _ => None,
    }
}

/// `///` alone is a blank line, which `str::lines` would drop.
fn non_empty(text: String) -> String {
    if text.is_empty() { "\n".to_owned() } else { text }
}
