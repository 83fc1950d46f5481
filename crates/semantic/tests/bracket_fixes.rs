//! Fixes of brackets: where they are made, the query is valid.

use promenade_semantic::{Options, parse_and_check};
use promenade_syntax::Diagnostic;
use promenade_syntax::diagnostic::codes;

/// The query with the first fix made again and again, until it has no error or no fix.
fn fixed(query: &str) -> String {
    let mut text = query.to_owned();
    for _ in 0..6 {
        let checked = parse_and_check(&text, &Options::default());
        let Some(error) = checked.diagnostics.iter().find(|diagnostic| Diagnostic::is_error(diagnostic)) else {
            return text;
        };
        let Some(next) = error.fix.as_ref().and_then(|fix| fix.apply(&text)) else { break };
        text = next;
    }
    format!("{text} is still wrong")
}

#[test]
fn what_is_advised_makes_the_query_valid() {
    for (broken, valid) in [
        ("sum(rate(x[2m]", "sum(rate(x[2m]))"),
        ("sum(rate(x[2m", "sum(rate(x[2m]))"),
        ("sum(rate(x{a=\"b\"", "sum(rate(x{a=\"b\"}[5m]))"),
        ("((a", "((a))"),
        ("sum(x", "sum(x)"),
        ("max(sum by (a) (rate(x[5m])", "max(sum by (a) (rate(x[5m])))"),
        ("sum(rate(x[5m)", "sum(rate(x[5m]))"),
        ("sum by (namespace (x))", "sum by (namespace) (x)"),
        ("sum by (a, b (rate(x[5m])))", "sum by (a, b) (rate(x[5m]))"),
        ("sum by (job (up)", "sum by (job) (up)"),
        ("sum by (job (up) + 1", "sum by (job) (up) + 1"),
        ("sum by (a, b x", "sum by (a, b) (x)"),
        ("sum without (a (x)) / 2", "sum without (a) (x) / 2"),
        ("a / on (x (b))", "a / on (x) (b)"),
        ("a + on (x b", "a + on (x) b"),
        ("topk(5, sum(x)", "topk(5, sum(x))"),
        ("sum(x))", "sum(x)"),
        ("rate((x[5m])", "rate((x[5m]))"),
        ("histogram_quantile(0.9, sum by (le) (rate(x[5m]", "histogram_quantile(0.9, sum by (le) (rate(x[5m])))"),
    ] {
        assert_eq!(fixed(broken), valid, "{broken}");
    }
}

/// Where a beginning of a query is completed as advised, its brackets are in order; what else is missing may remain.
#[test]
fn no_advice_on_brackets_leads_nowhere() {
    let query = "sum by (job, le) (rate(x{a=\"b\"}[5m])) / on (job) group_left (zone) (max by (job) (y[5m:1m]))";
    for end in 1..query.len() {
        let beginning = &query[..end];
        let checked = parse_and_check(beginning, &Options::default());
        let errors: Vec<_> = checked.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
        let [only] = errors.as_slice() else { continue };
        let Some(fix) = only.fix.as_ref().filter(|fix| fix.title.starts_with("insert")) else { continue };
        let text = fix.apply(beginning).expect("the fix fits");
        let left = parse_and_check(&text, &Options::default());
        let is_of_brackets = |code: &str| code == codes::UNCLOSED_DELIMITER || code == codes::UNMATCHED_DELIMITER;
        let remains = |d: &Diagnostic| {
            d.is_error() && (is_of_brackets(d.code) || d.range.start == only.range.start && d.code == only.code)
        };
        assert!(!left.diagnostics.iter().any(remains), "{beginning}: {}: {text}", fix.title);
    }
}
