//! `promenade check-rules` says what `promtool check rules` says.

use crate::common::{run, run_with_input, show, shown};

const GOOD: &str = "groups:\n- name: g\n  rules:\n  - record: a\n    expr: sum(b)\n";
const TWICE: &str = "groups:\n- name: g\n  rules:\n  - {record: a, expr: b, labels: {x: y}}\n  - {record: a, expr: c, labels: {x: y}}\n";

#[test]
fn good_rules_are_counted() {
    assert_eq!(shown(&run_with_input("check-rules", GOOD)), "Checking standard input\n  SUCCESS: 1 rules found\n\n");
    assert_eq!(shown(&run_with_input("check-rules", "")), "Checking standard input\n  SUCCESS: 0 rules found\n\n");
}

#[test]
fn each_error_is_told_with_its_file() {
    assert_eq!(
        show("check-rules rules/good.yaml rules/bad.yaml rules/unknown-field.yaml"),
        "Checking rules/good.yaml\n  SUCCESS: 1 rules found\n\nChecking rules/bad.yaml\nChecking rules/unknown-field.yaml\n\
         --- stderr\n  FAILED:\n\
         rules/bad.yaml: 4:13: group \"g\", rule 1, \"a{}\": braces present in the recording rule name; should it be in expr?: a{}\n\
         rules/bad.yaml: group \"g\", rule 2, \"B\": annotation \"summary\": template: __alert_B:1: undefined variable \"$label\"\n  \
         FAILED:\n\
         rules/unknown-field.yaml: yaml: unmarshal errors:\n  line 6: field severity not found in type rulefmt.Rule\n\
         --- exit code Some(1)"
    );
    assert_eq!(
        show("check-rules --ignore-unknown-fields rules/unknown-field.yaml"),
        "Checking rules/unknown-field.yaml\n  SUCCESS: 1 rules found\n\n"
    );
}

#[test]
fn duplicate_rules_are_a_lint() {
    let message = "  FAILED:\nlint error 1 duplicate rule(s) found.\nMetric: a\nLabel(s):\n\tx: y\n\
                   Might cause inconsistency while recording expressions\n";
    let expected = format!("Checking standard input\n\n--- stderr\n{message}");
    assert_eq!(shown(&run_with_input("check-rules", TWICE)), expected);
    assert_eq!(shown(&run_with_input("check-rules --lint=all", TWICE)), expected);
    let fatal = shown(&run_with_input("check-rules --lint-fatal", TWICE));
    assert_eq!(fatal, format!("{expected}--- exit code Some(3)"));
    assert_eq!(
        shown(&run_with_input("check-rules --lint=none,nothing --lint-fatal", TWICE)),
        "WARNING: unknown lint option: \"nothing\"\nChecking standard input\n  SUCCESS: 2 rules found\n\n"
    );
}

#[test]
fn features_are_off_unless_enabled() {
    let rules = GOOD.replace("sum(b)", "sort_by_label(b, \"c\")");
    assert_eq!(run_with_input("check-rules", &rules).status.code(), Some(1));
    let enabled = "check-rules --enable-feature promql-experimental-functions";
    assert_eq!(run_with_input(enabled, &rules).status.code(), Some(0));
}

#[test]
fn a_second_document_is_not_read() {
    let output = shown(&run_with_input("check-rules", &format!("{GOOD}---\nfoo: bar\n")));
    assert!(output.contains("SUCCESS: 1 rules found"), "{output}");
    assert!(output.contains("only the first document is processed"), "{output}");
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let output = run("check-rules rules/nowhere.yaml");
    assert_eq!(output.status.code(), Some(1));
    assert!(shown(&output).contains("rules/nowhere.yaml: "), "{}", shown(&output));
}
