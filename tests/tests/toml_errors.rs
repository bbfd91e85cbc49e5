//! What is said of texts that are no TOML: every error with its place and what to write instead, none of it the text itself, and nothing
//! that only follows from another error.

#![cfg(not(feature = "toml_crate"))] // whose parser has words of its own

use superconfig::{Error, Format, Origin, Problem, ProblemKind, SecretString, SuperConfig};

#[derive(Debug, SuperConfig)]
#[config(name = "shop")]
#[allow(dead_code, reason = "the loads here fail")]
struct Shop {
    port: Option<u16>,
    wide: Option<i128>,
    ratio: Option<f64>,
    key: Option<SecretString>,
    ports: Option<Vec<u16>>,
    #[config(nested)]
    inner: Inner,
    #[config(nested)]
    outer: Inner,
}

#[derive(Debug, SuperConfig)]
#[allow(dead_code, reason = "the loads here fail")]
struct Inner {
    host: Option<String>,
    port: Option<u16>,
}

fn read(text: &str) -> Result<Shop, Error> {
    Shop::builder().with_str(Format::Toml, text).extract()
}

/// Line and column of each problem, and what it says.
fn told(text: &str) -> Vec<String> {
    let error = read(text).expect_err(text);
    let place = |problem: &Problem| match problem.origin() {
        Some(Origin::Text { location: Some(at), .. }) => at.to_string(),
        other => panic!("{other:?} is no place"),
    };
    error.problems().iter().map(|problem| format!("{} {}", place(problem), problem.message())).collect()
}

#[test]
fn each_error_says_where_it_is_and_what_to_write() {
    for (text, expected) in [
        ("port =", "1:7 the text ends where a value should be"),
        ("port = \n", "1:8 expected a value: text in quotes, a number, true or false, `[` or `{`"),
        ("key = hunter2", "1:7 this is no value: text must be in quotes, booleans are true and false"),
        ("key = 'hunter2", "1:15 the string is not closed, expected `'`"),
        (
            "key = \"hunter2\\q\"",
            "1:16 this means nothing after a backslash; write the backslash as `\\\\`, or the string in single quotes",
        ),
        (
            "key = \"hunter2\\u00g\"",
            "1:19 expected hexadecimal digits: two after `\\x`, four after `\\u`, eight after `\\U`",
        ),
        ("key = \"hunter2\\ud800\"", "1:15 there is no character of this number"),
        (
            "key = \"hunter2\0\"",
            "1:15 control characters cannot stand in a string as they are; write `\\u0000` in double quotes",
        ),
        ("key = \"hunter2\" port = 1", "1:17 expected the end of the line, found a word"),
        ("key = \"hunter2\"\rport = 1", "1:16 expected the end of the line, found a carriage return"),
        ("\rport = 1", "1:1 a carriage return stands only before a line feed"),
        ("port 1", "1:6 expected `=`, found a word"),
        ("= 1", "1:1 expected a key, found `=`"),
        ("'''port''' = 1", "1:1 a key cannot have several lines"),
        ("[inner", "1:7 expected `]`, found the end of the text"),
        ("[inner\n", "1:7 expected `]`, found the end of the line"),
        ("[inner] port = 1", "1:9 expected the end of the line, found a word"),
        ("port = 01", "1:8 this is no integer: leading zeros are not allowed"),
        ("port = 1__0", "1:10 this is no integer: underscores must be between two digits"),
        ("port = 0x", "1:8 this is no integer: no digits after prefix"),
        ("wide = 170141183460469231731687303715884105728", "1:8 an integer has at most 128 bits"),
        ("ratio = 1.", "1:9 this is no number: nothing after decimal point"),
        ("ratio = 1e999", "1:9 the number is too large; write inf if that is meant"),
        ("port = 1979-02-30", "1:8 this is no date or time: day is out of range"),
        ("port = 1\n\nport = 2", "3:1 the key is there already, in line 1"),
        ("[inner]\n[inner]", "2:1 the table is there already, in line 1"),
        ("[inner]\n[[inner]]", "2:1 `[[…]]` adds to a list, but this is a table since line 1"),
        ("port = 1\nport.x = 2", "2:1 nothing can be added to this: it has a value that is no table, in line 1"),
        ("ports = [1 2]", "1:12 expected `,` or `]`: the list goes on without a comma"),
        ("ports = [1", "1:11 the list is not closed, expected `]`"),
        ("inner = {port = 1 host = 2}", "1:19 expected `,` or `}`: the table goes on without a comma"),
        ("inner = {port = 1", "1:18 the table is not closed, expected `}`"),
    ] {
        assert_eq!(told(text), [expected], "{text:?}");
        assert!(!read(text).unwrap_err().to_string().contains("hunter2"), "{text:?}");
    }
}

#[test]
fn what_stands_under_a_broken_header_is_not_taken_for_keys_of_the_top() {
    let text = "port = 'x'\n[inner\nhost = 'a'\nport = 'y'\n[outer] 5\nport = 1\nhost = 'b'\n\n[outer]\nport = 'z'\n";
    let error = read(text).unwrap_err();
    let kinds: Vec<_> = error.problems().iter().map(|it| (it.kind(), it.path())).collect();
    let syntax = (ProblemKind::Syntax, "");
    let (first, last) = ((ProblemKind::WrongType, "port"), (ProblemKind::WrongType, "outer.port"));
    assert_eq!(kinds, [first, syntax, syntax, last], "{error}");
}

#[test]
fn a_header_that_is_there_twice_is_one_problem() {
    assert_eq!(
        told("[inner]\nport = 1\n[inner]\nport = 2\nhost = 'a'\n[outer]\nport = 3\n[outer]\nport = 4"),
        ["3:1 the table is there already, in line 1", "8:1 the table is there already, in line 6"]
    );
}

/// Kind and path of each problem.
fn kinds(error: &Error) -> Vec<(ProblemKind, &str)> {
    error.problems().iter().map(|it| (it.kind(), it.path())).collect()
}

#[test]
fn an_entry_over_several_lines_has_one_error() {
    for text in ["ports = [\n  80,\n  x,\n  443,\n  8080,\n]\n", "inner = {\n  host = bad,\n  port = 'y'\n}\n"] {
        // What comes after it is read.
        let text = format!("{text}port = 1\nlost = 2\n[outer]\nport = 'z'\n");
        let error = read(&text).unwrap_err();
        let expected =
            [(ProblemKind::Syntax, ""), (ProblemKind::UnknownKey, "lost"), (ProblemKind::WrongType, "outer.port")];
        assert_eq!(kinds(&error), expected, "{text}\n{error}");
    }
    // Nor is what it is for an unknown key at each of its lines.
    let error = read("lost = [\n  1,\n  x,\n  3,\n]\nport = 1\n").unwrap_err();
    assert_eq!(kinds(&error), [(ProblemKind::Syntax, "")], "{error}");
    // A list that is never closed ends before the next header.
    let error = read("ports = [1,\nport = 1\nhost = 2\n\n[outer]\nport = 'z'\n").unwrap_err();
    assert_eq!(kinds(&error), [(ProblemKind::Syntax, ""), (ProblemKind::WrongType, "outer.port")], "{error}");
}

#[test]
fn rows_of_a_list_are_no_headers() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "the load fails")]
    struct Grid {
        grid: Option<Vec<Vec<u8>>>,
        port: Option<u16>,
    }

    let text = "grid = [\n  [1, 2],\n  [3, four],\n]\n\nport = 'x'\n";
    let error = Grid::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Syntax);
}

#[test]
fn what_has_a_wrong_value_is_not_missing() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "the loads here fail")]
    struct Strict {
        port: u16,
        #[config(nested)]
        inner: Deep,
    }

    #[derive(Debug, SuperConfig)]
    #[allow(dead_code, reason = "the loads here fail")]
    struct Deep {
        host: String,
        level: u8,
    }

    let read = |text: &str| Strict::builder().with_str(Format::Toml, text).extract().unwrap_err();
    for text in [
        "port = @\ninner.host = 'a'\ninner.level = 1",
        "# why\n\n port = 01\n[inner]\nhost = 'a'\nlevel = 1",
        "port = 1\n[inner]\nhost = a\nlevel = 1",
        "port = 1\n[ inner ]\n\"host\" = [\nlevel = 1\n",
        "port = 1\ninner.host = 'a\ninner.level = 1",
    ] {
        let error = read(text);
        let missing = error.problems().iter().filter(|problem| problem.kind() == ProblemKind::Missing);
        let missing: Vec<&str> = missing.map(Problem::path).collect();
        // What stands in the entry that is never closed is part of it.
        let expected: &[&str] = if text.contains("= [") { &["inner.level"] } else { &[] };
        assert_eq!(missing, expected, "{text}\n{error}");
        assert_eq!(error.problems()[0].kind(), ProblemKind::Syntax);
    }
}

#[test]
fn what_errors_are_made_into_is_bounded() {
    #[derive(Debug, SuperConfig)]
    #[config(name = "shop")]
    #[allow(dead_code, reason = "the load fails")]
    struct Any {
        labels: Option<serde_json::Value>,
    }

    let text = format!("labels.x = \"\"\"\\q\nlabels{} = 1\n\"\"\"\n", ".b".repeat(200_000));
    let error = Any::builder().with_str(Format::Toml, text).extract().unwrap_err();
    assert_eq!(error.problems()[0].kind(), ProblemKind::Syntax);
}
