//! Elements are merged, added and chosen as the example says.

mod program;

#[test]
fn files_and_variables_meet_in_the_elements() {
    let output = program::run("sections", &[], &[]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in [
        "replicas[1].port       ",
        "servers.alpha.port     ",
        "storage.s3.bucket      ",
        "tls.cert               default",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("shop.local.yaml:2:18"), "{text}");
}

#[test]
fn variables_reach_into_elements() {
    let variables = [("SHOP_SERVERS__alpha__PORT", "1"), ("SHOP_REPLICAS__2__HOST", "c"), ("SHOP_STORAGE", "memory")];
    let output = program::run("sections", &[], &variables);
    let text = String::from_utf8(output.stdout).unwrap();
    for line in [
        "replicas[2].host       environment variable SHOP_REPLICAS__2__HOST",
        "servers.alpha.port     environment variable SHOP_SERVERS__alpha__PORT",
        "storage: Memory",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn a_variant_that_there_is_not_is_refused_with_those_that_there_are() {
    let output = program::run("sections", &[], &[("SHOP_STORAGE", "dsik")]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(text.contains("expected one of 'memory', 'disk', 's3', found \"dsik\""), "{text}");
    assert!(text.contains("did you mean 'disk'?"), "{text}");
}
