//! What the tests share: checks that hold of every formatted query, and the real expressions.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::print_stderr)]

use std::fs;
use std::path::PathBuf;

use promenade_format::{Formatted, Options, Outcome, format};
use promenade_model::Features;
use promenade_semantic::CATALOGUE;
use promenade_syntax::{Expr, ParseOptions, TokenKind, tokens};
use serde_json::Value;

pub fn parse(source: &str) -> Result<Expr, Vec<promenade_syntax::Diagnostic>> {
    let options = ParseOptions { features: Features::all(), names: Some(&CATALOGUE), ..ParseOptions::default() };
    promenade_syntax::parse(source, &options).into_result()
}

/// Formats a query that must be accepted.
pub fn formatted(source: &str, options: &Options) -> Formatted {
    format(source, options).unwrap_or_else(|found| panic!("{source:?} is refused: {found:?}"))
}

/// Formats a query and checks what holds of every one: tree, comments, idempotence, no space at the end of a line.
pub fn check(source: &str, options: &Options) -> String {
    let once = formatted(source, options);
    assert!(!matches!(once.outcome, Outcome::Kept(_)), "{:?} of\n{source}", once.outcome);
    let (before, after) = (parse(source).expect("accepted above"), parse(&once.text));
    let after = after.unwrap_or_else(|found| panic!("{source:?} becomes {:?}: {found:?}", once.text));
    assert!(before.same_as(&after), "another tree:\n{source}\n{}", once.text);
    assert_eq!(comments(source), comments(&once.text), "of\n{source}\n{}", once.text);
    let twice = formatted(&once.text, options);
    assert_eq!(once.text, twice.text, "not idempotent:\n{source}");
    assert_eq!(twice.outcome, Outcome::Unchanged);
    once.text
}

/// The comments of a text, sorted.
pub fn comments(text: &str) -> Vec<&str> {
    let comments = tokens(text).into_iter().filter(|token| token.kind == TokenKind::Comment);
    let mut comments: Vec<_> = comments.map(|token| text[token.range].trim_end()).collect();
    comments.sort_unstable();
    comments
}

/// All real expressions that the parser accepts, with Grafana's variables replaced; none where there is no shared data,
/// which only a fresh clone may lack.
pub fn corpus() -> Vec<String> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = here.ancestors().map(|folder| folder.join("shared/corpus")).find(|path| path.exists());
    let Some(folder) = folder else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "../shared/corpus is not there");
        eprintln!("skipped: ../shared/corpus is not there");
        return Vec::new();
    };
    let mut expressions = Vec::new();
    for file in fs::read_dir(folder).expect("the folder can be read") {
        let text = fs::read_to_string(file.expect("an entry").path()).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            expressions.push(without_variables(row["expr"].as_str().unwrap_or_default()));
        }
    }
    assert_eq!(expressions.len(), 6743);
    expressions.retain(|source| parse(source).is_ok());
    assert!(expressions.len() > 6680, "only {} accepted", expressions.len());
    expressions
}

/// Puts in for Grafana's variables what could stand there: a duration in brackets and after `offset`, a pattern in
/// quotes, a name elsewhere.
fn without_variables(source: &str) -> String {
    let (mut out, mut rest, mut quote) = (String::new(), source, None);
    while let Some(c) = rest.chars().next() {
        let variable = variable_len(rest);
        if variable > 0 {
            let before = out.trim_end();
            let is_duration =
                before.ends_with(['[', ':']) || before.ends_with("offset") || before.ends_with("offset -");
            let name = &rest[..variable];
            let is_interval = ["interval", "range", "resolution", "period", "window"].iter().any(|w| name.contains(w));
            out.push_str(match quote {
                Some(_) => ".*",
                None if is_duration || is_interval && !name.contains("_s") => "5m",
                None if is_interval => "5",
                None => "x",
            });
            rest = &rest[variable..];
            continue;
        }
        quote = match (quote, c) {
            (None, '"' | '\'' | '`') => Some(c),
            (Some(open), _) if open == c => None,
            (quote, _) => quote,
        };
        out.push(c);
        rest = &rest[c.len_utf8()..];
        if c == '\\' && quote.is_some_and(|q| q != '`') {
            let escaped = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..escaped]);
            rest = &rest[escaped..];
        }
    }
    out
}

/// The length of the variable at the start of a text; 0 where there is none.
fn variable_len(text: &str) -> usize {
    let closed = |close: &str| text.find(close).map_or(0, |at| at + close.len());
    if text.starts_with("${") {
        closed("}")
    } else if text.starts_with("[[") {
        closed("]]")
    } else if let Some(name) = text.strip_prefix('$') {
        match name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count() {
            0 => 0,
            len => len + 1,
        }
    } else {
        0
    }
}
