//! Bounds that are too wide to be reached in a test elsewhere; here they are narrower.

use super::tree::Tree;

fn first_problem(text: &str) -> Option<String> {
    Tree::parse(text).problems.into_iter().next().map(|(message, _)| message)
}

#[test]
fn there_are_only_so_many_nodes_anchors_and_aliases() {
    assert_eq!(first_problem(&format!("[{}]", "a,".repeat(2_499))), None);
    assert_eq!(first_problem(&format!("[{}]", "a,".repeat(2_500))).unwrap(), "it has more than 2500 keys and values");
    // What was refused is not there, and takes nothing with it.
    let text = format!("tags: [{}]\nport: 1", "a,".repeat(2_497));
    let tree = Tree::parse(&text);
    assert_eq!(tree.problems.len(), 1);
    let root = tree.root().unwrap();
    let values = tree.entries(root).filter_map(|(_, value)| value);
    assert_eq!(values.map(|value| tree.elements(value).count()).sum::<usize>(), 2_497);
    assert_eq!(first_problem(&format!("[{}]", "&a a,".repeat(500))), None);
    assert_eq!(first_problem(&format!("[{}]", "&a a,".repeat(501))).unwrap(), "it has more than 500 anchors");
    assert_eq!(first_problem(&format!("[&a x, {}]", "*a,".repeat(500))), None);
    assert_eq!(first_problem(&format!("[&a x, {}]", "*a,".repeat(501))).unwrap(), "it has more than 500 aliases");
}
