//! The examples in the rules' documentation: the bad one raises that rule alone, the better one raises nothing, and a
//! fix makes an accepted query in which the rule finds nothing more.
#![allow(clippy::unwrap_used)] // they are tests

use promenade_documents::{Document, QueryIdx, ReadOptions};
use promenade_lint::{Example, Finding, FixDocs, Group, LintFix, Linter, RuleDef, Safety, Selection, Settings, rules};
use promenade_model::Features;
use promenade_syntax::Variables;

/// Lints an example with the rules that are on by default and this one.
fn lint(rule: &RuleDef, example: Example) -> Option<Vec<Finding>> {
    let selection = Selection::new(&[], &[rule.code], &[]).unwrap();
    let linter = Linter::new(Settings::default().selection(selection).features(Features::all()));
    match example {
        Example::Query(text) => Some(linter.lint_query(text, Variables::None)),
        Example::Rules(text) => Some(linter.lint(&[Document::read("rules.yaml", text, &ReadOptions::default())])),
        Example::None => None,
    }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.rule.code).collect();
    codes.dedup();
    codes
}

#[test]
fn bad_examples_raise_their_rule_and_better_ones_nothing() {
    for rule in rules() {
        if let Some(findings) = lint(rule, rule.docs.example) {
            assert_eq!(codes(&findings), [rule.code], "{}: {:#?}", rule.name, findings);
        }
        if let Some(findings) = lint(rule, rule.docs.better) {
            assert!(findings.is_empty(), "{}: {findings:#?}", rule.name);
        }
    }
}

#[test]
fn fixes_are_as_documented_and_fix_the_example() {
    for rule in rules() {
        let Some(findings) = lint(rule, rule.docs.example) else { continue };
        let safety = match rule.docs.fix {
            FixDocs::None => None,
            FixDocs::Safe(_) => Some(Safety::Safe),
            FixDocs::Unsafe(_) => Some(Safety::Unsafe),
        };
        for finding in &findings {
            assert_eq!(finding.fix.as_ref().map(|fix| fix.safety), safety, "{}: {finding:#?}", rule.name);
        }
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
            let fixed = with_fix(rule.docs.example, fix);
            let text = format!("{fixed:?}");
            let left = lint(rule, fixed).unwrap();
            let refused = |finding: &Finding| finding.rule.group == Group::Syntax;
            assert!(left.len() < findings.len() && !left.iter().any(refused), "{}: {text}: {left:#?}", rule.name);
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
fn every_rule_is_documented() {
    for rule in rules() {
        let docs = rule.docs;
        assert!(docs.what.ends_with('.') && docs.why.ends_with('.') && docs.instead.ends_with('.'), "{}", rule.name);
        assert!(docs.what.starts_with("Finds "), "{}", rule.name);
        assert_eq!(docs.example == Example::None, docs.better == Example::None, "{}", rule.name);
        if let FixDocs::Safe(text) | FixDocs::Unsafe(text) = docs.fix {
            assert!(text.ends_with('.'), "{}", rule.name);
        }
    }
}
