//! What a file is, which queries it holds, and why some cannot be read.

use promenade_documents::{Document, DocumentKind, FileRange, Origin, ProblemKind, ReadOptions};
use promenade_syntax::Variables;

fn read(name: &str, text: &str) -> Document {
    Document::read(name, text, &ReadOptions::default())
}

fn queries(document: &Document) -> Vec<&str> {
    document.queries().iter().map(|query| query.text.trim_end()).collect()
}

/// Reads a file without problems, and gives its kind and queries. Each query is checked to stand where it says.
fn found(name: &str, text: &str) -> (DocumentKind, Vec<String>) {
    let document = read(name, text);
    assert_eq!(document.problems(), [], "{text}");
    for query in document.queries() {
        for (at, c) in query.text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            assert_eq!(document.text()[query.to_file(at..at + c.len_utf8())].chars().next(), Some(c), "{}", query.text);
        }
    }
    let starts: Vec<_> = document.queries().iter().map(|query| query.range.start).collect();
    assert!(starts.is_sorted(), "{starts:?}");
    (document.kind(), queries(&document).into_iter().map(str::to_owned).collect())
}

fn check(name: &str, text: &str, kind: DocumentKind, expected: &[&str]) {
    let (found_kind, found) = found(name, text);
    assert_eq!((found_kind, found), (kind, expected.iter().map(|q| (*q).to_owned()).collect()), "{name}: {text}");
}

#[test]
fn the_name_or_the_content_tells_the_kind() {
    let rules = "groups: [{name: a, rules: [{expr: up}]}]\n";
    let dashboard = "{\"panels\": [{\"targets\": [{\"expr\": \"up\"}]}]}";
    check("a.promql", "up", DocumentKind::Query, &["up"]);
    check("-", "up{a=\"b\"}", DocumentKind::Query, &["up{a=\"b\"}"]);
    check("-", "{a=\"b\"}", DocumentKind::Query, &["{a=\"b\"}"]);
    check("-", rules, DocumentKind::RuleFile, &["up"]);
    check("-", dashboard, DocumentKind::Dashboard, &["up"]);
    check("a.yaml", rules, DocumentKind::RuleFile, &["up"]);
    check("a.rules", rules, DocumentKind::RuleFile, &["up"]);
    check("x/a.JSON", dashboard, DocumentKind::Dashboard, &["up"]);
    check("a.json", "{\"groups\": [{\"rules\": [{\"expr\": \"up\"}]}]}", DocumentKind::RuleFile, &["up"]);
    check("README.md", "```promql\nup\n```\n", DocumentKind::Markdown, &["up"]);
    check("a.promql", " \n\n", DocumentKind::Query, &[]);
    for (name, text) in [
        ("a.rs", "fn main() {}"),
        ("LICENSE", "up"),
        ("service.yaml", "apiVersion: v1\nkind: Service\n"),
        ("package.json", "{\"name\": \"expr\"}"),
        ("tsconfig.json", "{ // broken\n"),
        ("a.yaml", "on: [push]\n"),
        ("deployment.yaml", "{{ if .Values.x }}\nkind: Deployment\n{{ end }}\n"),
        ("empty.yaml", ""),
        ("comment.yaml", "# only\n"),
        ("grafana.yaml", "apiVersion: 1\ngroups: [{name: a, rules: [{uid: x}]}]\n"),
    ] {
        check(name, text, DocumentKind::Other, &[]);
    }
}

#[test]
fn a_kind_that_is_given_wins_over_the_name() {
    let options = |kind| ReadOptions::default().kind(Some(kind));
    let document = Document::read("a.txt", "up", &options(DocumentKind::Query));
    assert_eq!(queries(&document), ["up"]);
    let document = Document::read("a.txt", "groups: [{rules: [{expr: up}]}]", &options(DocumentKind::RuleFile));
    assert_eq!((queries(&document), document.rule_files().len()), (vec!["up"], 1));
    let document = Document::read("a.json", "{\"a\": 1}", &options(DocumentKind::Dashboard));
    assert_eq!(document.problems()[0].kind, ProblemKind::Shape);
    let document = Document::read("a.yaml", "a: b", &options(DocumentKind::PrometheusRule));
    assert_eq!(document.problems()[0].kind, ProblemKind::Shape);
}

#[test]
fn resources_hold_rules_and_all_others_are_left_alone() {
    let text = "\
# first
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
  groups:
  - name: a
    rules:
    - alert: A
      expr: up == 0
      annotations: {summary: '{{ $labels.x }} {{ .Value }}'}
---
apiVersion: v1
kind: Service
spec: {groups: [{rules: [{expr: no}]}]}
---
apiVersion: v1
kind: List
items:
- kind: PrometheusRule
  apiVersion: monitoring.coreos.com/v1
  spec:
    groups:
    - name: b
      rules:
      - record: b
        expr: |
          sum(up)
---
groups: [{name: c, rules: [{expr: 1}]}]
";
    check("a.yaml", text, DocumentKind::PrometheusRule, &["up == 0", "sum(up)", "1"]);
    let document = read("a.yaml", text);
    let origins: Vec<_> = document.queries().iter().map(|query| query.origin.clone()).collect();
    let rule = |file| Origin::Rule { file, group: 0, rule: 0 };
    assert_eq!(origins, [rule(0), rule(1), rule(2)]);
    let names: Vec<_> =
        document.rule_files().iter().map(|f| f.groups[0].name.as_ref().unwrap().value.clone()).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn unit_tests_hold_expressions() {
    let text = "\
rule_files: [rules.yaml]
tests:
- interval: 1m
  input_series:
  - {series: 'up{a=\"b\"}', values: 1 2}
  promql_expr_test:
  - expr: sum( up )
    eval_time: 1m
    exp_samples: [{labels: '{}', value: 1}]
  - {expr: \"job:up\", eval_time: 2m}
- alert_rule_test:
  - {eval_time: 1m, alertname: A}
";
    check("tests.yaml", text, DocumentKind::UnitTests, &["sum( up )", "job:up"]);
    let document = read("tests.yaml", text);
    assert_eq!(document.queries()[1].origin, Origin::UnitTest { test: 0, case: 1 });
    let changed = document.with_queries(&[(promenade_documents::QueryIdx(0), "sum(up)".to_owned())]);
    assert_eq!(changed, Ok(text.replace("sum( up )", "sum(up)")));
    check("tests.yaml", "tests: [{name: a}]\n", DocumentKind::Other, &[]);
}

#[test]
fn config_maps_hold_dashboards_and_rules() {
    let text = "\
apiVersion: v1
kind: ConfigMap
data:
  z.rules.yaml: |
    groups:
    - name: g
      rules:
      # why
      - alert: A
        expr: up{a=\"b\"} == 0
        annotations:
          summary: 'é {{ $value }}'
  b.json: \"{\\\"panels\\\": [{\\\"targets\\\": [{\\\"expr\\\": \\\"sum($x)\\\"}]}]}\"
  c.json: '{\"a\": 1}'
  broken.json: '{\"panels\": ['
";
    let document = read("cm.yaml", text);
    assert_eq!(queries(&document), ["up{a=\"b\"} == 0", "sum($x)"]);
    assert_eq!(document.problems().len(), 1);
    assert!(document.problems()[0].diagnostic.message.starts_with("broken.json: "), "{:?}", document.problems());
    let place = |idx: usize, part: &str| {
        let query = &document.queries()[idx];
        let at = query.text.find(part).unwrap();
        &text[query.to_file(at..at + part.len())]
    };
    assert_eq!((place(0, "up"), place(0, "\"b\""), place(1, "sum")), ("up", "\"b\"", "sum"));
    assert_eq!(
        (document.queries()[0].variables, document.queries()[1].variables),
        (Variables::None, Variables::Grafana)
    );
    let rule = &document.rule_files()[0].groups[0].rules[0];
    let (name, summary) = &rule.annotations[0];
    assert_eq!((&text[name.range], &text[summary.to_file(0..2)]), ("summary", "é"));
    assert_eq!(rule.expr.map(|idx| idx.0), Some(0));
    let comments: Vec<_> = document.comments().iter().map(|comment| &text[comment.range]).collect();
    assert_eq!(comments, ["# why"]);
}

#[test]
fn rules_know_where_their_values_stand() {
    let text = "groups:\n- name: &n 'a''b'\n  interval: 1m\n  limit: 5\n  labels: {x: y}\n  rules:\n  - record: r:s\n    expr: up\n    labels:\n      l: |\n        v\n  - alert: *n\n    for: 5m\n    keep_firing_for: 1m\n    expr: [no]\n    annotations: {d: \"e\\n{{ $value }}\"}\n  - expr: x\n";
    let document = read("a.yaml", text);
    let group = &document.rule_files()[0].groups[0];
    let slice = |range: &FileRange| &text[*range];
    let name = group.name.as_ref().unwrap();
    assert_eq!((name.value.as_str(), slice(&name.range), &text[name.to_file(2..3)]), ("a'b", "'a''b'", "b"));
    let value = |v: &Option<promenade_documents::rules::Spanned<String>>| v.as_ref().map(|v| v.value.clone());
    assert_eq!((value(&group.interval).as_deref(), value(&group.limit).as_deref()), (Some("1m"), Some("5")));
    let alert = &group.rules[1];
    assert_eq!(slice(&alert.name.as_ref().unwrap().range), "*n");
    assert_eq!(value(&alert.name).as_deref(), Some("a'b"));
    assert_eq!(
        (alert.expr, group.rules[0].expr.map(|q| q.0), group.rules[2].expr.map(|q| q.0)),
        (None, Some(0), Some(1))
    );
    let description = &alert.annotations[0].1;
    assert_eq!(&text[description.to_file(2..5)], "{{ ");
    assert_eq!(group.rules[0].labels[0].1.value, "v\n");
}

#[test]
fn a_file_that_cannot_be_read_is_named_with_the_reason() {
    let table = [
        ("a.yaml", "groups:\n- name: a\n  rules:\n  - expr: [a\n", ProblemKind::Yaml, "not YAML", ""),
        ("a.yaml", "groups:\n\t- name: a\n", ProblemKind::Yaml, "not YAML", ""),
        (
            "a.yaml",
            "groups:\n{{- if .Values.x }}\n- name: a\n{{- end }}\n",
            ProblemKind::Template,
            "Helm",
            "{{- if .Values.x }}",
        ),
        (
            "a.yaml",
            "groups:\n- rules:\n  - expr: up > {{ .Values.y }}\n",
            ProblemKind::Template,
            "Helm",
            "{{ .Values.y }}",
        ),
        ("a.yaml", "groups:\n- rules:\n  - expr: up > {{ x }}\n", ProblemKind::Template, "template", "up > {{ x }}"),
        ("a.yaml", "groups:\n{% for a in b %}\n- name: a\n{% endfor %}\n", ProblemKind::Template, "Jinja", "{%"),
        (
            "map.yaml",
            "apiVersion: v1\nkind: ConfigMap\ndata:\n{{- if .Values.x }}\n  a.json: '{\"panels\": []}'\n{{- end }}\n",
            ProblemKind::Template,
            "Helm",
            "{{- if .Values.x }}",
        ),
        ("a.libsonnet", "{}", ProblemKind::Template, "Jsonnet", ""),
        ("a.json", "{\"panels\": [1,]}", ProblemKind::Json, "expected a value", ""),
        ("a.json", "{\"panels\": {}}", ProblemKind::Shape, "`panels` is not an array", "{}"),
    ];
    for (name, text, kind, words, place) in table {
        let document = read(name, text);
        let problem = document.problems().first().unwrap_or_else(|| panic!("no problem in {text}"));
        assert_eq!((problem.kind, &text[problem.diagnostic.range]), (kind, place), "{text}");
        assert!(problem.diagnostic.message.contains(words), "{problem}");
        assert_eq!(document.queries().len(), 0);
        assert_eq!(document.with_queries(&[]).as_deref(), Ok(text));
    }
}

#[test]
fn braces_without_quotes_are_explained() {
    for (line, is_explained) in [
        ("expr: {job=\"a\"} == 0", true),
        ("expr: {job=\"a\"}", false),
        ("summary: {{ $labels.job }} is down", true),
        ("expr: [a", false),
    ] {
        let text = format!("groups:\n- name: a\n  rules:\n  - alert: A\n    {line}\n");
        let document = read("a.yaml", &text);
        let problem = document.problems().iter().find(|problem| problem.kind == ProblemKind::Yaml);
        let help = problem.and_then(|problem| problem.diagnostic.help.as_deref()).unwrap_or_default();
        assert_eq!(help.contains("quotes"), is_explained, "{line}: {problem:?}");
    }
}

#[test]
fn templates_of_prometheus_are_none_of_helm() {
    let text = "groups:\n- rules:\n  - alert: A\n    expr: up\n    annotations:\n      a: '{{ $labels.Values }} {{ .Value }} {{ template \"x\" . }}'\n      b: |\n        {{ range query \"up\" }}\n        {{ .Labels.job }}\n        {{- end }}\n        {% x %}\n";
    check("a.yaml", text, DocumentKind::RuleFile, &["up"]);
}

#[test]
fn a_string_of_a_query_may_hold_braces() {
    check("a.promql", "a{b=\"{{c}}\"}", DocumentKind::Query, &["a{b=\"{{c}}\"}"]);
    check("a.yaml", "groups: [{rules: [{expr: 'a{b=\"{{c}}\"}'}]}]", DocumentKind::RuleFile, &["a{b=\"{{c}}\"}"]);
}

#[test]
fn bytes_that_are_not_utf_8_are_told_with_their_place() {
    let document = Document::read_bytes("a.yaml", b"groups: \xff", &ReadOptions::default());
    assert_eq!(
        (document.problems()[0].kind, document.problems()[0].diagnostic.range),
        (ProblemKind::Encoding, FileRange::at(8))
    );
    let document = Document::read_bytes("a.yaml", b"\xff\xfea\0", &ReadOptions::default());
    assert!(document.problems()[0].diagnostic.message.contains("UTF-16"));
    let document = Document::read_bytes("a.md", b"```promql\na\0b\n```", &ReadOptions::default());
    assert_eq!(
        (document.problems()[0].kind, document.problems()[0].diagnostic.range),
        (ProblemKind::Encoding, FileRange::new(11, 12))
    );
    let document = Document::read_bytes("a.png", b"\xff", &ReadOptions::default());
    assert_eq!(document.problems(), []);
    assert_eq!(Document::read_bytes("a.bin", b"a\0", &ReadOptions::default()).problems(), []);
    let document = Document::read_bytes("a.promql", "é".as_bytes(), &ReadOptions::default());
    assert_eq!(queries(&document), ["é"]);
}

#[test]
fn code_blocks_are_those_marked_promql() {
    let text = "```promql\na\n```\n```\nb\n```\n```sql\nc\n```\n\n* x\n  ~~~PromQL title=\"d\"\n  d\n    e\n  ~~~\n\n> ```promql,ignore\n> f\n>\n> g\n> ```\n\n    ```promql\n    h\n    ```\n";
    check("a.md", text, DocumentKind::Markdown, &["a", "d\n  e", "f\n\ng"]);
    check("a.md", "```promql\r\na\r\nb\r\n```\r\n", DocumentKind::Markdown, &["a\nb"]);
    check("a.md", "```promql\n```\n```promql\na", DocumentKind::Markdown, &["a"]);
}

#[test]
fn nothing_panics_on_cut_or_odd_files() {
    let texts = [
        "groups:\n- name: 'a''b'\n  rules:\n  - expr: >2-\n      a\n    é: \"\\u00e9\\\n   \"\n  - *x\n",
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.json: |\n    {\"panels\":[{\"targets\":[{\"expr\":\"\\ud83d\\ude00\"}]}]}\n",
        "{\"panels\":[{\"targets\":[{\"expr\":\"a\\\\\"}],\"datasource\":{\"uid\":\"${x\"}}]}",
        "> 1. ```promql\n>    é\n>    ```\n",
    ];
    for text in texts {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            for start in [0, end / 2] {
                let Some(part) = text.get(start..end) else { continue };
                for name in ["a.yaml", "a.json", "a.md", "a.promql", "-"] {
                    let document = read(name, part);
                    let changes: Vec<_> = (0..document.queries().len())
                        .map(|idx| (promenade_documents::QueryIdx(idx), "a\n+ b".to_owned()))
                        .collect();
                    let _ = document.with_queries(&changes);
                }
            }
        }
    }
}
