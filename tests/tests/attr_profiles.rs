//! `profiles = […]`.
#![allow(missing_docs)]

use superconfig::{ProblemKind, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop", profiles = ["dev", "prod"])]
struct Declared {
    #[config(default = 1)]
    port: u16,
}

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
struct Undeclared {
    #[config(default = 1, profile(prod = 2))]
    port: u16,
}

#[test]
fn a_declared_profile_may_be_active_without_any_value() {
    let snapshot = Declared::builder().with_profile("dev").extract_snapshot().expect("`dev` is declared");
    assert_eq!((snapshot.value().port, snapshot.profiles()), (1, ["dev".to_owned()].as_slice()));
}

#[test]
fn another_profile_is_a_problem() {
    let error = Declared::builder().with_profile("prd").extract().expect_err("`prd` is not declared");
    let [problem] = error.problems() else { panic!("{error}") };
    assert_eq!(problem.kind(), ProblemKind::UnknownProfile);
    assert!(problem.help().is_some_and(|help| help.contains("'prod'")), "{problem}");
}

#[test]
fn without_a_declaration_those_count_that_are_mentioned() {
    assert_eq!(Undeclared::builder().with_profile("prod").extract().expect("it is mentioned").port, 2);
    let error = Undeclared::builder().with_profile("dev").extract().expect_err("it is mentioned nowhere");
    assert_eq!(error.problems()[0].kind(), ProblemKind::UnknownProfile);
}
