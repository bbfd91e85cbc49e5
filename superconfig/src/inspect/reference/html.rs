//! One page of HTML that needs nothing else: it has its style and its script in itself, and says so to the browser, which then
//! refuses anything that is not them.

use std::fmt::Write as _;

use super::{
    Entry, Names, Part, Reference,
    example::{self, Sample, Step},
    facts::Fact,
    overview::{Chapter, chapters},
    prose::{Block, Span, blocks, spans},
};
use crate::format::Format;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the browser takes the style and the script by, `openssl dgst -sha256 -binary page.css | base64`. A wrong one fails the tests with a
/// browser, which says the right one.
const STYLE_HASH: &str = "4Gzfy4epE2xvg69PjASLR5SZeX5BZg80RK9KBl1vbdE=";
const SCRIPT_HASH: &str = "UETXlv0ez84YD3MIPlX2xA3Zh1BYQSX8SF/9Z3sFOZg=";

/// The identifiers that the page uses itself.
const OWN: [&str; 10] = [
    "ui-search",
    "ui-count",
    "ui-none",
    "ui-form",
    "ui-overview",
    "ui-first",
    "ui-second",
    "ui-third",
    "ui-settings",
    "ui-top",
];

pub(super) fn render(reference: &Reference) -> String {
    let mut names = Names::default();
    for own in OWN {
        names.take(own);
    }
    let (mut sections, mut contents) = (String::new(), String::new());
    for part in reference.parts() {
        self::part(part, &mut names, &mut contents, &mut sections);
    }
    let title = escaped(&reference.title());
    let count = reference.settings();
    let settings = if count == 1 { "1 setting".to_owned() } else { format!("{count} settings") };
    let overview: String = chapters(reference).iter().map(chapter).collect();
    let (formats, lead) = (formats(), doc(reference.schema.doc, "doc lead"));
    format!(
        r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body id="ui-top">
<div class="bar">
<a class="name" href="#ui-top">{title}</a>
<div class="search" id="ui-form" role="search" hidden><input id="ui-search" type="search" aria-label="Search settings by key, variable or description" placeholder="Search keys, variables, descriptions" autocomplete="off" autocapitalize="off" spellcheck="false"><kbd aria-hidden="true">/</kbd></div>
<span id="ui-count" role="status" aria-live="polite">{settings}</span>
{formats}</div>
<div class="frame">
<nav aria-label="Sections"><ul>
{contents}</ul></nav>
<main id="ui-settings">
<h1>{title}</h1>
{lead}
<p id="ui-none" hidden>No setting matches.</p>
{sections}<div class="chapters" id="ui-overview">
{overview}</div>
</main>
</div>
<script>{SCRIPT}</script>
</body>
</html>
"##
    )
}

/// Which format the examples are shown in.
fn formats() -> String {
    let formats: Vec<Format> = example::formats().collect();
    if formats.len() < 2 {
        return String::new();
    }
    let mut text = "<fieldset class=\"formats\"><legend>Format of the examples</legend>".to_owned();
    for (index, (format, class)) in formats.iter().zip(CLASSES).enumerate() {
        let checked = if index == 0 { " checked" } else { "" };
        let _ =
            write!(text, "<label><input type=\"radio\" name=\"ui-format\" id=\"ui-{class}\"{checked}>{format}</label>");
    }
    text + "</fieldset>\n"
}

/// Of the examples by the place of their format, of which the first is shown unless another is chosen.
const CLASSES: [&str; 3] = ["first", "second", "third"];

fn part(part: &Part, names: &mut Names, contents: &mut String, body: &mut String) {
    let title = part.title();
    let anchor = names.take(&anchor(&title.iter().map(Span::bare).collect::<String>()));
    let path = |text: &str| format!("<span class=\"path\">{}</span>", escaped(text));
    let shown = |span: &Span| if let Span::Code(text) = span { path(text) } else { escaped(span.bare()) };
    let title = title.iter().map(shown).collect::<String>();
    // Variants stand below their enum, so the list of sections need not repeat its name.
    let entry = part.variant.as_deref().map_or_else(|| title.clone(), path);
    let heading = names.take(&format!("{anchor}-title"));
    let (depth, count) = (part.depth().min(3), part.entries.len());
    let number = if count == 0 { String::new() } else { format!("<span class=\"number\">{count}</span>") };
    let _ = writeln!(contents, "<li class=\"d{depth}\"><a href=\"#{anchor}\"><span>{entry}</span>{number}</a></li>");
    let _ = write!(
        body,
        "<section id=\"{anchor}\" aria-labelledby=\"{heading}\">\n<div class=\"about\"><h2 id=\"{heading}\"><a href=\"#{anchor}\">{title}</a>"
    );
    if part.deprecated.is_some() {
        body.push_str(" <span class=\"badge deprecated\">deprecated</span>");
    }
    body.push_str("</h2>\n");
    if !part.is_top() {
        body.push_str(&doc(part.doc, "doc"));
    }
    for note in &part.notes {
        let label = if note.label.is_empty() {
            String::new()
        } else {
            format!("<span class=\"label\">{}:</span> ", note.label)
        };
        let _ = writeln!(body, "<p class=\"note\">{label}{}</p>", line(&note.text));
    }
    body.push_str("</div>\n");
    for entry in &part.entries {
        self::entry(entry, &part.way, names, body);
    }
    body.push_str("</section>\n");
}

fn entry(entry: &Entry, way: &[Step], names: &mut Names, body: &mut String) {
    let anchor = names.take(&anchor(&entry.path));
    let (before, key) = entry.path.rsplit_once('.').map_or(("", entry.path.as_str()), |(way, key)| (way, key));
    let before =
        if before.is_empty() { String::new() } else { format!("<span class=\"way\">{}.</span>", escaped(before)) };
    let _ = write!(
        body,
        "<article class=\"setting\" id=\"{anchor}\">\n<header><h3><a class=\"path\" href=\"#{anchor}\">{before}{}</a></h3>",
        escaped(key)
    );
    let badges = [("required", entry.required), ("secret", entry.secret), ("deprecated", entry.deprecated.is_some())];
    for (badge, _) in badges.iter().filter(|(_, there)| *there) {
        let _ = write!(body, " <span class=\"badge {badge}\">{badge}</span>");
    }
    let _ = write!(
        body,
        " <span class=\"type\">{}</span></header>\n<div class=\"two\"><div>{}<dl>",
        line(&spans(&entry.type_name)),
        doc(entry.doc, "doc")
    );
    for Fact { label, text } in &entry.facts {
        let class = if *label == "Deprecated" { " class=\"warn\"" } else { "" };
        let _ = write!(body, "<dt>{label}</dt><dd{class}>{}</dd>", line(text));
    }
    body.push_str("</dl></div>");
    if let Some(sample) = &entry.sample {
        let _ = write!(body, "\n<div>{}</div>", examples(way, sample));
    }
    body.push_str("</div>\n</article>\n");
}

fn examples(way: &[Step], sample: &[Sample]) -> String {
    let example = |(format, class)| {
        let text = escaped(&example::file(format, way, sample));
        format!("<pre class=\"{class}\"><code>{text}</code></pre>")
    };
    example::formats().zip(CLASSES).map(example).collect()
}

fn chapter(chapter: &Chapter) -> String {
    let tag = if chapter.numbered { "ol" } else { "ul" };
    let items = self::items(&chapter.items);
    format!(
        "<div class=\"chapter\"><h2>{}</h2><p>{}</p><{tag}>{items}</{tag}></div>\n",
        chapter.title,
        line(&chapter.text)
    )
}

fn items(items: &[Vec<Span>]) -> String {
    items.iter().flat_map(|item| ["<li>".to_owned(), line(item), "</li>".to_owned()]).collect()
}

fn doc(doc: &str, class: &str) -> String {
    if doc.is_empty() {
        return String::new();
    }
    let mut text = format!("<div class=\"{class}\">");
    for block in blocks(doc) {
        let _ = match block {
            Block::Paragraph(spans) => write!(text, "<p>{}</p>", line(&spans)),
            Block::Code(code) => write!(text, "<pre><code>{}</code></pre>", escaped(&code)),
            Block::List(list) => write!(text, "<ul>{}</ul>", items(&list)),
        };
    }
    text + "</div>"
}

fn line(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        let _ = match span {
            Span::Text(plain) => write!(text, "{}", escaped(plain)),
            Span::Code(code) => write!(text, "<code>{}</code>", escaped(code)),
            Span::Strong(plain) => write!(text, "<strong>{}</strong>", escaped(plain)),
            Span::Link { text: shown, url } => {
                write!(text, "<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(url), escaped(shown))
            }
        };
    }
    text
}

/// Text in which nothing is markup, neither between tags nor in an attribute in double quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(char),
            char if char.is_control() => escaped.push('\u{fffd}'),
            char => escaped.push(char),
        }
    }
    escaped
}

/// An identifier that needs no escaping anywhere: `servers.key.port` of `servers.<key>.port`.
fn anchor(path: &str) -> String {
    let kept = path.chars().filter(|c| !matches!(c, '<' | '>' | '[' | ']'));
    kept.map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect()
}
