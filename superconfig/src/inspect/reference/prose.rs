//! Doc comments for pages that are not Markdown: paragraphs, lists, code and headings; in them code, emphasis and links. Whatever else
//! Markdown knows is shown as it was typed.

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    Text(String),
    Code(String),
    Strong(String),
    Link { text: String, url: String },
}

impl Span {
    pub(super) fn text(text: impl Into<String>) -> Span {
        Span::Text(text.into())
    }

    /// What it says, without how.
    pub(super) fn bare(&self) -> &str {
        match self {
            Span::Text(text) | Span::Code(text) | Span::Strong(text) | Span::Link { text, .. } => text,
        }
    }

    pub(super) fn code(text: impl Into<String>) -> Span {
        Span::Code(text.into())
    }
}

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(Vec<Span>),
    List(Vec<Vec<Span>>),
    Code(String),
}

/// Takes a doc comment apart.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Open::None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = fence(trimmed) {
            open.close(&mut blocks);
            let code = lines.by_ref().take_while(|line| !line.trim().starts_with(fence)).collect::<Vec<_>>();
            blocks.push(Block::Code(code.join("\n")));
        } else if trimmed.is_empty() {
            open.close(&mut blocks);
        } else if let Some(heading) = heading(trimmed) {
            open.close(&mut blocks);
            blocks.push(Block::Paragraph(vec![Span::Strong(heading.to_owned())]));
        } else if trimmed.starts_with('|') {
            open.table(&mut blocks, trimmed);
        } else if let Some(item) = item(trimmed) {
            open.item(&mut blocks, item);
        } else {
            open.line(&mut blocks, trimmed);
        }
    }
    open.close(&mut blocks);
    blocks
}

/// What the lines so far are part of.
enum Open {
    None,
    Paragraph(String),
    List(Vec<String>),
    Table(String),
}

impl Open {
    fn close(&mut self, blocks: &mut Vec<Block>) {
        match std::mem::replace(self, Open::None) {
            Open::None => {}
            Open::Paragraph(text) => blocks.push(Block::Paragraph(spans(&text))),
            Open::List(items) => match blocks.last_mut() {
                // A blank line between items does not end a list.
                Some(Block::List(list)) => list.extend(items.iter().map(|item| spans(item))),
                _ => blocks.push(Block::List(items.iter().map(|item| spans(item)).collect())),
            },
            Open::Table(text) => blocks.push(Block::Code(text)),
        }
    }

    fn line(&mut self, blocks: &mut Vec<Block>, line: &str) {
        match self {
            Open::Paragraph(text) => text.extend([" ", line]),
            Open::List(items) => items.last_mut().into_iter().for_each(|item| item.extend([" ", line])),
            _ => {
                self.close(blocks);
                *self = Open::Paragraph(line.to_owned());
            }
        }
    }

    fn item(&mut self, blocks: &mut Vec<Block>, item: &str) {
        if !matches!(self, Open::List(_)) {
            self.close(blocks);
            *self = Open::List(Vec::new());
        }
        if let Open::List(items) = self {
            items.push(item.to_owned());
        }
    }

    fn table(&mut self, blocks: &mut Vec<Block>, line: &str) {
        if let Open::Table(text) = self {
            text.extend(["\n", line]);
        } else {
            self.close(blocks);
            *self = Open::Table(line.to_owned());
        }
    }
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    (text.len() < line.len()).then(|| text.strip_prefix(' ')).flatten().map(str::trim)
}

/// The text behind `-`, `*`, `+` or a number.
fn item(line: &str) -> Option<&str> {
    let bullet = || line.strip_prefix(['-', '*', '+']);
    let number = || {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        rest.strip_prefix(['.', ')']).filter(|_| (1..4).contains(&(line.len() - rest.len())))
    };
    bullet().or_else(number)?.strip_prefix(' ').map(str::trim)
}

/// Takes a line apart.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let found = match char {
            '\\' => {
                let escaped = rest[1..].chars().next().filter(char::is_ascii_punctuation);
                plain.push(escaped.unwrap_or(char));
                rest = &rest[1 + escaped.map_or(0, char::len_utf8)..];
                continue;
            }
            '`' => code(rest),
            '*' if rest.starts_with("**") => delimited(&rest[2..], "**").map(|(text, rest)| (Span::Strong(text), rest)),
            '[' => link(rest),
            _ => None,
        };
        if let Some((span, after)) = found {
            if !plain.is_empty() {
                spans.push(Span::Text(std::mem::take(&mut plain)));
            }
            spans.push(span);
            rest = after;
        } else {
            // A run of backticks that nothing closes is no beginning of a shorter one.
            let length = if char == '`' { rest.len() - rest.trim_start_matches('`').len() } else { char.len_utf8() };
            plain.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Text(plain));
    }
    spans
}

fn delimited<'t>(text: &'t str, end: &str) -> Option<(String, &'t str)> {
    let at = text.find(end).filter(|at| *at > 0)?;
    Some((text[..at].to_owned(), &text[at + end.len()..]))
}

/// Code in any number of backticks, which the same number ends.
fn code(text: &str) -> Option<(Span, &str)> {
    let after = text.trim_start_matches('`');
    let ticks = text.len() - after.len();
    let mut at = 0;
    loop {
        at += after[at..].find('`')?;
        let run = after[at..].len() - after[at..].trim_start_matches('`').len();
        if run == ticks {
            let code = after[..at].trim();
            return (!code.is_empty()).then(|| (Span::Code(code.to_owned()), &after[at + run..]));
        }
        at += run;
    }
}

/// `[text](url)`, and the links of rustdoc, of which only the text means anything here.
fn link(text: &str) -> Option<(Span, &str)> {
    let (inner, rest) = delimited(&text[1..], "]")?;
    let bare = inner.trim_matches('`');
    let shown = if bare.len() < inner.len() { Span::code(bare) } else { Span::text(inner.clone()) };
    if let Some(after) = rest.strip_prefix('(') {
        let (url, rest) = delimited(after, ")")?;
        let url = url.split_whitespace().next().unwrap_or_default().to_owned();
        let safe = url.starts_with("https://") || url.starts_with("http://");
        return Some((if safe { Span::Link { text: bare.to_owned(), url } } else { shown }, rest));
    }
    matches!(shown, Span::Code(_)).then_some((shown, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doc_comment_is_taken_apart() {
        let text = "One `code` and\nmore.\n\n- a\n  b\n* c\n\n```toml\nx = 1\n```\n# Head\n| a | b |\n|---|---|\nend";
        let expected = [
            Block::Paragraph(vec![Span::text("One "), Span::code("code"), Span::text(" and more.")]),
            Block::List(vec![vec![Span::text("a b")], vec![Span::text("c")]]),
            Block::Code("x = 1".to_owned()),
            Block::Paragraph(vec![Span::Strong("Head".to_owned())]),
            Block::Code("| a | b |\n|---|---|".to_owned()),
            Block::Paragraph(vec![Span::text("end")]),
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn links_lead_only_to_the_web() {
        let link = |text: &str| spans(text);
        let web = Span::Link { text: "a".to_owned(), url: "https://a.example/b".to_owned() };
        assert_eq!(link("[a](https://a.example/b \"title\")"), [web]);
        assert_eq!(link("[a](javascript:alert)"), [Span::text("a")]);
        assert_eq!(link("[`Vec`](std::vec::Vec) [`Vec`]"), [Span::code("Vec"), Span::text(" "), Span::code("Vec")]);
        assert_eq!(link("tags[0] [x]"), [Span::text("tags[0] [x]")]);
    }

    #[test]
    fn what_is_not_closed_is_text() {
        for text in ["a ` b", "a ``b` c", "**a", "[a](b", "[a", "é`", "****"] {
            let shown = spans(text).iter().map(|span| format!("{span:?}")).collect::<Vec<_>>().concat();
            assert_eq!(spans(text), [Span::text(text)], "{shown}");
        }
        assert_eq!(spans("``a`b``"), [Span::code("a`b")]);
        assert_eq!(spans(r"\*\*a\\"), [Span::text(r"**a\")]);
        assert_eq!(blocks("```\nnever closed"), [Block::Code("never closed".to_owned())]);
    }
}
