//! Bounds that are too wide to be reached in a test elsewhere; here they are narrower.

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
