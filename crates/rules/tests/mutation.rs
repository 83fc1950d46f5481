//! Small changes of rules, and whether their unit tests notice them.
#![allow(clippy::unwrap_used)] // test code

mod common;

use common::{Files, test_file};
use promenade_documents::{Document, ReadOptions};
use promenade_model::Features;
use promenade_rules::mutation::{MutantOutcome, MutantReport, mutants, mutate_test_file};
use promenade_rules::unit_tests::TestOptions;
use promenade_rules::{LoadOptions, load_groups};

fn rule_file(rules: &str) -> String {
    format!("groups:\n- name: g\n  rules:\n{rules}")
}

/// The changes of one rule, each as its changed expression or `for`.
fn changed(rule: &str) -> Vec<String> {
    let text = rule_file(&format!("  - {rule}\n"));
    let definition = load_groups("rules.yml", &text, &LoadOptions::default()).unwrap().remove(0).rules.remove(0);
    let all = mutants(&definition, Features::default());
    let shown = |expr: &str, for_ms: i64| {
        if expr == definition.expr { format!("for {}s", for_ms / 1000) } else { expr.to_owned() }
    };
    all.iter().map(|mutant| shown(&mutant.definition.expr, mutant.definition.for_ms)).collect()
}

#[test]
fn meaning_is_changed_in_small_ways() {
    for (expr, expected) in [
        ("up", &[][..]),
        ("up > 0.95", &["up >= 0.95", "up > 0.96"]),
        ("9 < up", &["8 < up", "9 <= up"]),
        ("up == 1e3", &["up != 1e3", "up == 2e3"]),
        ("up < bool 0x1f", &["up <= bool 0x1f"]),
        ("up{a=\"b\",c=~\"d\"}", &["up{c=~\"d\"}", "up{a=\"b\"}"]),
        // A selector needs a matcher that does not match everything.
        ("{a=\"b\"}", &[]),
        ("rate(x[5m])", &["rate(x[10m])"]),
        ("max_over_time(x[1h:5m])", &["max_over_time(x[2h:5m])"]),
        ("sum by (a, b) (x)", &["sum by (b) (x)", "sum by (a) (x)"]),
        (
            "x / on (a) group_left (b, c) y",
            &["x / on () group_left (b, c) y", "x / on (a) group_left (c) y", "x / on (a) group_left (b) y"],
        ),
    ] {
        assert_eq!(changed(&format!("{{record: r, expr: '{expr}'}}")), expected, "{expr}");
    }
    assert_eq!(changed("{alert: A, expr: x, for: 15m}"), ["for 960s"]);
    assert_eq!(changed("{alert: A, expr: x, for: 0s}"), [""; 0]);
}

#[test]
fn changes_that_mean_the_same_are_not_made() {
    for expr in [
        "up{a=~\".*\"}",
        "up{a=\"b\", a=\"b\"}",
        // Labels that cannot be there.
        "sum by (a, b) (sum by (a) (x))",
        "sum without (b) (sum by (a) (x))",
        "x + ignoring (b) sum by (a) (y{b=\"\"})",
        // A value that cannot be reached.
        "absent(x) > 5",
    ] {
        let all = changed(&format!("{{record: r, expr: '{expr}'}}"));
        let is_same = |text: &&String| match expr {
            "sum by (a, b) (sum by (a) (x))" => text.starts_with("sum by (a) (") && text.ends_with("(sum by (a) (x))"),
            "sum without (b) (sum by (a) (x))" => text.starts_with("sum without ()"),
            "x + ignoring (b) sum by (a) (y{b=\"\"})" => false,
            _ => true,
        };
        assert_eq!(all.iter().find(is_same), None, "{expr}: {all:?}");
    }
}

fn outcomes(rules: &str, tests: &str) -> Vec<MutantReport> {
    let text = rule_file(rules);
    mutate_test_file(&test_file(tests), &Files(&[("rules.yml", &text)]), &TestOptions::default(), &|_| true)
}

const RULES: &str = "  - {record: 'job:up:sum', expr: 'sum by (job) (up)'}\n  \
                     - {alert: Down, expr: 'job:up:sum < 2', for: 2m}\n  \
                     - {record: other, expr: 'sum by (job) (up)'}\n";

fn tests(expectations: &str) -> String {
    format!(
        "- name: a\n  input_series:\n  - {{series: 'up{{job=\"x\",i=\"1\"}}', values: '1x9'}}\n  \
         - {{series: 'up{{job=\"x\",i=\"2\"}}', values: '1 0x8'}}\n  alert_rule_test:\n{expectations}"
    )
}

#[test]
fn tests_notice_changes_or_do_not() {
    let fires = "  - {eval_time: 3m, alertname: Down, exp_alerts: [{exp_labels: {job: x}}]}\n";
    let waits = "  - {eval_time: 2m, alertname: Down}\n";
    let count = |reports: &[MutantReport], outcome| reports.iter().filter(|report| report.outcome == outcome).count();
    for (expectations, unnoticed) in [
        (fires.to_owned(), &["< > <=", "2 > 3"][..]),
        (waits.to_owned(), &["job > ", "2m > 3m"]),
        (format!("{waits}{fires}"), &[]),
    ] {
        let reports = outcomes(RULES, &tests(&expectations));
        let shown = |report: &MutantReport| format!("{} > {}", report.mutant.before, report.mutant.after);
        let found: Vec<_> = reports.iter().filter(|r| r.outcome == MutantOutcome::Unnoticed).map(shown).collect();
        assert_eq!(found, unnoticed, "{expectations}");
        // No expectation depends on `other`.
        assert_eq!(count(&reports, MutantOutcome::Unread), 1, "{expectations}");
        assert_eq!(count(&reports, MutantOutcome::Noticed), 4 - unnoticed.len(), "{expectations}");
    }
}

#[test]
fn several_files_notice_together() {
    let fires = "  - {eval_time: 3m, alertname: Down, exp_alerts: [{exp_labels: {job: x}}]}\n";
    let all = outcomes(RULES, &tests(fires)).into_iter().chain(outcomes(RULES, "- name: none\n"));
    let merged = MutantReport::merged(all);
    assert_eq!(merged.len(), 5);
    assert!(merged.iter().any(|report| report.outcome == MutantOutcome::Noticed));
}

#[test]
fn comments_leave_out_rules() {
    let rules = "  # promenade: ignore mutants\n  - {record: a, expr: 'up > 1'}\n  - {record: b, expr: 'up > 1'}\n";
    let ignored: Vec<_> = outcomes(rules, "- name: a\n").iter().map(|report| report.is_ignored).collect();
    assert_eq!(ignored, [true, true, false, false]);
}

#[test]
fn a_change_is_applied_to_the_file() {
    let text = rule_file("  - alert: A\n    expr: |\n      up\n      > 1 # why\n    for: 5m # long\n");
    let document = Document::read("rules.yml", &text, &ReadOptions::default());
    let definition = load_groups("rules.yml", &text, &LoadOptions::default()).unwrap().remove(0).rules.remove(0);
    let changed: Vec<_> =
        mutants(&definition, Features::default()).iter().map(|mutant| mutant.apply(&document).unwrap()).collect();
    let expected = [("> 1 #", ">= 1 #"), ("> 1 #", "> 2 #"), ("5m #", "6m #")];
    assert_eq!(changed, expected.map(|(before, after)| text.replace(before, after)));
}
