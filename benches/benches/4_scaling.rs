//! What one more setting costs, and one more file.

use std::process::ExitCode;
use std::time::Duration;

use superconfig_benches::loading::Loading;
use superconfig_benches::measure::Effort;
use superconfig_benches::{report, scaling};

fn main() -> ExitCode {
    let head = |title, unit| {
        let cells = format!(
            "| {unit}s | | us | ratio | middle half | ns per {unit} | allocations per {unit} | instructions per {unit} |"
        );
        format!("{title}\n\n{cells}\n| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    };
    let loading = Loading {
        tables: &[
            (&head("### Settings in one file", "setting"), scaling::SETTINGS),
            (&head("\n### Files of eight settings in one directory", "file"), scaling::FILES),
        ],
        effort: Effort { rounds: 101, turn: Duration::from_millis(3) },
        allocations: env!("CARGO_BIN_EXE_allocations"),
        print: report::rows_by_unit,
    };
    loading.main()
}
