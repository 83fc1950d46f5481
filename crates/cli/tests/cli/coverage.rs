//! `promenade test --coverage` shows what of rules their tests cover, in several formats.

use std::process::Output;

use crate::common::{Tree, run, show};

const GOOD: &str = "tests/good_test.yml: 1 test passed\n";

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

#[test]
fn text_names_what_is_missing() {
    assert_eq!(
        show("test tests/good_test.yml --coverage"),
        format!(
            "{GOOD}tests/rules.yml:7:12: NodeDown: no test asserts that it does not fire\n\
             tests/rules.yml:9:10: NodeDown: no test asserts that it does not fire while it is pending\n\
             coverage: 9 of 11 points (81.8%), 1 of 2 rules in full\n"
        )
    );
}

#[test]
fn too_little_coverage_fails() {
    assert_eq!(run("test tests/good_test.yml --coverage --fail-under 81").status.code(), Some(0));
    let shown = show("test tests/good_test.yml --coverage --fail-under 90%");
    assert!(
        shown.ends_with("--- stderr\nerror: 81.8% of the points are covered, fewer than 90%\n--- exit code Some(1)"),
        "{shown}"
    );
    assert_eq!(run("test tests/good_test.yml --fail-under 90").status.code(), Some(2));
    assert_eq!(run("test tests/good_test.yml --coverage --fail-under 101").status.code(), Some(2));
}

#[test]
fn the_output_for_machines_holds_nothing_else() {
    for format in ["json", "lcov", "html", "junit"] {
        let output = run(&format!("test tests/good_test.yml --coverage {format}"));
        assert_eq!(String::from_utf8(output.stderr.clone()).expect("it is UTF-8"), GOOD, "{format}");
        assert!(!stdout(&output).contains(GOOD), "{format}");
    }
}

#[test]
fn json_has_all_points() {
    let output = run("test tests/good_test.yml --coverage json");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!((report["points"].as_u64(), report["covered"].as_u64()), (Some(11), Some(9)));
    let rule = &report["rules"][1];
    assert_eq!((rule["name"].as_str(), rule["type"].as_str()), (Some("NodeDown"), Some("alerting")));
    let points = rule["points"].as_array().expect("a list");
    let kept = points.iter().find(|point| point["kind"] == "kept").expect("there is a comparison");
    assert_eq!((kept["line"].as_u64(), kept["column"].as_u64()), (Some(8), Some(11)));
    assert_eq!((kept["part"].as_str(), kept["covered"].as_bool()), (Some("up == 0"), Some(true)));
}

#[test]
fn lcov_counts_rules_as_functions_and_points_as_branches() {
    let text = stdout(&run("test tests/good_test.yml --coverage lcov"));
    for line in [
        "SF:tests/rules.yml",
        "FN:7,NodeDown:7",
        "FNDA:1,NodeDown:7",
        "FNH:2",
        "BRDA:9,0,0,0",
        "BRF:11",
        "BRH:9",
        "DA:9,0",
        "LH:4",
        "end_of_record",
    ] {
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
}

#[test]
fn html_shows_the_lines_of_rule_files() {
    let text = stdout(&run("test tests/good_test.yml --coverage html"));
    assert!(text.starts_with("<!DOCTYPE html>"), "{text}");
    let line = "<tr class=\"none\"><td class=\"n\">9<td><pre>    for: 5m</pre><div class=\"missing\">";
    assert!(text.contains(line), "{text}");
}

#[test]
fn junit_has_a_case_for_each_rule() {
    let text = stdout(&run("test tests/good_test.yml --coverage junit"));
    let report = quick_junit::Report::deserialize_from_str(&text).expect("it is JUnit");
    let suites: Vec<_> = report.test_suites.iter().map(|s| (s.name.as_str(), s.tests, s.failures)).collect();
    assert_eq!(suites, [("tests/rules.yml", 2, 1)]);
}

#[test]
fn github_gets_annotations() {
    let text = stdout(&run("test tests/good_test.yml --coverage github"));
    let line = "::warning title=coverage of NodeDown,file=tests/rules.yml,line=7,col=12::no test asserts that it does not fire";
    assert!(text.lines().any(|known| known == line), "{text}");
}

#[test]
fn a_file_that_two_paths_lead_to_counts_once() {
    let test = |rules: &str| {
        format!(
            "rule_files: [{rules}]\ntests:\n- input_series: [{{series: up, values: 1}}]\n  \
             promql_expr_test: [{{eval_time: 0, expr: r > 1}}]\n"
        )
    };
    let rules = "groups: [{name: g, rules: [{record: r, expr: up}]}]\n";
    let (above, beside) = (test("../rules.yml"), test("rules.yml"));
    let tree = Tree::new(&[("rules.yml", rules), ("tests/a.yml", &above), ("b.yml", &beside)]);
    let shown = tree.show("test tests/a.yml b.yml --coverage");
    assert!(shown.ends_with("coverage: 3 of 3 points (100.0%), 1 of 1 rules in full\n"), "{shown}");
}
