//! The examples in the rules' documentation: the bad one raises that rule alone, the better one raises nothing, and a
//! fix makes an accepted query in which the rule finds nothing more.
#![allow(clippy::unwrap_used)] // they are tests

use promenade_lint::{Example, Finding, FixDocs, LintFix, Linter, RuleDef, Safety, Selection, Settings, rules};
use promenade_model::Features;
use promenade_syntax::Variables;

/// Lints an example with the rules that are on by default and this one.
fn lint(rule: &RuleDef, example: Example) -> Option<Vec<Finding>> {
    let selection = Selection::new(&[], &[rule.code], &[]).unwrap();
    let linter = Linter::new(Settings { selection, features: Features::all(), ..Settings::default() });
    match example {
        Example::Query(text) => Some(linter.lint_query(text, Variables::None)),
        Example::Rules(_) | Example::None => None,
    }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.rule.code).collect();
    codes.dedup();
    codes
}

fn apply(fix: &LintFix, text: &str) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(edit.range.clone(), &edit.text);
    }
    out
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
fn fixes_are_as_documented_and_mend_the_example() {
    for rule in rules() {
        let Example::Query(text) = rule.docs.example else { continue };
        let findings = lint(rule, rule.docs.example).unwrap();
        let fixes: Vec<&LintFix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
        let safety = match rule.docs.fix {
            FixDocs::None => {
                assert!(fixes.is_empty(), "{}: a fix that is not documented", rule.name);
                continue;
            }
            FixDocs::Safe(_) => Safety::Safe,
            FixDocs::Unsafe(_) => Safety::Unsafe,
        };
        assert_eq!(fixes.len(), findings.len(), "{}: {findings:#?}", rule.name);
        for fix in fixes {
            assert_eq!(fix.safety, safety, "{}", rule.name);
            let mended = apply(fix, text);
            let left = Linter::default().lint_query(&mended, Variables::None);
            assert!(left.iter().all(|f| f.rule.code != rule.code && !f.rule.code.starts_with("PQL1")), "{mended}");
            assert!(left.len() < findings.len(), "{}: {mended}", rule.name);
        }
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
