//! The examples in the lints' documentation: the bad one raises that lint alone, the better one raises nothing, and a
//! fix makes an accepted query in which the lint finds nothing more.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::{Document, QueryIdx, ReadOptions};
use promenade_lint::{Example, Finding, FixDocs, Group, Lint, LintFix, Linter, Safety, Selection, Settings, lints};
use promenade_model::Features;
use promenade_syntax::Variables;

/// What a finding in a query or in a file has, its place aside.
#[derive(Debug)]
#[allow(dead_code)] // the message is for the reader of a failure
struct Raised {
    lint: &'static Lint,
    message: String,
    fix: Option<LintFix>,
}

impl Raised {
    fn of<R>(finding: Finding<R>) -> Self {
        Self { lint: finding.lint, message: finding.diagnostic.message, fix: finding.fix }
    }
}

/// Lints an example with the lints that are on by default and this one.
fn lint_with(of: &Lint, example: Example) -> Option<Vec<Raised>> {
    let selection = Selection::new(&[], &[of.code], &[]).unwrap();
    let linter = Linter::new(Settings::default().selection(selection).features(Features::all()));
    match example {
        Example::Query(text) => Some(linter.lint_query(text, Variables::None).into_iter().map(Raised::of).collect()),
        Example::Rules(text) => {
            let document = Document::read("rules.yaml", text, &ReadOptions::default());
            Some(linter.lint(&[document]).into_iter().map(Raised::of).collect())
        }
        Example::None => None,
    }
}

fn codes(findings: &[Raised]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.lint.code).collect();
    codes.dedup();
    codes
}

#[test]
fn bad_examples_raise_their_lint_and_better_ones_nothing() {
    for lint in lints() {
        if let Some(findings) = lint_with(lint, lint.docs.example) {
            assert_eq!(codes(&findings), [lint.code], "{}: {:#?}", lint.name, findings);
        }
        if let Some(findings) = lint_with(lint, lint.docs.better) {
            assert!(findings.is_empty(), "{}: {findings:#?}", lint.name);
        }
    }
}

#[test]
fn fixes_are_as_documented_and_fix_the_example() {
    for lint in lints() {
        let Some(findings) = lint_with(lint, lint.docs.example) else { continue };
        let safety = match lint.docs.fix {
            FixDocs::None => None,
            FixDocs::Safe(_) => Some(Safety::Safe),
            FixDocs::Unsafe(_) => Some(Safety::Unsafe),
        };
        for finding in &findings {
            assert_eq!(finding.fix.as_ref().map(|fix| fix.safety), safety, "{}: {finding:#?}", lint.name);
        }
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let fixed = with_fix(lint.docs.example, fix);
            let text = format!("{fixed:?}");
            let left = lint_with(lint, fixed).unwrap();
            let refused = |finding: &Raised| finding.lint.group == Group::Syntax;
            assert!(left.len() < findings.len() && !left.iter().any(refused), "{}: {text}: {left:#?}", lint.name);
        }
    }
}

/// The example with a fix applied.
fn with_fix(example: Example, fix: &LintFix) -> Example {
    match example {
        Example::Query(text) => Example::Query(fix.apply(text).unwrap().leak()),
        Example::Rules(text) => {
            let document = Document::read("rules.yaml", text, &ReadOptions::default());
            let query = fix.apply(&document.queries()[0].text).unwrap();
            Example::Rules(document.with_queries(&[(QueryIdx(0), query)]).unwrap().leak())
        }
        Example::None => Example::None,
    }
}

#[test]
fn every_lint_is_documented() {
    for lint in lints() {
        let docs = lint.docs;
        assert!(docs.what.ends_with('.') && docs.why.ends_with('.') && docs.instead.ends_with('.'), "{}", lint.name);
        assert!(docs.what.starts_with("Finds "), "{}", lint.name);
        assert_eq!(docs.example == Example::None, docs.better == Example::None, "{}", lint.name);
        if let FixDocs::Safe(text) | FixDocs::Unsafe(text) = docs.fix {
            assert!(text.ends_with('.'), "{}", lint.name);
        }
    }
}
