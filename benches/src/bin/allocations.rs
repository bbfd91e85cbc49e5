//! Counts what one load asks of the allocator, for each contender of one workload: `allocations <workload>`; or what
//! 1,000 operations ask for, for each row of the registry's benchmark: `allocations registry`; or what a watched config holds and a
//! reload asks for: `allocations reload`.
//!
//! A program of its own, because a counting allocator would slow down most those who allocate most. The benchmarks
//! run it, in the environment of the workload.

use std::alloc::System;
use std::process::ExitCode;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use superconfig_benches::registry::{Row, Turn};
use superconfig_benches::{environment, workload::Workload};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> ExitCode {
    let id = std::env::args().nth(1).unwrap_or_default();
    if id == "registry" {
        registry();
        return ExitCode::SUCCESS;
    }
    #[cfg(feature = "watch")]
    if id == "reload" {
        return superconfig_benches::options::exit_code(reload());
    }
    match count(&id) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn count(id: &str) -> Result<(), String> {
    let workload = Workload::find(id).ok_or_else(|| format!("no workload {id:?}"))?;
    environment::verify(&workload)?;
    let path = workload.path();
    for contender in &workload.contenders {
        let load = || contender.batch(&path, 1).map_err(|problem| format!("{}: {problem}", contender.name()));
        load()?; // what is allocated once, for all loads to come
        let region = Region::new(ALLOCATOR);
        load()?;
        let change = region.change();
        println!("{} {}", change.allocations + change.reallocations, change.bytes_allocated);
    }
    Ok(())
}

fn registry() {
    let turn = Turn { threads: 1, writer: false, warm: 2000, count: 1000 };
    for row in Row::reading().iter().chain(&Row::writing()) {
        // What is made beforehand and warmed up is not counted.
        let (_, region) = turn.run(row, |_| Region::new(ALLOCATOR));
        let change = region.change();
        println!("{} {}", change.allocations + change.reallocations, change.bytes_allocated);
    }
}

#[cfg(feature = "watch")]
fn reload() -> Result<(), Box<dyn std::error::Error>> {
    use superconfig_benches::reload::watched;

    const MORE: usize = 100;
    superconfig::registry().set_verbosity(0);
    let held = |region: &Region<'_, System>, by: usize| {
        let change = region.change();
        // What grew is among what was allocated.
        let bytes = change.bytes_allocated - change.bytes_deallocated;
        println!("{} {}", (change.allocations - change.deallocations) / by, bytes / by);
    };
    // Threads, and what is there once for all, belong to the first one.
    let first = watched(1)?;
    let region = Region::new(ALLOCATOR);
    let more = watched(MORE)?;
    held(&region, MORE);
    drop(more);

    drop(first.snapshot()?);
    let region = Region::new(ALLOCATOR);
    let snapshot = first.snapshot()?;
    held(&region, 1);
    let change = region.change();
    println!("{} {}", change.allocations + change.reallocations, change.bytes_allocated);
    drop(snapshot);

    first.reload(2)?;
    let region = Region::new(ALLOCATOR);
    first.reload(3)?;
    let change = region.change();
    println!("{} {}", change.allocations + change.reallocations, change.bytes_allocated);
    Ok(())
}
