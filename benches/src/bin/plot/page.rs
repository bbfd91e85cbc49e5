//! Filling a page's tables.
//!
//! `<!-- table loading: Medium, JSON -->` is followed by the table of that heading in `results/loading.md`, up to `<!-- end -->`;
//! where a `*` in the heading stands for what depends on the machine; `<!-- all machine -->` by the whole of `results/machine.md`.

/// What is between the marks is replaced; a result that is not there leaves it alone.
///
/// # Errors
/// If a result has no such table, or a mark has no end.
pub(crate) fn fill(page: &str, result: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut filled = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        filled += line;
        filled.push('\n');
        let Some(mark) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) else { continue };
        let Some((what, of)) = mark.split_once(' ') else { continue };
        let (name, title) = match (what, of.split_once(": ")) {
            ("table", Some((name, title))) => (name, Some(title)),
            ("all", None) => (of, None),
            _ => continue,
        };
        let before: Vec<&str> = lines.by_ref().take_while(|line| *line != "<!-- end -->").collect();
        match (result(name), title) {
            (None, _) => filled += &(before.join("\n") + "\n"),
            (Some(text), None) => filled.extend(["\n", text.trim(), "\n\n"]),
            (Some(text), Some(title)) => {
                let table = table(&text, title).ok_or_else(|| format!("results/{name}.md has no table {title:?}"))?;
                filled.extend(["\n", &table, "\n"]);
            }
        }
        filled += "<!-- end -->\n";
    }
    Ok(filled)
}

/// The lines of the table below a heading.
fn table(text: &str, title: &str) -> Option<String> {
    let (front, back) = title.split_once('*').unwrap_or((title, ""));
    let is_meant = |heading: &str| match heading.strip_prefix(front) {
        Some(rest) if title.contains('*') => rest.ends_with(back),
        rest => rest == Some(""),
    };
    let lines = text.lines().skip_while(|line| !line.strip_prefix("### ").is_some_and(is_meant));
    let table = lines.skip(1).skip_while(|line| line.is_empty()).take_while(|line| line.starts_with('|'));
    let table: String = table.flat_map(|line| [line, "\n"]).collect();
    (!table.is_empty()).then_some(table)
}

#[test]
fn only_what_was_measured_is_replaced() {
    let page = "# Page\n<!-- table one: A -->\nold\n<!-- end -->\ntext\n<!-- table two: A -->\nkept\n<!-- end -->\n<!-- a word -->\n";
    let result = |name: &str| (name == "one").then(|| "### B\n\n| 1 |\n\n### A\n\n| 2 |\n| 3 |\n\n| 4 |\n".to_owned());
    let expected = "# Page\n<!-- table one: A -->\n\n| 2 |\n| 3 |\n\n<!-- end -->\ntext\n<!-- table two: A -->\nkept\n<!-- end -->\n<!-- a word -->\n";
    let filled = fill(page, &result).expect("it has the table");
    assert_eq!(filled, expected);
    assert_eq!(fill(&filled, &result).as_deref(), Ok(expected));
    for [title, found] in [["A", "| 2 |"], ["B", "| 1 |"], ["*B", "| 1 |"], ["A*", "| 2 |"], ["C", ""], ["A*B", ""]] {
        let page = format!("<!-- table one: {title} -->\n<!-- end -->\n");
        let filled = fill(&page, &result).unwrap_or_default();
        assert_eq!(filled.lines().nth(2).unwrap_or_default(), found, "{title}");
    }
}
