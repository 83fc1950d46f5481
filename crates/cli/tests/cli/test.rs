//! `promenade test` runs unit tests of rules.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::common::{Tree, data, promenade, run_with_input, show, shown};

#[test]
fn tests_that_pass_take_a_line() {
    assert_eq!(show("test tests/good_test.yml"), "tests/good_test.yml: 1 test passed\n");
    assert_eq!(show("test 'tests/good*.yml'"), "tests/good_test.yml: 1 test passed\n");
}

#[test]
fn a_failure_shows_what_differs() {
    assert_eq!(
        show("test --run '^words$' tests/bad_test.yml"),
        "tests/bad_test.yml:12:5: words: alert `NodeDown` at 3m: 1 expected to fire, none does\n  \
           missing    {alertname=\"NodeDown\", instance=\"a\", job=\"node\", severity=\"page\", team=\"infra\"}\n  \
           pending    {alertname=\"NodeDown\", instance=\"a\", job=\"node\", severity=\"page\", team=\"infra\"} since 1m\n  \
           rule       tests/rules.yml:7\n\
         tests/bad_test.yml:7:5: words: alert `NodeDown` at 10m: other alerts fire than those expected\n  \
           differs    {alertname=\"NodeDown\", instance=\"a\", job=\"node\", severity=\"page\", team=\"infra\"}\n    \
             annotation `summary`:\n      \
               expected \"a is down for 6m\"\n      \
               actual   \"a is down for 5m\"\n                              \
                                       ^\n  \
           rule       tests/rules.yml:7\n\
         tests/bad_test.yml: 1 of 1 test failed\n--- exit code Some(1)"
    );
    assert_eq!(
        show("test --run values tests/bad_test.yml"),
        "tests/bad_test.yml:24:16: warning: eval_time 10m lies beyond the data: the last sample is at 0s, and no series is \
         visible 5m after it\n  help: give input_series more values, or evaluate earlier\n\
         tests/bad_test.yml:20:5: values: `job:up:sum` at 0s gives another result\n  \
           differs    {__name__=\"job:up:sum\", job=\"node\", team=\"infra\"}\n    \
             expected 12\n    \
             actual   1\n              \
                      ^\n\
         tests/bad_test.yml: 1 of 1 test failed\n--- exit code Some(1)"
    );
}

#[test]
fn a_diff_shows_everything() {
    let shown = show("test --diff --run words tests/bad_test.yml");
    assert!(
        shown.contains("-  annotation summary=\"a is down for 6m\"\n+  annotation summary=\"a is down for 5m\"\n"),
        "{shown}"
    );
}

#[test]
fn what_does_not_fit_is_named_with_its_place() {
    assert_eq!(
        show("test tests/misspelt_test.yml"),
        "tests/misspelt_test.yml:4:3: error: there is no field `input_serie` here\n  help: did you mean `input_series`?\n\
         tests/misspelt_test.yml: cannot be run\n--- exit code Some(1)"
    );
    let text = "rule_files: [nowhere.yml]\ntests:\n- name: a\n";
    assert_eq!(
        shown(&run_with_input("test -", text)),
        "<stdin>:1:14: warning: no file matches `nowhere.yml`\n  help: paths are relative to the folder of the test file\n\
         <stdin>:3:3: warning: this test expects nothing and cannot fail\n  help: add `alert_rule_test` or `promql_expr_test`\n\
         <stdin>: 1 test passed\n"
    );
}

#[test]
fn a_folder_is_searched_for_tests() {
    let shown = show("test tests");
    for file in
        ["good_test.yml: 1 test passed", "bad_test.yml: 2 of 2 tests failed", "misspelt_test.yml: cannot be run"]
    {
        assert!(shown.contains(file), "{shown}");
    }
    assert!(!shown.contains("rules.yml: "), "{shown}");
    assert_eq!(
        show("test rules"),
        "--- stderr\nerror: there is no test file below these paths\n  \
         help: a test file is YAML with `tests:` at the top; name it, or a folder above it\n--- exit code Some(2)"
    );
}

#[test]
fn results_are_written_as_junit() {
    let folder = tempfile::tempdir().expect("a folder for the results");
    let path = folder.path().join("results.xml");
    let output = promenade().args(["test", "tests/good_test.yml", "tests/bad_test.yml", "--junit"]).arg(&path).output();
    assert_eq!(output.expect("the program runs").status.code(), Some(1));
    let text = fs::read_to_string(&path).expect("the results");
    let report = quick_junit::Report::deserialize_from_str(&text).expect("it is JUnit");
    let suites: Vec<_> =
        report.test_suites.iter().map(|suite| (suite.name.as_str(), suite.tests, suite.failures)).collect();
    assert_eq!(suites, [("tests/bad_test.yml", 2, 2), ("tests/good_test.yml", 1, 0)]);
    assert!(data().join("tests/rules.yml").exists());
}

#[test]
fn changes_that_no_test_notices_are_shown_as_diffs() {
    let expected = "tests/good_test.yml: 1 test passed\n\
        tests/rules.yml:9:10: NodeDown: `6m` instead of `5m`: no test notices it\n\
        --- tests/rules.yml\n+++ tests/rules.yml\n@@ -6,6 +6,6 @@\n     expr: sum by (job) (up)\n   - alert: NodeDown\n     \
        expr: up == 0\n-    for: 5m\n+    for: 6m\n     labels: {severity: page}\n     \
        annotations: {summary: \"{{ $labels.instance }} is down for 5m\"}\n\
        mutants: 3 of 4 are noticed (75.0%)\n";
    assert_eq!(show("test tests/good_test.yml --mutate"), expected);
}

#[test]
fn tests_run_again_when_a_file_changes() {
    let rules = "groups: [{name: g, rules: [{record: r, expr: up}]}]\n";
    let test = "rule_files: [rules.yml]\ntests:\n- input_series: [{series: up, values: 1}]\n  \
                promql_expr_test: [{eval_time: 0, expr: r, exp_samples: [{labels: r, value: 1}]}]\n";
    let tree = Tree::new(&[("rules.yml", rules), ("test.yml", test)]);
    let mut command = promenade();
    command.current_dir(tree.path(".")).args(["test", "--watch", "test.yml"]).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
    assert_eq!(lines.next().as_deref(), Some("test.yml: 1 test passed"));
    tree.write("rules.yml", rules.replace("expr: up", "expr: up * 2"));
    assert_eq!(lines.next().as_deref(), Some(""));
    assert!(lines.next().is_some_and(|line| line.contains("gives another result")));
    child.kill().expect("it can be stopped");
    child.wait().expect("it ends");
}

#[test]
fn an_empty_result_is_explained() {
    let test = |expr: &str| {
        format!(
            "tests:\n- input_series:\n  - {{series: 'x{{i=\"1\"}}', values: 1}}\n  - {{series: 'y{{j=\"1\"}}', values: 2}}\n  \
             promql_expr_test: [{{eval_time: 0, expr: '{expr}', exp_samples: [{{labels: '{{}}', value: 1}}]}}]\n"
        )
    };
    for (expr, why) in [
        ("sum(z) + sum(y)", "`z` finds no series"),
        ("sum(x{i=\"2\"})", "`x{i=\"2\"}` finds no series"),
        ("count(x > 5) + sum(y)", "`x > 5` drops 1 element"),
        ("sum(x * y)", "`x * y` joins nothing: no labels match of 1 element on the left and 1 on the right"),
        ("x unless x", "`x unless x` removes 1 element"),
        ("rate(x[5m])", "`rate(x[5m])` gives nothing for 1 element"),
        ("x > on () y", "`x > on () y` drops 1 element"),
    ] {
        let shown = shown(&run_with_input("test -", &test(expr)));
        let line = shown.lines().find_map(|line| line.trim_start().strip_prefix("empty"));
        assert_eq!(line.map(str::trim), Some(why), "{expr}: {shown}");
    }
}

#[test]
fn what_cannot_fail_is_warned_of() {
    let text = "rule_files: [rules.yml]\ntests:\n- name: nothing\n  input_series: [{series: up, values: 1}]\n\
                - name: unread\n  input_series: [{series: down, values: 1}]\n  \
                alert_rule_test: [{eval_time: 1m, alertname: Nope}]\n";
    let rules = "groups: [{name: g, rules: [{record: r, expr: up}]}]\n";
    let tree = Tree::new(&[("rules.yml", rules), ("test.yml", text)]);
    assert_eq!(
        tree.show("test test.yml"),
        "test.yml:3:3: warning: this test expects nothing and cannot fail\n  help: add `alert_rule_test` or `promql_expr_test`\n\
         test.yml:7:48: warning: no rule has the name `Nope`, so that it never fires\n  help: check `rule_files` and `alertname`\n\
         test.yml:6:27: warning: no rule and no expectation reads `down`\n  help: check its name and its labels, or take it away\n\
         test.yml: 2 tests passed\n"
    );
}

#[test]
fn rules_are_read_from_markdown() {
    let text = "# Rules\n\n> ```yaml\n> groups:\n> - name: g\n>   rules:\n>   - {record: r, expr: up > 0}\n> ```\n\n```yaml\nother: 1\n```\n";
    let test = "rule_files: [rules.md]\ntests:\n- input_series: [{series: up, values: 1}]\n  \
                promql_expr_test: [{eval_time: 0, expr: r, exp_samples: [{labels: r, value: 1}]}]\n";
    let tree = Tree::new(&[("rules.md", text), ("test.yml", test)]);
    assert_eq!(
        tree.show("test test.yml --coverage"),
        "test.yml: 1 test passed\nrules.md:7:25: r: `up > 0` never drops anything\n\
         coverage: 4 of 5 points (80.0%), 0 of 1 rules in full\n"
    );
    tree.write("rules.md", text.replace("up > 0", "sum("));
    assert!(tree.show("test test.yml").contains("rules.md: 7:"), "{}", tree.show("test test.yml"));
}

#[test]
fn expectations_are_updated() {
    let rules = "groups: [{name: g, rules: [{record: r, expr: up * 2}]}]\n";
    let test = "rule_files: [rules.yml]\ntests:\n- input_series: [{series: up, values: 1}] # one\n  \
                promql_expr_test: [{eval_time: 0, expr: r, exp_samples: [{labels: r, value: 1}]}]\n";
    let tree = Tree::new(&[("rules.yml", rules), ("test.yml", test)]);
    let shown = tree.show("test --update test.yml");
    assert!(shown.ends_with("test.yml: expectations are updated\n--- exit code Some(1)"), "{shown}");
    assert_eq!(tree.read("test.yml"), test.replace("value: 1}]}]", "value: 2}]}]"));
    assert_eq!(tree.show("test --update test.yml"), "test.yml: 1 test passed\n");
}
