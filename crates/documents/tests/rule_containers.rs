//! What is wrong with rules is found in every file that holds rules: rule files, resources, config maps, lists of them.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::rules::{CheckOptions, check};
use promenade_documents::{Document, DocumentKind, ReadOptions};

/// Groups, with the text and the message of each problem.
const CASES: &[(&str, &[(&str, &str)])] = &[
    (
        "- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    for: 5 minutes\n",
        &[("5 minutes", "unknown unit \" minutes\" in duration \"5 minutes\"")],
    ),
    (
        "- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    fro: 5m\n",
        &[("fro", "field fro not found in type rulefmt.Rule")],
    ),
    (
        "- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    annotations: {b: '{{ $label.x }}'}\n",
        &[("$label", "annotation \"b\": template: __alert_A:1: undefined variable \"$label\"")],
    ),
    (
        "- name: a\n  rules:\n  - alert: A\n    record: r\n    expr: up == 0\n",
        &[("r", "only one of 'record' and 'alert' must be set")],
    ),
    (
        "- name: a\n  rules:\n  - record: r\n    expr: up\n- name: a\n  rules: []\n",
        &[("a", "groupname: \"a\" is repeated in the same file")],
    ),
    (
        "- name: a\n  rules:\n  - record: r\n    expr: up\n    expr: up\n",
        &[("expr", "mapping key \"expr\" already defined")],
    ),
    ("- name: a\n  rules:\n  - record: r\n    expr: sum(\n", &[("", "could not parse expression")]),
    ("- name: a\n  rules:\n  - record: r\n    expr: up\n", &[]),
];

/// A container with groups in it, each line indented.
fn containers(groups: &str) -> Vec<(&'static str, String)> {
    let indented =
        |n: usize| groups.lines().map(|line| format!("{}{line}\n", " ".repeat(n))).collect::<Vec<_>>().concat();
    let resource = |n: usize| {
        let pad = " ".repeat(n);
        let head =
            format!("apiVersion: monitoring.coreos.com/v1\n{pad}kind: PrometheusRule\n{pad}spec:\n{pad}  groups:\n");
        format!("{head}{}", indented(n + 2))
    };
    let map = |n: usize| {
        let pad = " ".repeat(n);
        let head = format!("apiVersion: v1\n{pad}kind: ConfigMap\n{pad}data:\n{pad}  a.rules: |\n{pad}    groups:\n");
        format!("{head}{}", indented(n + 4))
    };
    let quoted = format!("groups:\n{groups}").replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    vec![
        ("a.yaml", format!("groups:\n{groups}")),
        ("resource.yaml", resource(0)),
        ("second.yaml", format!("apiVersion: v1\nkind: Service\n---\n{}", resource(0))),
        ("list.yaml", format!("apiVersion: v1\nkind: List\nitems:\n- {}", resource(2))),
        ("map.yaml", map(0)),
        ("maps.yaml", format!("apiVersion: v1\nkind: ConfigMapList\nitems:\n- {}", map(2))),
        ("quoted.yaml", format!("apiVersion: v1\nkind: ConfigMap\ndata: {{rules: \"{quoted}\"}}\n")),
        ("pint.yaml", format!("# pint ignore/begin\n{{{{- if .Values.x }}}}\n# pint ignore/end\ngroups:\n{groups}")),
    ]
}

#[test]
fn every_container_is_checked_alike() {
    for (groups, expected) in CASES {
        for (name, text) in containers(groups) {
            let document = Document::read(name, &text, &ReadOptions::default());
            assert_eq!(document.problems(), [], "{name}: {text}");
            let problems = check(&document, &CheckOptions::default());
            assert_eq!(problems.len(), expected.len(), "{name}: {text}\n{problems:#?}");
            for (problem, (blamed, message)) in problems.iter().zip(*expected) {
                assert!(problem.diagnostic.message.starts_with(message), "{name}: {}", problem.diagnostic.message);
                assert_eq!(&text[problem.diagnostic.range], *blamed, "{name}: {text}");
                if let Some(label) = problem.diagnostic.labels.first() {
                    assert_eq!(&text[label.range], "expr", "{name}: {text}");
                }
            }
        }
    }
}

#[test]
fn groups_beside_the_spec_are_told() {
    let groups = "groups:\n- name: a\n  rules:\n  - record: r\n    expr: up\n";
    for spec in ["", "spec: {}\n", "spec:\n  groups: []\n"] {
        let text = format!("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n{spec}{groups}");
        let document = Document::read("a.yaml", &text, &ReadOptions::default());
        assert_eq!(document.kind(), DocumentKind::PrometheusRule);
        let problems = check(&document, &CheckOptions::default());
        let [problem] = &problems[..] else { panic!("{text}: {problems:#?}") };
        assert_eq!(&text[problem.diagnostic.range], "groups");
        assert!(problem.diagnostic.message.contains("beside `spec`"), "{}", problem.diagnostic.message);
    }
}

#[test]
fn only_rules_make_a_rule_file() {
    for (name, text, kind) in [
        ("a.yaml", "groups: [{name: a, rules: [{alert: A, expr: up}]}]\n", DocumentKind::RuleFile),
        (
            "a.yaml",
            "groups: [{name: a, rules: [{record: r, expr: up}], source_tenants: [x]}]\n",
            DocumentKind::RuleFile,
        ),
        ("a.yaml", "groups: [{name: a, rules: []}]\n", DocumentKind::RuleFile),
        ("a.json", "{\"groups\": [{\"name\": \"a\", \"rules\": [{\"alert\": \"A\"}]}]}", DocumentKind::RuleFile),
        // Someone else's groups.
        ("site.yaml", "groups:\n- name: a\n- name: b\n", DocumentKind::Other),
        ("site.yaml", "groups:\n- name: a\n  members: [x]\n", DocumentKind::Other),
        ("site.yaml", "title: x\ngroups:\n- name: a\n  rules: []\n", DocumentKind::Other),
        ("site.yaml", "groups:\n- name: a\n  rules: [{from: a, to: b}]\n", DocumentKind::Other),
        ("site.yaml", "groups: {a: {rules: [{expr: x}]}}\n", DocumentKind::Other),
        ("site.json", "{\"groups\": [{\"name\": \"a\"}]}", DocumentKind::Other),
        ("site.json", "{\"groups\": [{\"name\": \"a\", \"rules\": [{\"from\": 1}]}]}", DocumentKind::Other),
        // The name says what is meant.
        ("alerts.yaml", "groups:\n- name: a\n  rule: [{alert: A, expr: up}]\n", DocumentKind::RuleFile),
    ] {
        let document = Document::read(name, text, &ReadOptions::default());
        assert_eq!((document.kind(), document.problems()), (kind, &[][..]), "{text}");
    }
}

#[test]
fn words_of_helm_count_where_they_are_not_in_comments() {
    let rules = "groups:\n- name: a\n  rules:\n  - record: r\n    expr: up\n";
    for (text, kind, is_template) in [
        (format!("# {{{{ .Values.x }}}}\n{rules}"), DocumentKind::RuleFile, false),
        (format!("{rules}    labels: {{a: b}} # {{{{ include \"x\" . }}}}\n"), DocumentKind::RuleFile, false),
        ("a: '{{ .Values.x }}'\nexpr: b\n".to_owned(), DocumentKind::Other, false),
        (format!("{rules}    labels: {{a: '{{{{ .Values.x }}}}'}}\n"), DocumentKind::Other, true),
        (format!("{{{{- if .Values.x }}}}\n{rules}{{{{- end }}}}\n"), DocumentKind::Other, true),
    ] {
        let document = Document::read("values.yaml", &text, &ReadOptions::default());
        assert_eq!((document.kind(), document.problems().len() == 1), (kind, is_template), "{text}");
    }
}
