//! Bounds that are too wide to be reached in a test elsewhere; here they are narrower.

use std::fmt::Write as _;

use super::tree::Tree;

fn first_problem(text: &str) -> Option<String> {
    Tree::parse(text).problems.into_iter().next().map(|(message, _)| message)
}

#[test]
fn there_are_only_so_many_nodes_anchors_and_aliases() {
    assert_eq!(first_problem(&format!("[{}]", "a,".repeat(2_499))), None);
    assert_eq!(first_problem(&format!("[{}]", "a,".repeat(2_500))).unwrap(), "it has more than 2500 keys and values");
    assert_eq!(first_problem(&format!("[{}]", "&a a,".repeat(500))), None);
    assert_eq!(first_problem(&format!("[{}]", "&a a,".repeat(501))).unwrap(), "it has more than 500 anchors");
    assert_eq!(first_problem(&format!("[&a x, {}]", "*a,".repeat(500))), None);
    assert_eq!(first_problem(&format!("[&a x, {}]", "*a,".repeat(501))).unwrap(), "it has more than 500 aliases");
}

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn of(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}

const SCALARS: [&str; 44] = [
    "a",
    "b c",
    "1",
    "-2",
    "0x1f",
    "1.50",
    "true",
    "no",
    "null",
    "x:y",
    "http://x/#y",
    "a#b",
    "'q'",
    "\"q w\"",
    "'1'",
    "\"a: b\"",
    "a b # c",
    "x=y",
    "+5",
    "-x",
    ".5",
    "~",
    "''",
    "it's",
    "a, b",
    "[a, b]",
    "{a: b}",
    "[a, [b, \"c\"], {d: e, f: 1}]",
    "[]",
    "{}",
    "{\"a\": \"b\", 'c': d}",
    "[0.5, 1.0]",
    "a  b",
    "a [b]",
    "(x)",
    "a-b",
    "x/y:z",
    "[a b, c:d, -1]",
    "\"\" # c",
    "a:",
    "a\\b",
    "\"a\" ",
    "[ a , b ]",
    "{ a: b }",
];

fn block(dice: &mut Dice, text: &mut String, indent: usize, depth: usize) {
    let is_map = depth == 0 || dice.below(3) > 0;
    let pad = " ".repeat(indent);
    for index in 0..=dice.below(4) {
        if dice.below(10) == 0 {
            *text += dice.of(&["\n", "# c\n", "    # d: e\n", "  \n"]);
        }
        *text += &pad;
        if is_map {
            let _ = write!(text, "{}{index}:", dice.of(&["k", "key_", "a.b-", "x"]));
        } else {
            *text += "-";
        }
        if is_map && depth < 4 && dice.below(3) == 0 {
            *text += "\n";
            let deeper = dice.below(4);
            block(dice, text, indent + deeper, depth + 1);
            continue;
        }
        if !is_map && dice.below(3) == 0 {
            let _ = write!(text, " p: {}\n{pad}  q:", dice.of(&SCALARS));
        }
        *text += dice.of(&[" ", " ", " ", "  "]);
        *text += dice.of(&SCALARS);
        *text += "\n";
    }
}

fn damage(dice: &mut Dice, text: &mut String) {
    const PIECES: [&str; 30] = [
        ":", "- ", "? ", "\n", "  ", " ", "\t", "#", " #", "'", "\"", "[", "]", "{", "}", ",", "&m ", "*m", "!!str ",
        "|\n", "<<: ", "---\n", "...\n", "\\", "é", ": ", "-", "\n  ", "\n\n", "@",
    ];
    let floor = |text: &str, at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = dice.below(text.len() + 1);
    let end = (start + dice.below(8)).min(text.len());
    let (start, end) = (floor(text, start), floor(text, end));
    text.replace_range(start..end.max(start), dice.of(&PIECES));
}

/// Whether a text is read quickly, and if so, as the parser does.
fn is_quick(text: &str) -> bool {
    let Some(nodes) = super::quick::nodes(text) else { return false };
    let tree = Tree::by_parser(text);
    assert!(tree.is_sound() && tree.nodes == nodes, "{text}\n{nodes:#?}\n{:#?} {:?}", tree.nodes, tree.problems);
    true
}

#[test]
fn what_is_read_quickly_is_what_the_parser_makes_of_it() {
    let number = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let cases = number("SUPERCONFIG_YAML_CASES").unwrap_or(2_000);
    let first = number("SUPERCONFIG_YAML_SEED").unwrap_or(1);
    let (mut sound, mut damaged) = (0, 0);
    for seed in first..first + cases {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let mut text = dice.of(&["", "", "---\n", "# c\n"]).to_owned();
        block(&mut dice, &mut text, 0, 0);
        sound += u64::from(is_quick(&text));
        for _ in 0..3 {
            damage(&mut dice, &mut text);
            damaged += u64::from(is_quick(&text));
        }
    }
    // Otherwise this shows nothing.
    assert!(sound > cases / 10 && damaged > cases / 10, "{sound} {damaged} of {cases}");
}

#[test]
fn usual_texts_are_read_quickly() {
    for text in [
        "name: shop\nserver:\n  host: \"::\"\n  port: 80 # as usual\n\n  origins: [\"https://a.b/\", 'c']\nlist:\n- a\n- b: 1\n  c: 2\n",
        "---\n# all\na:\n  b:\n    c: {x: \"y\", z: [1, 2.5]}\n  d: -1\ne: https://x.y/z?a=b",
    ] {
        assert!(is_quick(text), "{text}");
    }
    for text in [
        "",
        "a",
        "- a",
        "a:",
        "a: &b c",
        "a: |\n  b",
        "a: b\n  c",
        "a: b\na: c",
        "a: \u{e4}",
        "a: b\r\n",
        "a: {b: c, b: d}",
    ] {
        assert!(!is_quick(text), "{text}");
    }
}
