//! Which plot shows what of which table.

use svg::Document;

use crate::chart::{self, Bars, Dots, Lines};
use crate::table::Table;

type Figure = fn(&[Table]) -> Result<Document, String>;

/// Each by the name of the result that it is drawn from.
pub(crate) const ALL: &[(&str, Figure)] =
    &[("loading", loading), ("registry", reading), ("scaling", scaling), ("building", building)];

fn loading(tables: &[Table]) -> Result<Document, String> {
    let panel = |table: &Table| {
        let rows = table.names().map(label).zip(table.numbers("ratio")?).collect();
        // The number of overrides would run into the axis.
        let title = table.title.split_once(" overrides").and_then(|(title, _)| title.rsplit_once(", "));
        Ok(Bars { title: title.map_or(&*table.title, |(title, _)| title).to_owned(), rows })
    };
    let panels = tables.iter().map(panel).collect::<Result<Vec<_>, String>>()?;
    Ok(chart::bars("Time of one load, as a ratio to the fastest by hand (left of 1 is faster)", &panels))
}

fn reading(tables: &[Table]) -> Result<Document, String> {
    let tables: Vec<&Table> = tables.iter().filter(|table| table.title.starts_with("Reading, ")).collect();
    let columns = tables.iter().map(|table| table.numbers("ns")).collect::<Result<Vec<_>, _>>()?;
    let names = tables.first().ok_or("no table of reading")?.names().map(label);
    let rows =
        names.enumerate().map(|(row, name)| (name, columns.iter().map(|column| column[row]).collect())).collect();
    let series = tables.iter().map(|table| table.title.replace("Reading, ", "")).collect();
    Ok(chart::dots(&Dots { title: "Nanoseconds of one read (logarithmic)".into(), series, rows }))
}

fn scaling(tables: &[Table]) -> Result<Document, String> {
    let panel = |table: &Table| {
        let unit = if table.title.starts_with("Settings") { "setting" } else { "file" };
        let [x, y] = [format!("{unit}s"), format!("ns per {unit}")];
        let (xs, names, ys) = (table.numbers(&x)?, table.texts("")?, table.numbers(&y)?);
        let mut series: Vec<(String, Vec<(f64, f64)>)> = vec![];
        for ((x, name), y) in xs.into_iter().zip(names).zip(ys) {
            let name = label(name);
            let index = series.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
                series.push((name, vec![]));
                series.len() - 1
            });
            series[index].1.extend(x.zip(y));
        }
        Ok(Lines { title: table.title.clone(), x, y, series })
    };
    let panels = tables.iter().map(panel).collect::<Result<Vec<_>, String>>()?;
    Ok(chart::lines(&panels))
}

fn building(tables: &[Table]) -> Result<Document, String> {
    let mut panels = vec![];
    for table in tables {
        let columns: &[&str] = if table.title.ends_with("wall seconds") {
            &["clean, dev", "clean, release", "edit, dev"]
        } else {
            &["app, release", "binary, KiB"]
        };
        for column in columns {
            let rows = table.names().map(label).zip(table.ratios(column)?).collect();
            panels.push(Bars { title: format!("{}: {column}", table.title), rows });
        }
    }
    Ok(chart::bars("Building, as a ratio to the application that loads by hand (left of 1 is less)", &panels))
}

/// A row's name without the marks of code.
fn label(name: &str) -> String {
    name.replace('`', "").replace("hand-written", "by hand")
}
