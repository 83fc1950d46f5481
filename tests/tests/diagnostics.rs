//! The documentation of diagnostics: each example raises its code and no other, and its fixed version raises nothing.

use promenade::Features;
use promenade::semantic::{Options, analyze, parse_and_check};
use promenade::syntax::diagnostic::{CODES, Diagnostic, Example};
use promenade::syntax::series_description::parse_series_description;
use promenade::syntax::{ParseOptions, parse};

fn query(text: &str) -> Vec<Diagnostic> {
    parse_and_check(text, &Options::default()).diagnostics
}

/// As of a tree that was parsed without the names of the catalogue.
fn nameless(text: &str) -> Vec<Diagnostic> {
    analyze(text, &parse(text, &ParseOptions::without_names()), &Options::default()).diagnostics
}

fn series(text: &str) -> Vec<Diagnostic> {
    parse_series_description(text, Features::default()).err().into_iter().collect()
}

fn raised(example: Example) -> Vec<Diagnostic> {
    match example {
        Example::Query(text) => query(text),
        Example::Nameless(text) => nameless(text),
        Example::Series(text) => series(text),
        Example::Large { text, .. } => query(&text()),
    }
}

#[test]
fn each_example_raises_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for row in CODES {
        let found = raised(row.docs.example);
        if found.is_empty() || found.iter().any(|diagnostic| diagnostic.code != row.code) {
            wrong.push(format!("{}: {found:?}", row.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_fixed_example_raises_nothing() {
    for row in CODES {
        let found = match row.docs.example {
            Example::Series(_) => series(row.docs.fixed),
            _ => query(row.docs.fixed),
        };
        assert!(found.is_empty(), "{}: {found:?}", row.code);
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    assert!(CODES.is_sorted_by(|a, b| a.code < b.code));
    assert!(CODES.iter().all(|row| !row.title.is_empty() && !row.docs.how_to_fix.is_empty()));
}
