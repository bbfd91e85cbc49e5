//! Tokens as a person would write them. A token stream knows no spaces, and its own printing puts one everywhere.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// `Duration::from_secs(5 * 60)` rather than `Duration :: from_secs (5 * 60)`.
pub(crate) fn of(tokens: &TokenStream) -> String {
    let mut printer = Printer::default();
    printer.stream(tokens.clone());
    printer.text
}

#[derive(Default)]
struct Printer {
    text: String,
    last: Last,
    /// Open `<` of generic arguments.
    angles: usize,
    /// Inside the `|…|` of a closure.
    parameters: bool,
}

/// What was printed last, as far as it decides about a space.
#[derive(Default, Clone, Copy, PartialEq)]
enum Last {
    /// Nothing, or what binds to the next token: `.`, `::`, an opening bracket, an operator with one operand.
    #[default]
    Tight,
    /// A name, a literal, a closing bracket.
    Operand,
    /// An operator between two operands, a comma, a keyword.
    Apart,
}

/// Words that an operand or a prefix operator follows.
const KEYWORDS: &[&str] = &["as", "else", "if", "in", "let", "match", "move", "mut", "return", "while"];

/// Operators of more than one character, longest first.
const OPERATORS: &[&str] = &[
    "<<=", ">>=", "..=", "...", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=",
    "^=", "&=", "|=", "<<", "..",
];

impl Printer {
    fn stream(&mut self, tokens: TokenStream) {
        let mut trees = tokens.into_iter().peekable();
        while let Some(tree) = trees.next() {
            match tree {
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Punct(punct) => {
                    let mut run = punct.as_char().to_string();
                    let mut joint = punct.spacing() == Spacing::Joint;
                    while let Some(TokenTree::Punct(next)) =
                        trees.next_if(|tree| joint && matches!(tree, TokenTree::Punct(_)))
                    {
                        run.push(next.as_char());
                        joint = next.spacing() == Spacing::Joint;
                    }
                    self.operators(&run);
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.last != Last::Tight {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.last = if KEYWORDS.contains(&word) { Last::Apart } else { Last::Operand };
    }

    fn group(&mut self, delimiter: Delimiter, content: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace if content.is_empty() => ("{", "}"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => return self.stream(content),
        };
        let after_operand = self.last == Last::Operand && delimiter == Delimiter::Brace;
        if self.last == Last::Apart || after_operand {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Tight;
        self.stream(content);
        self.text.push_str(close);
        self.last = Last::Operand;
    }

    /// A run of punctuation without spaces in it.
    fn operators(&mut self, mut run: &str) {
        while !run.is_empty() {
            let known = OPERATORS.iter().find(|operator| run.starts_with(**operator));
            let length = known.map_or(1, |operator| operator.len());
            let (operator, rest) = run.split_at(length);
            self.operator(operator);
            run = rest;
        }
    }

    fn operator(&mut self, operator: &str) {
        let prefix = self.last != Last::Operand;
        match operator {
            "::" | "." | ".." | "..=" => self.put(operator, prefix && operator != ".", Last::Tight),
            "," | ";" | ":" => self.put(operator, false, Last::Apart),
            "?" => self.put(operator, false, Last::Operand),
            "!" if !prefix => self.put(operator, false, Last::Tight),
            "<" if prefix || self.after_type_name() => {
                self.angles += 1;
                self.put(operator, prefix, Last::Tight);
            }
            ">" if self.angles > 0 => {
                self.angles -= 1;
                self.put(operator, false, Last::Operand);
            }
            "|" if self.parameters => {
                self.parameters = false;
                self.put(operator, false, Last::Apart);
            }
            "|" if prefix => {
                self.parameters = true;
                self.put(operator, true, Last::Tight);
            }
            "&" | "&&" | "*" | "-" | "!" | "#" | "$" | "'" if prefix => {
                self.put(operator, true, Last::Tight);
            }
            _ => self.put(operator, true, Last::Apart),
        }
    }

    /// With a space before it unless it stands at a start or is said to bind to the left.
    fn put(&mut self, operator: &str, apart: bool, next: Last) {
        if apart && self.last != Last::Tight {
            self.text.push(' ');
        }
        self.text.push_str(operator);
        self.last = next;
    }

    /// Whether a `<` opens generic arguments: the word before it starts in upper case.
    fn after_type_name(&self) -> bool {
        let name = |char: char| char.is_alphanumeric() || char == '_';
        let word = self.text.rsplit(|char| !name(char)).next();
        word.and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }
}
