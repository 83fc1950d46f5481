//! What the tests share: the catalogue's names, options, the folder of shared test data.
#![allow(dead_code, missing_docs, unreachable_pub)]

use std::fs;

use promenade_model::Features;
use promenade_syntax::{Expr, ExprKind, Names, Parse, ParseOptions, Variables};
use serde_json::Value;

pub struct Catalogue;

impl Names for Catalogue {
    fn is_aggregator(&self, name: &str) -> bool {
        promenade_functions::aggregator(name).is_some()
    }

    fn is_function(&self, name: &str) -> bool {
        promenade_functions::function(name).is_some()
    }
}

/// All features, and the names of the catalogue.
pub fn options() -> ParseOptions<'static> {
    ParseOptions::new(&Catalogue).features(Features::all())
}

pub fn parse(source: &str) -> Parse {
    promenade_syntax::parse(source, &options())
}

/// The source with the diagnostics as they are shown: with suggestions.
pub fn explained(source: &str, options: &ParseOptions<'_>) -> Parse {
    let parse = promenade_syntax::parse(source, options);
    Parse { diagnostics: parse.suggestions(options).diagnostics, ..parse }
}

pub fn parse_with(source: &str, variables: Variables) -> Parse {
    promenade_syntax::parse(source, &options().variables(variables))
}

/// The tree of a source that must be accepted.
pub fn accepted(source: &str) -> Expr {
    match parse(source).into_result() {
        Ok(expr) => expr,
        Err(diagnostics) => panic!("{source:?} is refused: {diagnostics:?}"),
    }
}

pub use promenade_test_data::shared;

/// The expressions of the corpus as they are written.
pub fn corpus() -> Vec<String> {
    let mut queries = Vec::new();
    for file in shared("corpus").into_iter().flat_map(|folder| fs::read_dir(folder).expect("the folder can be read")) {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            queries.push(row["expr"].as_str().unwrap_or_default().to_owned());
        }
    }
    queries.sort_unstable();
    queries
}

/// Checks what holds of every parse: ranges within the source and on character boundaries, children within their
/// parents, ids in their order, an error node only with an error.
pub fn check_invariants(source: &str, parse: &Parse) {
    let text: String = parse.tokens.iter().map(|token| parse.text(&token.range)).collect();
    assert_eq!(text, source, "the tokens are the text");
    for diagnostic in parse.diagnostics.iter().chain(&parse.suggestions(&options()).diagnostics) {
        let ranges = std::iter::once(&diagnostic.range).chain(diagnostic.labels.iter().map(|l| &l.range));
        for range in ranges.chain(diagnostic.fix.iter().flat_map(|f| f.edits.iter().map(|e| &e.range))) {
            assert!(source.get(range.clone()).is_some(), "range {range:?} in {source:?}: {diagnostic:?}");
        }
        assert!(diagnostic.reported_offset() <= source.len());
        assert!(promenade_syntax::diagnostic::CODES.iter().any(|row| row.code == diagnostic.code));
    }
    let mut ids = Vec::new();
    promenade_syntax::ast::walk(&parse.expr, &mut |expr, path| {
        ids.push(expr.id.index());
        assert!(source.get(expr.range.clone()).is_some(), "range {:?} of {expr:?} in {source:?}", expr.range);
        if let Some(parent) = path.last() {
            let within = parent.range.start <= expr.range.start && expr.range.end <= parent.range.end;
            assert!(within, "{:?} not within {:?} in {source:?}", expr.range, parent.range);
        }
        assert!(!matches!(expr.kind, ExprKind::Error(_)) || parse.has_errors(), "error node without error: {source:?}");
        true
    });
    assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?} of {source:?}");
    assert!(ids[0] == 0 && ids.iter().all(|id| *id < parse.n_nodes), "{ids:?} of {source:?}");
}

/// Checks that printing and parsing are inverse.
pub fn check_round_trip(source: &str, expr: &Expr) {
    check_round_trip_with(source, expr, Variables::None);
}

/// Checks that printing and parsing are inverse, where there may be variables.
pub fn check_round_trip_with(source: &str, expr: &Expr, variables: Variables) {
    let printed = expr.to_string();
    let again = parse_with(&printed, variables).into_result();
    let again = again.unwrap_or_else(|found| panic!("{printed:?}, printed of {source:?}, is refused: {found:?}"));
    assert!(expr.same_as(&again), "{source:?} is printed as {printed:?}, which is another tree");
    assert_eq!(printed, again.to_string(), "of {source:?}");
}
