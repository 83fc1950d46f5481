//! Options of the check: names, features, fields, lints.

use promenade_documents::rules::{CheckOptions, Lints, NameScheme, Verdict, check_text};
use promenade_model::Features;

fn messages(text: &str, options: &CheckOptions) -> Vec<String> {
    check_text(text, options).problems.into_iter().map(|problem| problem.diagnostic.message).collect()
}

#[test]
fn names_are_held_to_their_scheme() {
    let text = "groups:
- name: g
  labels: {1a: b, a-b: c, _ok: d}
  rules:
  - record: a.b
    expr: up
  - record: 1a
    expr: up
  - record: job:up:sum
    expr: up
    labels: {é: x}
  - alert: any name
    expr: up
    annotations: {dashboard.url: x, summary: y}
";
    assert_eq!(messages(text, &CheckOptions::default()), Vec::<String>::new());
    let legacy = CheckOptions::default().names(NameScheme::Legacy);
    assert_eq!(
        messages(text, &legacy),
        [
            "invalid label name: 1a",
            "invalid label name: a-b",
            "invalid recording rule name: a.b",
            "invalid recording rule name: 1a",
            "invalid label name: é",
            "invalid annotation name: dashboard.url",
        ]
    );
}

#[test]
fn features_of_promql_are_off_by_default() {
    let text = "groups:\n- name: g\n  rules:\n  - record: a\n    expr: limitk(1, b)\n";
    assert_eq!(messages(text, &CheckOptions::default()).len(), 1);
    let options = CheckOptions::default().features(Features::all());
    assert_eq!(messages(text, &options), Vec::<String>::new());
}

#[test]
fn lints_are_named_as_promtool_names_them() {
    for (setting, duplicate_rules, unknown) in [
        ("duplicate-rules", true, vec![]),
        ("all", true, vec![]),
        ("none", false, vec![]),
        ("", false, vec![]),
        ("none,all", true, vec![]),
        ("too-long-scrape-interval", false, vec!["too-long-scrape-interval"]),
        ("a,", false, vec!["a", ""]),
    ] {
        let (lints, names) = Lints::parse(setting);
        assert_eq!(
            (lints.duplicate_rules, names),
            (duplicate_rules, unknown.iter().map(ToString::to_string).collect())
        );
    }
}

#[test]
fn duplicates_count_labels_of_the_group() {
    let text = "groups:
- name: g
  labels: {team: a}
  rules:
  - {record: r, expr: b}
  - {record: r, expr: c, labels: {team: b}}
- name: h
  rules:
  - {record: r, expr: d, labels: {team: a}}
  - {alert: r, expr: d, labels: {team: c}}
";
    let checked = check_text(text, &CheckOptions::default());
    let message = "lint error 1 duplicate rule(s) found.\nMetric: r\nLabel(s):\n\tteam: a\n\
                   Might cause inconsistency while recording expressions";
    assert_eq!(checked.verdict(Lints { duplicate_rules: true }), Verdict::Lint(message.to_owned()));
    assert_eq!(checked.verdict(Lints { duplicate_rules: false }), Verdict::Accepted(4));
    let places: Vec<&str> = checked.duplicates[0].rules.iter().map(|range| &text[*range]).collect();
    assert_eq!(places, ["{record: r, expr: b}", "{record: r, expr: d, labels: {team: a}}"]);
}
