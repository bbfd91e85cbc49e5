//! How deep a text is nested, seen by its brackets and dots, before a parser goes into it: the `toml` crate gives up at half of this
//! depth, but has notes on all that it skips.

use std::ops::Range;

use toml_parser::{Source, lexer::TokenKind};

/// How many keys and brackets deep a text may be.
const DEEPEST: usize = 160;

/// What is said of a text that is nested deeper.
pub(super) const TOO_DEEP: &str = "it is nested too deep here";

/// Where a text is nested deeper than anybody means.
pub(crate) fn too_deep(text: &str) -> Option<Range<usize>> {
    // Hardly any text needs a closer look.
    if text.bytes().filter(|byte| matches!(byte, b'[' | b'{' | b'.')).count() <= DEEPEST {
        return None;
    }
    // The dots of the key that is being read, and of those before each bracket.
    let (mut dots, mut open, mut depth) = (0, Vec::new(), 0);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                depth += dots + 1;
                open.push(std::mem::take(&mut dots));
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth -= open.pop().map_or(0, |dots| dots + 1);
                dots = 0;
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Comma | TokenKind::Newline => dots = 0,
            _ => {}
        }
        if depth + dots > DEEPEST {
            return Some(token.span().start()..token.span().end());
        }
    }
    None
}
