//! Expectations are replaced by what came out, and no other byte changes.
#![allow(clippy::unwrap_used)] // test code

mod common;

use common::Files;
use promenade_rules::unit_tests::{TestOptions, read_test_file, run_test_file, updated};

const RULES: &str = "groups:\n- name: g\n  rules:\n  - {record: r, expr: up * 2}\n  \
                     - {alert: A, expr: up == 0, annotations: {s: 'it''s {{ $labels.job }}: down'}}\n";

const HEAD: &str = "rule_files: [rules.yml]\ntests:\n- input_series:\n  - {series: 'up{job=\"a\"}', values: 0x9}\n  \
                    - {series: 'up{job=\"b\"}', values: 1.5x9}\n";

fn update(text: &str) -> String {
    let file = read_test_file("test.yml", text).unwrap();
    let run = |file| run_test_file(file, &Files(&[("rules.yml", RULES)]), &TestOptions::default(), &|_| true);
    let changed = updated(text, &run(&file));
    let again = run(&read_test_file("test.yml", &changed).unwrap());
    assert!(!again.has_failed(), "{changed}\n{again:?}");
    changed
}

#[test]
fn expectations_are_replaced_in_their_style() {
    let alert = "{exp_labels: {job: a}, exp_annotations: {s: 'it''s a: down'}}";
    let samples = "{labels: 'r{job=\"a\"}', value: 0}, {labels: 'r{job=\"b\"}', value: 3}";
    let block = samples.replace("}, {", "}\n    - {");
    for (before, after) in [
        // Another flow list, a missing one, an empty one.
        (
            "  alert_rule_test:\n  - {eval_time: 1m, alertname: A, exp_alerts: []} # why\n",
            format!("  alert_rule_test:\n  - {{eval_time: 1m, alertname: A, exp_alerts: [{alert}]}} # why\n"),
        ),
        (
            "  alert_rule_test: [{eval_time: 1m, alertname: A}]\n",
            format!("  alert_rule_test: [{{eval_time: 1m, alertname: A, exp_alerts: [{alert}]}}]\n"),
        ),
        (
            "  alert_rule_test:\n  - alertname: A\n    eval_time: 1m\n\n# end\n",
            format!("  alert_rule_test:\n  - alertname: A\n    eval_time: 1m\n    exp_alerts: [{alert}]\n\n# end\n"),
        ),
        (
            "  alert_rule_test:\n  - alertname: A\n    exp_alerts:\n    eval_time: 1m\n",
            format!("  alert_rule_test:\n  - alertname: A\n    exp_alerts: [{alert}]\n    eval_time: 1m\n"),
        ),
        // A block list gets as many items as there are.
        (
            "  promql_expr_test:\n  - expr: r\n    exp_samples:\n    - {labels: r, value: 1}\n    - labels: x\n      value: 2\n    # kept\n    eval_time: 1m # kept\n",
            format!(
                "  promql_expr_test:\n  - expr: r\n    exp_samples:\n    - {block}\n    # kept\n    eval_time: 1m # kept\n"
            ),
        ),
        (
            "  promql_expr_test:\n  - expr: r > 9\n    eval_time: 1m\n    exp_samples:\n    - {labels: r, value: 1}\n\n# end\n",
            "  promql_expr_test:\n  - expr: r > 9\n    eval_time: 1m\n    exp_samples: []\n\n# end\n".to_owned(),
        ),
    ] {
        assert_eq!(update(&format!("{HEAD}{before}")), format!("{HEAD}{after}"));
    }
}

#[test]
fn what_holds_is_not_touched() {
    let text = format!("{HEAD}  promql_expr_test: [{{expr: r > 9,   eval_time: 1m}}] # as it is\n");
    assert_eq!(update(&text), text);
}
