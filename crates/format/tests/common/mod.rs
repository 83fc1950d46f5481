//! What the tests share: checks that hold of every formatted query, and the real expressions.
#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "../../../syntax/tests/support/variables.rs"]
mod variables;

use std::fs;

use promenade_format::{Formatted, Options, Outcome, Parentheses, format};
use promenade_model::Features;
use promenade_semantic::CATALOGUE;
use promenade_syntax::{Expr, Names, ParseOptions, Token, TokenKind, Variables, tokens_with};
use promenade_test_data::shared;
use serde_json::Value;
use variables::without_variables;

pub fn parse(source: &str, variables: Variables) -> Result<Expr, Vec<promenade_syntax::Diagnostic>> {
    let names = Some(&CATALOGUE as &dyn Names);
    let options = ParseOptions::without_names().features(Features::all()).names(names).variables(variables);
    promenade_syntax::parse(source, &options).into_result()
}

/// Formats a query that must be accepted.
pub fn formatted(source: &str, options: &Options) -> Formatted {
    format(source, options).unwrap_or_else(|found| panic!("{source:?} is refused: {found:?}"))
}

/// Formats a query and checks what holds of every one: tree, comments, idempotence, no space at the end of a line.
pub fn check(source: &str, options: &Options) -> String {
    let variables = options.variables;
    let once = formatted(source, options);
    assert!(!matches!(once.outcome, Outcome::Kept(_)), "{:?} of\n{source}", once.outcome);
    let (before, after) = (parse(source, variables).expect("accepted above"), parse(&once.text, variables));
    let after = after.unwrap_or_else(|found| panic!("{source:?} becomes {:?}: {found:?}", once.text));
    if options.parentheses == Parentheses::Keep {
        assert!(before.same_as(&after), "another tree:\n{source}\n{}", once.text);
        assert_eq!(before.to_string(), after.to_string(), "printed otherwise:\n{source}\n{}", once.text);
    }
    assert_eq!(comments(source, variables), comments(&once.text, variables), "of\n{source}\n{}", once.text);
    let is_trimmed = |line: &str| line.trim_end() == line || holds_line_end(&once.text, variables);
    assert!(once.text.lines().all(is_trimmed), "spaces at the end of a line:\n{}", once.text);
    let twice = formatted(&once.text, options);
    assert_eq!(once.text, twice.text, "not idempotent:\n{source}");
    assert_eq!(twice.outcome, Outcome::Unchanged);
    once.text
}

/// Whether there is a string over several lines, which stays as it is.
fn holds_line_end(text: &str, variables: Variables) -> bool {
    tokens(text, variables)
        .iter()
        .any(|token| token.kind == TokenKind::String && text[token.range.clone()].contains('\n'))
}

/// The tokens of a text with all features.
pub fn tokens(text: &str, variables: Variables) -> Vec<Token> {
    tokens_with(text, &ParseOptions::without_names().features(Features::all()).variables(variables))
}

/// The comments of a text, sorted.
pub fn comments(text: &str, variables: Variables) -> Vec<&str> {
    let comments = tokens(text, variables).into_iter().filter(|token| token.kind == TokenKind::Comment);
    let mut comments: Vec<_> = comments.map(|token| text[token.range].trim_end()).collect();
    comments.sort_unstable();
    comments
}

/// All real expressions as they are; `None` if there is no shared data, which only a fresh clone may lack.
pub fn corpus() -> Vec<String> {
    let Some(folder) = shared("corpus") else { return Vec::new() };
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut expressions = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a text file");
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a line of JSON");
            expressions.push(row["expr"].as_str().unwrap_or_default().to_owned());
        }
    }
    assert_eq!(expressions.len(), 6743);
    expressions
}

/// All real expressions that the parser accepts, with Grafana's variables as they are.
pub fn with_variables() -> Vec<String> {
    let mut expressions = corpus();
    expressions.retain(|source| parse(source, Variables::Grafana).is_ok());
    assert!(expressions.is_empty() || expressions.len() == 6714, "{} accepted", expressions.len());
    expressions
}

/// All real expressions that the parser accepts, with Grafana's variables replaced.
pub fn replaced() -> Vec<String> {
    let mut expressions: Vec<_> = corpus().iter().map(|source| without_variables(source)).collect();
    expressions.retain(|source| parse(source, Variables::None).is_ok());
    assert!(expressions.is_empty() || expressions.len() > 6680, "only {} accepted", expressions.len());
    expressions
}

/// What Prometheus's parser was recorded to accept, of eight thousand expressions most of which are damaged.
pub fn recorded() -> Vec<String> {
    let Some(file) = shared("v3.16/oracle/recorded/parse.jsonl") else { return Vec::new() };
    let text = fs::read_to_string(file).expect("a text file");
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("a line of JSON"));
    let expressions: Vec<_> = rows.filter(|row| row["printed"].is_string()).collect();
    expressions.iter().map(|row| row["expr"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A small generator of numbers, the same in each run.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }
}
