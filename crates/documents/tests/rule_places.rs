//! Which bytes of a rule file a problem blames, and what it advises.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::rules::{CheckOptions, check, check_text};
use promenade_documents::{Document, ReadOptions};

/// A file whose blamed bytes stand between `⟨` and `⟩`, the beginning of the message, and the help.
#[track_caller]
fn check_place(marked: &str, message: &str, help: Option<&str>) {
    let (start, rest) = marked.split_once('⟨').unwrap();
    let (blamed, end) = rest.split_once('⟩').unwrap();
    let text = format!("{start}{blamed}{end}");
    let problems = check(&Document::read("rules.yaml", &text, &ReadOptions::default()), &CheckOptions::default());
    let [problem] = &problems[..] else { panic!("{text}\n{problems:#?}") };
    assert_eq!(&text[problem.diagnostic.range], blamed, "{text}\n{}", problem.diagnostic.message);
    assert_eq!(problem.diagnostic.range.start, start.len(), "{text}");
    assert!(problem.diagnostic.message.starts_with(message), "{}", problem.diagnostic.message);
    assert_eq!(problem.diagnostic.help.as_deref(), help);
}

#[test]
fn promtool_names_the_line() {
    for (text, words) in [
        ("groups:\n  - name: [a]\n", "line 2: cannot unmarshal !!seq into string"),
        ("groups: []\ngroup: []\n", "line 2: field group not found in type rulefmt.RuleGroups"),
        ("groups: []\ngroups: []\n", "line 2: mapping key \"groups\" already defined at line 1"),
    ] {
        let checked = check_text(text, &CheckOptions::default());
        assert_eq!(checked.problems[0].promtool, words);
        assert_eq!(checked.errors[0], format!("yaml: unmarshal errors:\n  {words}"));
        assert_eq!(checked.problems[0].diagnostic.message, words.split_once(": ").unwrap().1);
    }
}

fn rule(body: &str) -> String {
    let lines = body.lines().map(|line| format!("      {line}\n"));
    format!("groups:\n  - name: g\n    rules:\n{}", lines.collect::<Vec<_>>().concat())
}

#[test]
fn problems_blame_what_is_wrong() {
    check_place("groups:\n  - name: a\n  - name: ⟨a⟩\n", "groupname: \"a\" is repeated", None);
    check_place("groups:\n  - ⟨rules⟩: []\n", "Groupname must not be empty", None);
    check_place("groups:\n  - name: ⟨[a]⟩\n", "cannot unmarshal !!seq into string", None);
    check_place(&rule("- ⟨expr⟩: up"), "one of 'record' or 'alert' must be set", None);
    check_place(&rule("- record: a\n  expr: up\n  alert: ⟨b⟩"), "only one of 'record' and 'alert' must be set", None);
    check_place(&rule("- ⟨record⟩: a"), "field 'expr' must be set in rule", None);
    check_place(&rule("- record: a\n  expr: up\n  ⟨for⟩: 1m"), "invalid field 'for' in recording rule", None);
    check_place(&rule("- record: ⟨'a{}'⟩\n  expr: up"), "braces present in the recording rule name", None);
    check_place(&rule("- alert: a\n  expr: up\n  labels: {⟨__name__⟩: b}"), "invalid label name: __name__", None);
    check_place(
        &rule("- alert: a\n  expr: up\n  ⟨annotation⟩: {}"),
        "field annotation not found in type rulefmt.Rule",
        Some("did you mean `annotations`?"),
    );
    check_place(
        &rule("- alert: a\n  expr: up\n  for: ⟨5 minutes⟩"),
        "unknown unit \" minutes\" in duration \"5 minutes\"",
        Some("a duration is a number with a unit: `30s`, `5m`, `1h30m`"),
    );
    check_place("groups:\n  - name: a⟨:⟩ b\n", "yaml: line 2: mapping values are not allowed in this context", None);
}

#[test]
fn problems_of_queries_and_templates_blame_the_bytes_within() {
    check_place(
        &rule("- alert: a\n  expr: |\n    sum(\n      rate(⟨x⟩)\n    )"),
        "could not parse expression: 2:8: ",
        None,
    );
    check_place(&rule("- alert: a\n  expr: 'rate(⟨x⟩)'"), "could not parse expression: 1:6: ", None);
    check_place(
        &rule("- alert: a\n  expr: up\n  annotations:\n    b: \"\\t{{ ⟨humanise⟩ $value }}\""),
        "annotation \"b\": template: __alert_a:1: function \"humanise\" not defined",
        Some("did you mean `humanize`?"),
    );
    check_place(
        &rule("- alert: a\n  expr: up\n  annotations:\n    b: >-\n      one\n      {{ ⟨$label⟩.x }}"),
        "annotation \"b\": template: __alert_a:1: undefined variable \"$label\"",
        Some("did you mean `$labels`?"),
    );
}

/// YAML 1.1 has line breaks that later versions do not have.
#[test]
fn places_behind_a_line_separator_are_exact() {
    check_place(
        &rule("- alert: a\n  expr: up\n  annotations:\n    b: \"x \u{2028} {{ ⟨é⟩ }}\""),
        "annotation \"b\": template: __alert_a:1: function \"é\" not defined",
        None,
    );
}

#[test]
fn rules_beside_resources_are_checked() {
    let config_map = "apiVersion: v1\nkind: ConfigMap\ndata: {}\n";
    let rules = rule("- record: a\n  expr: rate(⟨b⟩)");
    check_place(&format!("{rules}\n---\n{config_map}"), "could not parse expression: 1:6: ", None);
}

#[test]
fn rules_in_resources_are_checked() {
    let resource = |groups: &str| {
        let lines = groups.lines().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
        format!("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: x\nspec:\n{lines}")
    };
    let strategy = "groups:\n- name: g\n  partial_response_strategy: warn\n  rules: []";
    let second = resource("groups:\n- name: g\n  rules:\n  - record: a\n    expr: rate(⟨b⟩)");
    check_place(&format!("{}---\n{second}", resource(strategy)), "could not parse expression: 1:6: ", None);
    check_place(
        &resource("groups:\n- name: g\n  rules:\n  - record: a\n    ⟨exp⟩: b\n    expr: c"),
        "field exp not found in type rulefmt.Rule",
        Some("did you mean `expr`?"),
    );
}
