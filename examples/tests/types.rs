//! The types are read from their text, and refused with what they would take.

mod program;

#[test]
fn each_type_is_written_in_its_own_way() {
    let output = program::run("types", &[], &[("SHOP_BACKOFF", "250ms, 1m"), ("SHOP_LOG", "WARN")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "log WARN, 3 retries, waiting (250ms, 60s)\n\
                    up to 10.0 MiB at https://shop.example/, closed on {2026-12-25, 2026-12-26}\n\
                    opens at 08:30:00 UTC\n\
                    names like ^[a-z]{3,20}$, certificate cert.pem\n\
                    deadbeef: a key of 14 bytes\n";
    assert_eq!(text, expected);
}

#[test]
fn each_says_what_it_would_take() {
    let variables = [
        ("SHOP_LOG", "loud"),
        ("SHOP_RETRIES", "0"),
        ("SHOP_BACKOFF", "1s"),
        ("SHOP_UPLOAD_LIMIT", "much"),
        ("SHOP_HOMEPAGE", "shop.example"),
        ("SHOP_OPENS", "25:00"),
        ("SHOP_HOLIDAYS", "2026-12-25, Easter"),
        ("SHOP_TIME_ZONE", "Mars/Olympus"),
        ("SHOP_ALLOWED_NAMES", "[a-z"),
        ("SHOP_FINGERPRINT", "abc"),
        ("SHOP_SESSION_KEY", "hunter2!"),
    ];
    let output = program::run("types", &[], &variables);
    let report = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{report}");
    assert!(report.starts_with("the configuration of shop has 11 problems\n"), "{report}");
    for (variable, _) in variables {
        assert!(report.contains(&format!("environment variable {variable}")), "{variable} is not in\n{report}");
    }
    assert!(!report.contains("hunter2"), "{report}");
    for message in [
        "expected one of off, error, warn, info, debug, trace",
        "expected an integer from 1 to 255",
        "expected a list of 2 elements, found a list of 1 element",
        "the scheme is missing",
        "holidays[1]: expected a date such as \"2026-12-31\"",
        "there is no time zone of that name",
        "unclosed character class",
        "each byte takes two digits",
        "expected bytes in Base64",
    ] {
        assert!(report.contains(message), "{message}\nis not in\n{report}");
    }
}
