//! Lints with fixes as a library: a query, and a rule file.
//!
//! `cargo run -p promenade --example lint_and_fix`
#![allow(clippy::print_stdout)] // it is a program

use promenade::documents::{Document, ReadOptions};
use promenade::lint::{Linter, Safety, Selection, fix_document};
use promenade::{Features, LintSettings};

const RULES: &str = r#"
groups:
  - name: api
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total{job=~"api"}[5m]))
"#;

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A query, with the lints that are on by default.
    let fixed = promenade::fix(r#"up{job=~"api"} == 0"#);
    assert_eq!(fixed.text, r#"up{job="api"} == 0"#);

    // A file, with lints of one's choice.
    let selection = Selection::new(&["matchers", "rules"], &[], &["record-name-parts"])?;
    let linter = Linter::new(LintSettings::default().selection(selection).features(Features::all()));
    let document = Document::read("rules.yaml", RULES, &ReadOptions::default());
    for finding in linter.lint(std::slice::from_ref(&document)) {
        println!("{} {}: {}", finding.lint.code, &RULES[finding.diagnostic.range], finding.diagnostic.message);
    }
    let lint = |document: &Document| linter.lint(std::slice::from_ref(document));
    let fixed = fix_document("rules.yaml", RULES.to_owned(), &ReadOptions::default(), Safety::Safe, lint);
    assert_eq!(fixed.n_fixes, 1);
    assert_eq!(fixed.text, RULES.replace("=~", "="));
    Ok(())
}
