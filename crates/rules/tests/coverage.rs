//! What of rules their unit tests cover.
#![allow(clippy::unwrap_used, clippy::expect_used)] // test code

mod common;

use promenade_rules::coverage::{CoverageReport, PointKind};
use promenade_rules::unit_tests::TestOptions;

/// What is missing: `RULE: POINT`, in the order of rules.
fn missing(rules: &str, tests: &str) -> Vec<String> {
    let report = common::run(rules, tests, &TestOptions::default().coverage(true));
    let failures: Vec<_> = report.tests.iter().flat_map(|test| &test.failures).collect();
    assert!(failures.is_empty(), "{failures:?}");
    let point = |name: &str, kind: &PointKind| format!("{name}: {}", kind.name());
    let of_rule = |rule: &promenade_rules::coverage::RuleCoverage| {
        rule.missing().map(|missing| point(&rule.name, &missing.kind)).collect::<Vec<_>>()
    };
    report.coverage.iter().flat_map(of_rule).collect()
}

const UP: &str = "- input_series: [{series: 'up{job=\"a\"}', values: '1 1 0x10'}]\n";

#[test]
fn an_alert_is_asserted_firing_silent_and_pending() {
    let rules = "  - {alert: Down, expr: up == 0, for: 2m, annotations: {s: '{{ $value }}'}}\n";
    let all = [
        "evaluated",
        "fired",
        "asserted-firing",
        "asserted-silent",
        "asserted-pending",
        "annotation",
        "kept",
        "dropped",
    ];
    let fires =
        "  - {eval_time: 5m, alertname: Down, exp_alerts: [{exp_labels: {job: a}, exp_annotations: {s: '0'}}]}\n";
    let waits = "  - {eval_time: 3m, alertname: Down}\n";
    let silent = "  - {eval_time: 1m, alertname: Down}\n";
    for (expectations, expected) in [
        (String::new(), &["evaluated"; 0][..]),
        (
            format!("  alert_rule_test:\n{silent}"),
            &["fired", "asserted-firing", "asserted-pending", "annotation", "kept"],
        ),
        (format!("  alert_rule_test:\n{waits}"), &["fired", "asserted-firing"]),
        (format!("  alert_rule_test:\n{fires}"), &["asserted-silent", "asserted-pending"]),
        (format!("  alert_rule_test:\n{fires}{waits}"), &[]),
    ] {
        let expected = if expectations.is_empty() {
            // Without an expectation only the start is evaluated.
            all.iter().filter(|kind| !["evaluated", "dropped"].contains(kind)).copied().collect::<Vec<_>>()
        } else {
            expected.to_vec()
        };
        let expected: Vec<String> = expected.into_iter().map(|kind| format!("Down: {kind}")).collect();
        assert_eq!(missing(rules, &format!("{UP}{expectations}")), expected, "{expectations}");
    }
}

#[test]
fn an_expectation_that_fails_asserts_nothing() {
    let rules = "  - {alert: Down, expr: up == 0}\n";
    let tests = format!("{UP}  alert_rule_test: [{{eval_time: 5m, alertname: Down}}]\n");
    let report = common::run(rules, &tests, &TestOptions::default().coverage(true));
    assert!(report.has_failed());
    let missing: Vec<_> = report.coverage[0].missing().map(|point| point.kind.name()).collect();
    assert_eq!(missing, ["asserted-firing", "asserted-silent"]);
}

#[test]
fn sides_of_operators_are_told_apart() {
    let series = |x: &str, y: &str| {
        format!(
            "- input_series:\n  - {{series: 'x{{i=\"1\"}}', values: '{x}'}}\n  - {{series: 'y{{i=\"1\"}}', values: '{y}'}}\n"
        )
    };
    for (expr, x, y, expected) in [
        ("x and y", "1", "1", &["dropped"][..]),
        ("x and y", "1", "_", &["kept"]),
        ("x unless y", "1", "1", &["kept"]),
        ("x or y", "1", "1", &["right-side"]),
        ("x or y", "_", "1", &["left-side"]),
        ("x > y", "2", "1", &["dropped"]),
        ("x > y", "1", "1", &["kept"]),
        ("x > bool y", "1", "1", &["kept"]),
        ("x > bool 0", "1", "1", &["dropped"]),
        // In a subquery all steps count.
        ("max_over_time((x > 1)[3m:1m])", "0 2 0 0", "1", &[]),
        // An operator in a part that gives nothing is not watched.
        ("sum(x > 5) + sum(y > 5)", "1", "9", &["kept", "dropped"]),
    ] {
        let rules = format!("  - {{record: r, expr: '{expr}'}}\n");
        let tests = format!(
            "{}  promql_expr_test: [{{eval_time: 3m, expr: 'vector(0)', exp_samples: [{{value: 0}}]}}]\n",
            series(x, y)
        );
        let parts = ["kept", "dropped", "left-side", "right-side"];
        let missing: Vec<String> = missing(&rules, &tests)
            .iter()
            .map(|text| text.trim_start_matches("r: ").to_owned())
            .filter(|kind| parts.contains(&kind.as_str()))
            .collect();
        assert_eq!(missing, expected, "{expr} with x {x}, y {y}");
    }
}

#[test]
fn a_recording_rule_is_asserted_through_the_rules_that_read_it() {
    let rules = "  - {record: 'a:x', expr: up}\n  - {record: 'b:x', expr: 'sum(a:x)'}\n  \
                 - {record: 'c:x', expr: 'sum(up)'}\n  - {alert: A, expr: 'b:x == 0'}\n  \
                 - {alert: B, expr: 'count(ALERTS{alertname=\"A\",alertstate=\"firing\"}) > 0'}\n";
    let test = |expectation: &str| missing(rules, &format!("{UP}{expectation}"));
    let asserted = |missing: Vec<String>| {
        let rules = ["a:x", "b:x", "c:x"];
        rules.into_iter().filter(|name| !missing.contains(&format!("{name}: asserted"))).collect::<Vec<_>>()
    };
    let of_expr = |expr: &str| {
        let expectation = format!("  promql_expr_test: [{{eval_time: 1m, expr: '{expr} > 99'}}]\n");
        asserted(test(&expectation))
    };
    assert_eq!(of_expr("a:x"), ["a:x"]);
    assert_eq!(of_expr("b:x"), ["a:x", "b:x"]);
    assert_eq!(of_expr("{__name__=~\"(a|c):x\"}"), ["a:x", "c:x"]);
    assert_eq!(of_expr("{__name__=~\".:x\",job=\"a\"}"), ["a:x"]);
    assert_eq!(of_expr("a:x{job=\"b\"}"), [""; 0]);
    // Through `ALERTS`, and the alert with it.
    let alerts = "  alert_rule_test: [{eval_time: 3m, alertname: B, exp_alerts: [{exp_labels: {}}]}]\n";
    let missing = test(alerts);
    assert_eq!(asserted(missing.clone()), ["a:x", "b:x"]);
    assert!(!missing.contains(&"A: asserted-firing".to_owned()), "{missing:?}");
}

#[test]
fn what_cannot_be_decided_is_said() {
    let rules = "  - {record: 'a:x', expr: 'nothing'}\n  - {record: 'b:x', expr: 'up'}\n";
    let tests = format!("{UP}  promql_expr_test: [{{eval_time: 1m, expr: '{{__name__=~\"a:.*\",env=\"p\"}}'}}]\n");
    let report = common::run(rules, &tests, &TestOptions::default().coverage(true));
    let undecided: Vec<_> = report.coverage[0].undecided.iter().map(String::as_str).collect();
    assert_eq!(undecided, ["an expectation, which depends on the label `env`"]);
    assert!(report.coverage[1].undecided.is_empty());
}

#[test]
fn comments_leave_out_rules_and_lines() {
    let points = |rules: &str| {
        let report = common::run(rules, UP, &TestOptions::default().coverage(true));
        report.coverage.iter().map(|rule| rule.counted().count()).collect::<Vec<_>>()
    };
    assert_eq!(points("  - {record: a, expr: up > 0}\n  - {record: b, expr: up}\n"), [5, 3]);
    assert_eq!(
        points("  # promenade: ignore coverage -- old\n  - {record: a, expr: up}\n  - {record: b, expr: up}\n"),
        [0, 3]
    );
    assert_eq!(points("  - record: a\n    expr: up > 0 # promenade: ignore coverage\n"), [3]);
    assert_eq!(
        points("  - record: a\n    expr: |\n      up\n      # promenade: ignore coverage\n      > 0 and\n      up\n"),
        [7]
    );
    assert_eq!(points("  # promenade: ignore-file coverage\n  - {record: a, expr: up}\n"), [0]);
    assert_eq!(points("  # promenade: ignore PQL602\n  - {record: a, expr: up}\n"), [3]);
}

#[test]
fn places_are_those_of_the_file() {
    let rules = "  - record: a\n    expr: |\n      sum(\n        up > 0\n      )\n";
    let report = common::run(rules, UP, &TestOptions::default().coverage(true));
    let text = format!("groups:\n- name: g\n  rules:\n{rules}");
    let kept =
        report.coverage[0].points.iter().find(|point| point.kind == PointKind::Kept).expect("there is a comparison");
    assert_eq!(&text[kept.range.bytes()], "up > 0");
}

#[test]
fn files_add_up() {
    let rules = "  - {record: a, expr: up}\n";
    let expectation = "  promql_expr_test: [{eval_time: 0m, expr: 'a > 1'}]\n";
    let of = |tests: &str| common::run(rules, tests, &TestOptions::default().coverage(true)).coverage;
    let empty = of("- name: none\n");
    let all = of(&format!("{UP}{expectation}"));
    assert_eq!(CoverageReport::of(empty.clone()).n_covered(), 0);
    let both = CoverageReport::of(empty.into_iter().chain(all));
    assert_eq!((both.n_covered(), both.n_points(), both.percent()), (3, 3, 100.0));
}
