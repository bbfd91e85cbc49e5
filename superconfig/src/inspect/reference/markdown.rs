//! Markdown that code hosts render: a heading for each section and each setting, so that every one can be linked to.

use std::fmt::Write as _;

use super::{
    Names, Part, Reference, example,
    facts::Fact,
    overview::chapters,
    prose::{Span, spans},
};

pub(super) fn render(reference: &Reference) -> String {
    let mut names = Names::default();
    let mut body = String::new();
    let title = reference.title();
    names.take(&slug(&title));
    // The headings get their anchors in their order.
    names.take("settings");
    let mut contents = String::new();
    let mut details = String::new();
    for part in reference.parts() {
        self::part(part, &mut names, &mut contents, &mut details);
    }
    let _ = writeln!(body, "# {}\n", escaped(&title));
    doc(reference.schema.doc, &mut body);
    let _ = writeln!(body, "## Settings\n\n{contents}");
    body.push_str(&details);
    for chapter in chapters(reference) {
        let _ = writeln!(body, "## {}\n\n{}\n", chapter.title, line(&chapter.text));
        for item in &chapter.items {
            let _ = writeln!(body, "{} {}", if chapter.numbered { "1." } else { "-" }, line(item));
        }
        body.push('\n');
    }
    body.truncate(body.trim_end().len());
    body.push('\n');
    body
}

fn part(part: &Part, names: &mut Names, contents: &mut String, body: &mut String) {
    let indent = "  ".repeat(part.depth());
    let title = line(&part.title());
    let anchor = names.take(&slug(&title));
    let _ = write!(contents, "{indent}- [{title}](#{anchor})");
    let _ = writeln!(body, "## {title}\n");
    if !part.is_top() {
        doc(part.doc, body);
    }
    for note in &part.notes {
        let _ = writeln!(body, "{}\n", fact(note));
    }
    if let (Some(format), false) = (example::formats().next(), part.sample.is_empty()) {
        let text = example::file(format, &part.way, &part.sample);
        let _ = writeln!(body, "{}\n", fenced(&text, &format.to_string().to_lowercase()));
    }
    let mut links = Vec::new();
    for entry in &part.entries {
        let anchor = names.take(&slug(&entry.path));
        let key = entry.path.rsplit('.').next().unwrap_or_default();
        links.push(format!("[{}](#{anchor})", code(key)));
        let _ = writeln!(body, "### {}\n", code(&entry.path));
        doc(entry.doc, body);
        let mut type_name = line(&spans(&entry.type_name));
        if entry.secret {
            type_name.push_str("; **secret**");
        }
        if entry.required {
            type_name.push_str("; **required**");
        }
        let _ = writeln!(body, "- **Type:** {type_name}");
        for about in &entry.facts {
            let _ = writeln!(body, "- {}", fact(about));
        }
        body.push('\n');
    }
    let _ = writeln!(contents, "{}{}", if links.is_empty() { "" } else { ": " }, links.join(", "));
}

fn fact(fact: &Fact) -> String {
    if fact.label.is_empty() { line(&fact.text) } else { format!("**{}:** {}", fact.label, line(&fact.text)) }
}

/// A doc comment as it is, with its last fence closed.
fn doc(doc: &str, body: &mut String) {
    if doc.is_empty() {
        return;
    }
    body.push_str(doc);
    let mut open = None;
    for line in doc.lines().map(str::trim) {
        let fence = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence));
        open = match (open, fence) {
            (None, fence) => fence,
            (Some(open), Some(fence)) if open == fence => None,
            (open, _) => open,
        };
    }
    if let Some(fence) = open {
        body.extend(["\n", fence]);
    }
    body.push_str("\n\n");
}

fn line(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        match span {
            Span::Text(plain) => text.push_str(&escaped(plain)),
            Span::Code(text_) => text.push_str(&code(text_)),
            Span::Strong(plain) => text.extend(["**", &escaped(plain), "**"]),
            Span::Link { text: shown, url } => {
                let _ = write!(text, "[{}](<{}>)", escaped(shown), url.replace(['<', '>'], ""));
            }
        }
    }
    text
}

/// Text of ours or of a rule, in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$') {
            escaped.push('\\');
        }
        escaped.push(if char.is_control() { ' ' } else { char });
    }
    escaped
}

/// Code in as many backticks as it takes.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let ticks = "`".repeat(longest_run(&text) + 1);
    let blank = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{ticks}{blank}{text}{blank}{ticks}")
}

fn fenced(text: &str, language: &str) -> String {
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("{fence}{language}\n{text}\n{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The anchor that code hosts give a heading.
fn slug(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_value_is_markup() {
        assert_eq!(code("a`b``c"), "```a`b``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(escaped("<b> *a* | [x] \u{1b}"), "\\<b\\> \\*a\\* \\| \\[x\\]  ");
        assert_eq!(fenced("```", "toml"), "````toml\n```\n````");
    }

    #[test]
    fn a_fence_is_closed() {
        let mut body = String::new();
        doc("```\nx", &mut body);
        assert_eq!(body, "```\nx\n```\n\n");
        body.clear();
        doc("~~~\n```\n~~~", &mut body);
        assert_eq!(body, "~~~\n```\n~~~\n\n");
    }

    #[test]
    fn anchors_are_those_of_code_hosts() {
        assert_eq!(slug("servers.<key>.pool_size"), "serverskeypool_size");
        let mut names = Names::default();
        assert_eq!(["a", "a", "a-1", "a"].map(|name| names.take(name)), ["a", "a-1", "a-1-1", "a-2"]);
    }
}
