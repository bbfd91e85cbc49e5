//! Markdown tables, read back.

/// One table and the heading above it.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) title: String,
    head: Vec<String>,
    /// The cells of each line.
    rows: Vec<Vec<String>>,
}

impl Table {
    /// All tables of a text, each of which has a heading of its own.
    pub(crate) fn all(text: &str) -> Result<Vec<Self>, String> {
        let mut tables: Vec<Self> = vec![];
        for line in text.lines() {
            if let Some(title) = line.strip_prefix("### ") {
                tables.push(Self { title: title.into(), head: vec![], rows: vec![] });
            }
            let Some(cells) = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')) else { continue };
            let cells: Vec<String> = cells.split('|').map(|cell| cell.trim().to_owned()).collect();
            let table = tables.last_mut().ok_or("a table without a heading")?;
            if table.head.is_empty() {
                table.head = cells;
            } else if cells.len() != table.head.len() {
                return Err(format!(
                    "{}: {} cells in a line instead of {}",
                    table.title,
                    cells.len(),
                    table.head.len()
                ));
            } else if !cells.iter().all(|cell| cell.trim_matches(['-', ':']).is_empty()) || cells[0].is_empty() {
                table.rows.push(cells);
            }
        }
        Ok(tables)
    }

    /// The first cell of each line.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| &*row[0])
    }

    /// The cells of a column.
    pub(crate) fn texts(&self, column: &str) -> Result<impl Iterator<Item = &str>, String> {
        let index = self.head.iter().position(|cell| cell == column);
        let index = index.ok_or_else(|| format!("{}: no column {column:?}", self.title))?;
        Ok(self.rows.iter().map(move |row| &*row[index]))
    }

    /// The numbers that begin the cells of a column.
    pub(crate) fn numbers(&self, column: &str) -> Result<Vec<Option<f64>>, String> {
        Ok(self.texts(column)?.map(|cell| cell.split(' ').next()?.parse().ok()).collect())
    }

    /// The ratios that stand in parentheses in the cells of a column.
    pub(crate) fn ratios(&self, column: &str) -> Result<Vec<Option<f64>>, String> {
        let ratio = |cell: &str| cell.split_once('(')?.1.trim_end_matches(')').parse().ok();
        Ok(self.texts(column)?.map(ratio).collect())
    }
}

#[test]
fn a_table_is_read_as_it_was_written() {
    let text = "### One\n\n| | us | ratio |\n| --- | ---: | ---: |\n| hand | 2.50 | 1.00 |\n| other | - | 0.40 (0.16) |\n\nEnd\n";
    let [table] = &Table::all(text).expect("it is one")[..] else { panic!("one table") };
    assert_eq!(table.title, "One");
    assert_eq!(table.names().collect::<Vec<_>>(), ["hand", "other"]);
    assert_eq!(table.numbers("us").expect("a column"), [Some(2.5), None]);
    assert_eq!(table.numbers("ratio").expect("a column"), [Some(1.0), Some(0.4)]);
    assert_eq!(table.ratios("ratio").expect("a column"), [None, Some(0.16)]);
    assert!(table.numbers("ns").is_err());
    assert!(Table::all("### One\n| a |\n| --- |\n| b | c |\n").is_err());
}
