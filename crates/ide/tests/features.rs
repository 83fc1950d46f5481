//! Hover, signature help, highlighting, folding, selection and code actions; `¦` is the cursor in these queries.
#![allow(clippy::unwrap_used)] // test code

mod common;

use common::{cursor, query, snapshot};
use promenade_ide::{
    SemanticTokenKind, code_actions, folding_ranges, hover, selection_ranges, semantic_tokens, signature_help,
};
use promenade_lint::Linter;
use promenade_syntax::Variables;

#[test]
fn hover_says_what_is_known() {
    for (marked, range, parts) in [
        ("sum by (job) (ra¦te(http_requests_total[5m]))", "rate", &["## `rate`", "result: instant vector"][..]),
        ("su¦m by (job) (up)", "sum", &["## `sum`", "`job`", "no other labels"]),
        ("http_reques¦ts_total", "http_requests_total", &["type: counter", "Requests that were answered."]),
        ("up{jo¦b=\"api\"}", "job", &["label `job`", "`api`", "`node`"]),
        ("up +¦ up", "+", &["Adds two values."]),
        ("up offs¦et 5m", "offset", &["Looks so far back."]),
        ("sum by (jo¦b) (", "job", &["label `job`"]),
    ] {
        let (text, offset) = cursor(marked);
        let hover = hover(&query(&text), offset, &snapshot(), &[]).unwrap_or_else(|| panic!("{marked}"));
        assert_eq!(&text[hover.range], range, "{marked}");
        for part in parts {
            assert!(hover.markdown.contains(part), "{marked}: {part} in {}", hover.markdown);
        }
    }
    assert_eq!(hover(&query("up  + 1"), 3, &snapshot(), &[]), None);
}

#[test]
fn hover_and_actions_have_the_fixes_of_findings() {
    let text = "rate(up{job=~\"api\"}[5m])";
    let findings = Linter::default().lint_query(text, Variables::None);
    let fixable = findings.iter().find(|finding| finding.fix.is_some()).expect("a finding with a fix");
    let title = &fixable.fix.as_ref().unwrap().fix.title;
    let hover = hover(&query(text), fixable.diagnostic.range.start, &snapshot(), &findings).unwrap();
    assert!(hover.markdown.contains(title), "{}", hover.markdown);
    let actions = code_actions(&findings, &fixable.diagnostic.range);
    assert!(actions.iter().any(|action| action.title == *title && !action.edits.is_empty()));
    assert!(code_actions(&findings, &(900..901)).is_empty());
}

#[test]
fn signatures_show_the_active_parameter() {
    for (marked, label, active) in [
        ("rate(¦", "rate(v range vector) -> instant vector", Some("v range vector")),
        ("round(up, ¦)", "round(v instant vector, to_nearest? scalar) -> instant vector", Some("to_nearest? scalar")),
        (
            "topk(5, ¦",
            "topk [by|without (labels)] (k scalar, v instant vector) -> instant vector",
            Some("v instant vector"),
        ),
        ("rate(up[5m], ¦", "rate(v range vector) -> instant vector", None),
        ("sum(rate(¦", "rate(v range vector) -> instant vector", Some("v range vector")),
    ] {
        let (text, offset) = cursor(marked);
        let help = signature_help(&query(&text), offset).unwrap_or_else(|| panic!("{marked}"));
        assert_eq!(help.label, label, "{marked}");
        let parameter = help.active.map(|index| &help.label[help.parameters[index].range.clone()]);
        assert_eq!(parameter, active, "{marked}");
    }
    assert_eq!(signature_help(&query("up + 1"), 6), None);
    assert_eq!(signature_help(&query("nosuch("), 7), None);
}

#[test]
fn tokens_are_what_they_mean() {
    use SemanticTokenKind as S;
    let text = "sum by (job) (rate(up{job=\"a\"}[5m])) > bool 1 # x";
    let of = |word: &str| {
        let start = text.find(word).unwrap();
        semantic_tokens(&query(text)).into_iter().find(|token| token.range.start == start).unwrap().kind
    };
    for (word, kind) in [
        ("sum", S::Aggregator),
        ("by", S::Keyword),
        ("job", S::Label),
        ("rate", S::Function),
        ("up", S::Metric),
        ("\"a\"", S::LabelValue),
        ("5m", S::Duration),
        (">", S::Operator),
        ("bool", S::Keyword),
        ("1 ", S::Number),
        ("# x", S::Comment),
    ] {
        assert_eq!(of(word), kind, "{word}");
    }
    assert_eq!(semantic_tokens(&query("nosuch(1)"))[0].kind, S::Invalid);
}

#[test]
fn what_spans_lines_folds() {
    for (text, folds) in [
        ("sum(\n  up{\n    a=\"b\"\n  }\n)", &["\n  up{\n    a=\"b\"\n  }\n", "\n    a=\"b\"\n  "][..]),
        ("# a\n# b\nup", &["# a\n# b"]),
        ("# a\nup\n# b", &[]),
        ("sum(up)", &[]),
        ("sum(\n(up", &[]),
    ] {
        let found: Vec<&str> = folding_ranges(&query(text)).into_iter().map(|fold| &text[fold.range]).collect();
        assert_eq!(found, folds, "{text}");
    }
}

#[test]
fn selections_grow() {
    for (marked, ranges) in [
        ("sum(rate(u¦p[5m])) / 2", &["up", "up[5m]", "rate(up[5m])", "sum(rate(up[5m]))", "sum(rate(up[5m])) / 2"][..]),
        ("up{job=\"a¦\"}", &["\"a\"", "job=\"a\"", "{job=\"a\"}", "up{job=\"a\"}"]),
        ("sum(¦", &["(", "sum("]),
    ] {
        let (text, offset) = cursor(marked);
        let found: Vec<&str> = selection_ranges(&query(&text), offset).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ranges, "{marked}");
    }
}
