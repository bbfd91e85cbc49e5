//! The example of the registry does what it says, in a process of its own.

mod program;

#[test]
fn it_loads_libraries_changes_a_table_of_tenants_and_takes_it_back() {
    let output = program::run("registry", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    let acts: Vec<&str> = text.split("== ").skip(1).collect();
    let [linked, loaded, table, transaction, failed, rollback, known] = acts.as_slice() else { panic!("{text}") };
    assert!(linked.contains("tracing_library::Telemetry   not loaded, in [telemetry]"), "{linked}");
    assert!(loaded.contains("tracing 0.5 of the requests to http://otel.internal:4317"), "{loaded}");
    assert!(loaded.contains("caching 256.0 MiB for 300s, mailing through smtp.internal:25"), "{loaded}");
    let tenants = |act: &str| act.lines().filter(|line| line.contains(" seats") && !line.contains("too many")).count();
    assert_eq!([table, transaction, failed, rollback].map(|act| tenants(act)), [2, 1, 1, 2], "{text}");
    assert!(transaction.contains("acme    43 seats"), "{transaction}");
    assert!(failed.contains("the transaction was given up: 4300 seats are too many"), "{failed}");
    assert_eq!(table.split_once('\n').unwrap().1, rollback.split_once('\n').unwrap().1, "as it was before");
    assert_eq!(
        known.lines().filter(|line| line.contains("generation 1 ")).count(),
        4,
        "one commit for one load: {known}"
    );
}
