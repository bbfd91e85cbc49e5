//! A manual page of section 5.

use roff::{Inline, Roff, bold, italic, roman};

use super::{
    Entry, Part, Reference, example,
    facts::Fact,
    overview::chapters,
    prose::{Block, Span, blocks, spans},
};

pub(super) fn render(reference: &Reference) -> String {
    let name = reference.schema.name;
    let mut page = Page { roff: Roff::new(), fresh: false };
    let title = argument(&name.to_uppercase());
    page.roff.control("TH", [title.as_str(), "5", "\"\"", &argument(name), "File Formats"]);
    page.heading("SH", "NAME");
    let first = reference.schema.doc.split("\n\n").next().unwrap_or_default();
    let summary = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary = if summary.is_empty() { "configuration" } else { summary.trim_end_matches('.') };
    page.line(&[Span::text(format!("{name} - "))].into_iter().chain(spans(summary)).collect::<Vec<_>>());
    if let Some((_, rest)) = reference.schema.doc.split_once("\n\n") {
        page.heading("SH", "DESCRIPTION");
        page.doc(rest, "PP");
    }
    page.heading("SH", "SETTINGS");
    for part in reference.parts() {
        page.part(part);
    }
    for chapter in chapters(reference) {
        page.heading("SH", &chapter.title.to_uppercase());
        page.line(&chapter.text);
        for (index, item) in chapter.items.iter().enumerate() {
            let number = format!("{}.", index + 1);
            page.roff.control("IP", [if chapter.numbered { number.as_str() } else { "\\(bu" }, "4"]);
            page.line(item);
        }
    }
    page.roff.render()
}

struct Page {
    roff: Roff,
    /// A heading or the tag of a setting was the last thing: a paragraph begins by itself.
    fresh: bool,
}

impl Page {
    fn heading(&mut self, request: &str, title: &str) {
        self.roff.control(request, [argument(title).as_str()]);
        self.fresh = true;
    }

    /// Begins a paragraph, unless one has just begun.
    fn paragraph(&mut self, request: &str) {
        if !std::mem::take(&mut self.fresh) {
            self.roff.control(request, []);
        }
    }

    fn part(&mut self, part: &Part) {
        if !part.is_top() {
            let title = part.title();
            self.heading("SS", &title.iter().map(Span::bare).collect::<String>());
            self.doc(part.doc, "PP");
        }
        for note in &part.notes {
            self.paragraph("PP");
            self.line(&fact(note));
        }
        if let (Some(format), false) = (example::formats().next(), part.sample.is_empty()) {
            self.paragraph("PP");
            self.roff.control("RS", ["4"]);
            self.code(&example::file(format, &part.way, &part.sample));
            self.roff.control("RE", []);
        }
        for entry in &part.entries {
            self.entry(entry);
        }
        self.fresh = false;
    }

    fn entry(&mut self, entry: &Entry) {
        self.roff.control("TP", []);
        let mut tag = vec![bold(clean(&entry.path)), roman(" (")];
        tag.extend(inline(&spans(&entry.type_name)));
        let secret = if entry.secret { ", secret" } else { "" };
        let required = if entry.required { ", required" } else { "" };
        tag.push(roman(format!("{secret}{required})")));
        self.roff.text(tag);
        self.fresh = true;
        self.doc(entry.doc, "IP");
        for (index, about) in entry.facts.iter().enumerate() {
            if index == 0 {
                self.paragraph("IP");
            } else {
                self.roff.control("br", []);
            }
            self.line(&fact(about));
        }
        // A tag without a text would take the next paragraph for its own.
        if std::mem::take(&mut self.fresh) {
            self.roff.text([roman("\u{a0}")]);
        }
    }

    /// A doc comment, each paragraph of which begins with a request.
    fn doc(&mut self, doc: &str, request: &str) {
        for block in blocks(doc) {
            match block {
                Block::Paragraph(text) => {
                    self.paragraph(request);
                    self.line(&text);
                }
                Block::Code(text) => {
                    self.paragraph(request);
                    self.code(&text);
                }
                Block::List(items) => {
                    self.paragraph(request);
                    for (index, item) in items.iter().enumerate() {
                        if index > 0 {
                            self.roff.control("br", []);
                        }
                        self.line(&[&[Span::text("• ")], item.as_slice()].concat());
                    }
                }
            }
        }
    }

    /// A paragraph on one line of the source; an empty one would be a fault.
    fn line(&mut self, text: &[Span]) {
        self.fresh = false;
        let inline = inline(text);
        if !inline.is_empty() {
            self.roff.text(inline);
        }
    }

    fn code(&mut self, text: &str) {
        self.fresh = false;
        self.roff.control("nf", []);
        for line in text.lines() {
            // A blank line of source would be a fault.
            self.roff.text([roman(if line.trim().is_empty() { "\u{a0}".to_owned() } else { clean(line) })]);
        }
        self.roff.control("fi", []);
    }
}

fn fact(fact: &Fact) -> Vec<Span> {
    if fact.label.is_empty() {
        return fact.text.clone();
    }
    let mut text = vec![Span::text(format!("{}: ", fact.label))];
    text.extend(fact.text.iter().cloned());
    text
}

fn inline(text: &[Span]) -> Vec<Inline> {
    let inline = |span: &Span| match span {
        Span::Text(text) => vec![roman(clean(text))],
        Span::Code(text) | Span::Strong(text) => vec![bold(clean(text))],
        Span::Link { text, url } => vec![roman(clean(text)), roman(" ("), italic(clean(url)), roman(")")],
    };
    text.iter().flat_map(inline).filter(|inline| *inline != roman("")).collect()
}

/// On one line, without what could steer a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// An argument of a request; the crate puts quotes around those with blanks and leaves all else to its caller.
fn argument(text: &str) -> String {
    clean(text).replace('\\', "\\e").replace('"', "\\(dq").replace('-', "\\-")
}
