//! `url::Url`.

use url::Url;

use super::{Input, Known, Leaf, Mismatch, Shape, display, from_text, known, read_known, texts};

texts! { from_text:
    Url, Text, "a URL such as \"https://example.com/path\"", |text| {
        text.trim().parse().map_err(|error: url::ParseError| Some(reason(error)))
    }, display;
}

fn reason(error: url::ParseError) -> String {
    match error {
        url::ParseError::RelativeUrlWithoutBase => "the scheme is missing, such as \"https://\"".to_owned(),
        error => error.to_string(),
    }
}
