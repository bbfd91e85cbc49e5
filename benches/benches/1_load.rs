//! Loading a configuration from a file and the environment, all contenders side by side.

use std::process::ExitCode;
use std::time::Duration;

use superconfig_benches::loading::Loading;
use superconfig_benches::measure::Effort;
use superconfig_benches::report;
use superconfig_benches::workload::LOADING;

fn main() -> ExitCode {
    let loading = Loading {
        tables: &[("", LOADING)],
        effort: Effort { rounds: 151, turn: Duration::from_millis(3) },
        allocations: env!("CARGO_BIN_EXE_allocations"),
        print: report::table,
    };
    loading.main()
}
