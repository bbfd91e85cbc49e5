//! A manual page of section 5.

use roff::{Inline, Roff, bold, italic, roman};

use super::{
    Part, Reference, example,
    facts::Fact,
    overview::chapters,
    prose::{Block, Span, blocks, spans},
};

pub(super) fn render(reference: &Reference) -> String {
    let name = reference.schema.name;
    let mut page = Page { roff: Roff::new() };
    let title = argument(&name.to_uppercase());
    page.roff.control("TH", [title.as_str(), "5", "\"\"", &argument(name), "File Formats"]);
    page.heading("SH", "NAME");
    let first = reference.schema.doc.split("\n\n").next().unwrap_or_default();
    let summary = first.split_whitespace().collect::<Vec<_>>().join(" ");
    let summary = if summary.is_empty() { "configuration" } else { summary.trim_end_matches('.') };
    page.line(
        &[Span::text(format!("{name} \\- ").replace("\\-", "-"))].into_iter().chain(spans(summary)).collect::<Vec<_>>(),
    );
    if let Some((_, rest)) = reference.schema.doc.split_once("\n\n") {
        page.heading("SH", "DESCRIPTION");
        page.doc(rest);
    }
    page.heading("SH", "SETTINGS");
    for part in &reference.parts {
        page.part(part);
    }
    for chapter in chapters(reference.schema) {
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
}

impl Page {
    fn heading(&mut self, request: &str, title: &str) {
        self.roff.control(request, [argument(title).as_str()]);
    }

    fn part(&mut self, part: &Part) {
        if !part.path.is_empty() {
            self.heading("SS", &part.path);
            self.doc(part.doc);
        }
        for note in &part.notes {
            self.roff.control("PP", []);
            self.line(&fact(note));
        }
        if let (Some(format), false) = (example::formats().next(), part.sample.is_empty()) {
            self.code(&example::file(format, &part.way, &part.sample));
        }
        for entry in &part.entries {
            self.roff.control("TP", []);
            let mut tag = vec![bold(&entry.path), roman(" (")];
            tag.extend(inline(&spans(&entry.type_name)));
            let secret = if entry.secret { ", secret" } else { "" };
            let required = if entry.required { ", required" } else { "" };
            tag.push(roman(format!("{secret}{required})")));
            self.roff.text(tag);
            let mut begun = false;
            for block in blocks(entry.doc) {
                if begun {
                    self.roff.control("IP", []);
                }
                begun = true;
                match block {
                    Block::Paragraph(text) => self.line(&text),
                    Block::Code(text) => self.code(&text),
                    Block::List(items) => {
                        for item in items {
                            self.line(&[vec![Span::text("• ")], item].concat());
                            self.roff.control("br", []);
                        }
                    }
                }
            }
            for about in &entry.facts {
                if begun {
                    self.roff.control("br", []);
                }
                begun = true;
                self.line(&fact(about));
            }
        }
    }

    fn doc(&mut self, doc: &str) {
        for block in blocks(doc) {
            self.roff.control("PP", []);
            match block {
                Block::Paragraph(text) => self.line(&text),
                Block::Code(text) => self.code(&text),
                Block::List(items) => {
                    for item in items {
                        self.roff.control("IP", ["\\(bu", "2"]);
                        self.line(&item);
                    }
                }
            }
        }
    }

    /// A paragraph on one line of the source; an empty one would be a fault.
    fn line(&mut self, text: &[Span]) {
        let inline = inline(text);
        if !inline.is_empty() {
            self.roff.text(inline);
        }
    }

    fn code(&mut self, text: &str) {
        self.roff.control("RS", ["4"]).control("nf", []);
        for line in text.lines() {
            // A blank line of source would be a fault.
            self.roff.text([roman(if line.is_empty() { "\u{a0}".to_owned() } else { clean(line) })]);
        }
        self.roff.control("fi", []).control("RE", []);
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
