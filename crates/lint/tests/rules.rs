//! Rules and the codes that the default lints raise on them.
#![allow(clippy::unwrap_used)] // test code

use promenade_documents::rules::Ruler;
use promenade_documents::{Document, ReadOptions};
use promenade_lint::policy::{Pattern, Policy};
use promenade_lint::profile::Profile;
use promenade_lint::{Finding, Linter, Settings};
use promenade_model::Features;

fn lint(text: &str) -> Vec<Finding> {
    let document = Document::read("rules.yaml", text, &ReadOptions::default());
    assert_eq!(document.problems(), [], "{text}");
    Linter::new(Settings::default().features(Features::all())).lint(&[document])
}

/// A rule file with one rule: these lines and an expression.
fn file(head: &str, expr: &str) -> String {
    format!("groups:\n- name: g\n  rules:\n  - {head}\n    expr: |-\n      {expr}\n")
}

fn alert(expr: &str) -> String {
    file("alert: A\n    for: 5m", expr)
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found = lint(text);
    let codes: Vec<_> = found.iter().map(|finding| finding.lint.code).collect();
    let messages: Vec<_> = found.iter().map(|finding| &finding.diagnostic.message).collect();
    assert_eq!(codes, expected, "{text}\n{messages:#?}");
}

#[test]
fn alerts_that_always_fire() {
    for (expr, expected) in [
        ("(foo > 0) or vector(0)", &["PQL804"][..]),
        ("sum(foo > 5) or on() vector(0)", &["PQL804"]),
        ("sum(foo > 5) or vector(0)", &["PQL804"]),
        ("vector(0) or foo > 5", &["PQL804"]),
        ("(count(foo > 5) or vector(0)) >= 0", &["PQL804"]),
        ("(foo > 0) or bar", &["PQL602"]),
        ("sum(foo) or vector(0)", &["PQL602"]),
        ("(sum(foo) or vector(0)) > 0", &[]),
        ("(sum(foo > 5) or vector(0)) > 0", &[]),
        ("foo > 5 or bar > 6", &[]),
        ("vector(1)", &[]),
    ] {
        check(&alert(expr), expected);
    }
}

#[test]
fn bool_filters_nothing() {
    for (expr, expected) in [
        ("foo > bool 1", &["PQL603"][..]),
        ("(foo > 1) > bool 1", &["PQL603"]),
        ("foo > 1 and (bar > 2) > bool 1", &["PQL315"]),
        ("count((foo > 1) > bool 1) > 0", &["PQL314"]),
        ("(foo > bool 1) == 1", &[]),
    ] {
        let text = alert(expr);
        let found = lint(&text);
        let codes: Vec<_> = found.iter().map(|finding| finding.lint.code).filter(|code| code != &"PQL316").collect();
        assert_eq!(codes, expected, "{expr}");
        for finding in found {
            let message = &finding.diagnostic.message;
            assert!(!message.contains("every series"), "{expr}: {message}");
        }
    }
}

#[test]
fn windows_count_through_joins_and_arithmetic() {
    for (expr, needs_for) in [
        ("foo > 5", true),
        ("foo + bar > 5", true),
        ("foo / on (instance) bar > 0.5 and baz == 1", true),
        ("max by (job) (foo) > 5 or rate(bar[5m]) > 1", true),
        ("rate(foo[5m]) * on (instance) group_left (nodename) node_uname_info > 5", false),
        ("foo_info * on (instance) group_right () rate(foo[5m]) > 5", false),
        ("predict_linear(foo[1h], 3600) / bar < 0.1", false),
        ("foo / bar < 0.1 and predict_linear(foo[1h], 3600) < 0", false),
        ("rate(foo[5m]) > on (instance) limit", false),
        ("avg_over_time(foo[5m]) > 5 unless on (instance) maintenance == 1", false),
        ("min_over_time((foo + bar)[5m:]) > 5", false),
    ] {
        check(&file("alert: A", expr), if needs_for { &["PQL601"] } else { &[] });
        // Zero is what is meant, or what holds without it; never is the opposite asked for next.
        check(&file("alert: A\n    for: 0s", expr), if needs_for { &[] } else { &["PQL605"] });
    }
    check(&file("alert: A\n    for: 0s", "absent(foo{a=\"b\"})"), &["PQL604"]);
    check(&file("alert: A\n    for: 5m\n    keep_firing_for: 0s", "foo > 5"), &["PQL605"]);
}

#[test]
fn rules_that_never_evaluate() {
    for (head, expr, expected) in [
        ("record: a:b", "foo[5m]", &["PQL713"][..]),
        ("record: a:b", "foo[5m:1m]", &["PQL713"]),
        ("record: a:b", "\"text\"", &["PQL713"]),
        ("record: a:b", "5", &[]),
        ("alert: A\n    for: 5m", "foo[5m]", &["PQL713"]),
        ("record: a:b\n    labels: {service: x}", "sum by (service) (foo)", &["PQL714"]),
        ("record: a:b\n    labels: {service: x, ns: y}", "sum by (service, ns) (foo)", &["PQL714"]),
        ("record: a:b\n    labels: {service: x}", "sum by (service, ns) (foo)", &[]),
        ("record: a:b\n    labels: {service: x}", "sum by (service) (foo{service=\"y\"})", &[]),
        ("record: a:b\n    labels: {service: x}", "sum(foo)", &[]),
        ("record: a:b\n    labels: {service: x}", "foo", &[]),
        ("record: a:b\n    labels: {team: x}", "sum by (service) (foo)", &[]),
        ("record: a:b\n    labels: {service: x}", "sum by (service) (foo) or sum by (team) (bar)", &[]),
        ("alert: A\n    for: 5m\n    labels: {severity: page}", "sum by (severity) (foo) > 5", &["PQL714"]),
        ("alert: A\n    for: 5m\n    labels: {severity: '{{ $labels.severity }}'}", "sum by (severity) (foo) > 5", &[]),
    ] {
        check(&file(head, expr), expected);
    }
}

#[test]
fn sides_that_never_match() {
    for (expr, expected) in [
        ("foo > 1 unless sum(bar)", &["PQL329"][..]),
        ("foo > 1 unless vector(1)", &["PQL329"]),
        ("foo > 1 and sum(bar) > 0", &["PQL329"]),
        ("foo > 1 and hour() > 8", &["PQL329"]),
        ("foo / sum(foo) > 0.1", &["PQL329"]),
        ("sum by (job) (foo) / sum(foo) > 0.1", &["PQL329"]),
        ("(sum by (c) (x) or vector(0)) / sum by (c) (y) > 1", &["PQL329"]),
        ("(sum by (cluster) (x) or vector(0)) / sum by (cluster) (y) > 1", &[]),
        ("(sum by (cluster) (x) or vector(0)) / sum by (cluster) (y{cluster=\"a\"}) > 1", &["PQL329"]),
        ("foo > 1 unless on () sum(bar)", &[]),
        ("foo > 1 and on () hour() > 8", &[]),
        ("sum(foo) / sum(bar) > 0.1", &[]),
        ("sum(foo) > 0 and hour() > 8", &[]),
        ("(sum(x) or vector(0)) / sum(y) > 1", &[]),
        ("(sum by (c) (x) or sum by (c) (y) * 0) / sum by (c) (y) > 1", &[]),
        ("foo > 1 or vector(0) > 1", &["PQL803"]),
        ("foo > scalar(sum(foo))", &[]),
        ("foo / ignoring (job, instance) sum by (job, instance) (foo) > 1", &["PQL329"]),
        // What rules record may have no labels.
        ("job:foo:sum / sum(foo) > 1", &[]),
    ] {
        check(&alert(expr), expected);
    }
}

#[test]
fn a_counter_is_never_negative() {
    for (expr, expected) in [
        ("rate(x_total[5m]) < 0", &["PQL328"][..]),
        ("sum by (job) (increase(x_total[5m])) < 0", &["PQL328"]),
        ("0 > rate(x_total[5m])", &["PQL328"]),
        ("rate(x_total[5m]) == -1", &["PQL328"]),
        ("rate(x_total[5m]) <= 0", &[]),
        ("delta(x[5m]) < 0", &[]),
        ("rate(x_total[5m]) - rate(y_total[5m]) < 0", &[]),
    ] {
        check(&alert(expr), expected);
    }
}

#[test]
fn comments_in_folded_texts() {
    let rule = |expr: &str| format!("groups:\n- name: g\n  rules:\n  - alert: A\n    for: 5m\n    expr: {expr}\n");
    for (expr, expected) in [
        (">\n      foo > 1 # why\n      and bar > 1", &["PQL715"][..]),
        (">-\n      foo > 1\n      # why\n      and bar > 1", &["PQL715"]),
        ("'foo > 1 # why\n      and bar > 1'", &["PQL715"]),
        ("|\n      foo > 1 # why\n      and bar > 1", &[]),
        (">\n      foo > 1 and bar > 1 # why\n", &[]),
        (">\n      foo > 1 # why\n      # and so\n", &[]),
        (">\n      foo{a=\"#\"} > 1\n      and bar > 1", &[]),
    ] {
        check(&rule(expr), expected);
    }
}

#[test]
fn anchors_of_all_branches() {
    for (value, expected) in [
        ("^tap.*|^vnet.*", Some("tap.*|vnet.*")),
        ("^a.*$|^b.*$", Some("a.*|b.*")),
        ("^a.*|b.*", Some("a.*|b.*")),
        ("a.*|b.*$", Some("a.*|b.*")),
        ("^a.*", Some("a.*")),
        ("^(a|b).*$", Some("(a|b).*")),
        (r"^a\\.b|^c.*", Some(r"a\\.b|c.*")),
        (r"a\\|^b.*|^c.*", Some(r"a\\|^b.*|c.*")),
        // The anchors go with the branches that would become empty, or with flags.
        ("^|a.*", None),
        ("(?i)^a.*|^b.*", None),
        ("^a$", None),
    ] {
        let text = format!("foo{{a=~\"{value}\"}}");
        let found = Linter::default().lint_query(&text, promenade_syntax::Variables::None);
        let of_anchors = found.iter().find(|finding| finding.lint.code == "PQL402");
        let fixed = of_anchors.and_then(|finding| finding.fix.as_ref()).and_then(|fix| fix.apply(&text));
        assert_eq!(fixed, expected.map(|value| format!("foo{{a=~\"{value}\"}}")), "{value}");
        assert!(of_anchors.is_some(), "{value}");
    }
    for value in ["a|b", "[^a]|b", "a\\\\$|b", "(^a|b$)c", "[|^]x"] {
        let text = format!("foo{{a=~\"{value}\"}}");
        let found = Linter::default().lint_query(&text, promenade_syntax::Variables::None);
        assert!(found.iter().all(|finding| finding.lint.code != "PQL402"), "{value}: {found:#?}");
    }
}

#[test]
fn buckets_of_each_branch() {
    let of = |query: &str| {
        let found = Linter::default().lint_query(query, promenade_syntax::Variables::None);
        let lost = found.into_iter().filter(|finding| finding.lint.code == "PQL309");
        lost.map(|finding| query[finding.diagnostic.range].to_owned()).collect::<Vec<_>>()
    };
    let native = "sum by (job) (rate(x_seconds[5m]))";
    let classic = "sum by (le, job) (rate(x_seconds_bucket[5m]))";
    let lost = "sum by (job) (rate(x_seconds_bucket[5m]))";
    for (buckets, expected) in [
        (format!("{native} or {classic}"), &[][..]),
        (format!("{classic} or {native}"), &[]),
        (format!("({native}) or ({native}) or ({classic})"), &[]),
        (format!("{native} or {lost}"), &[lost]),
        (format!("{lost} or {native}"), &[lost]),
        (format!("{lost} or {lost}"), &[lost, lost]),
        (lost.to_owned(), &[lost]),
        ("sum by (job) (rate(x_seconds[5m]) or rate(x_seconds_bucket[5m]))".to_owned(), &[]),
    ] {
        assert_eq!(of(&format!("histogram_quantile(0.9, {buckets})")), expected, "{buckets}");
    }
}

/// The rule as a finding asks for it: with its fix, or with what its lint advises. None where that is not one change.
fn followed(text: &str, finding: &Finding) -> Option<String> {
    let document = Document::read("rules.yaml", text, &ReadOptions::default());
    if let (Some(fix), Some(query)) = (&finding.fix, finding.query) {
        let fixed = fix.apply(&document.query(query)?.text)?;
        return document.with_queries(&[(query, fixed)]).ok();
    }
    let without = |key: &str| {
        let kept: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with(key)).collect();
        kept.join("\n") + "\n"
    };
    let with_for = || without("for:").replace("  - alert: A\n", "  - alert: A\n    for: 5m\n");
    let blamed = text.lines().nth(text[..finding.diagnostic.range.start].matches('\n').count())?.trim_start();
    match finding.lint.code {
        "PQL601" | "PQL604" => Some(with_for()),
        "PQL605" => Some(without(blamed)),
        "PQL602" => Some(format!("{} > 0\n", text.trim_end())),
        _ => None,
    }
}

#[test]
fn no_lint_asks_for_what_another_refuses() {
    let heads =
        ["", "\n    for: 0s", "\n    for: 5m", "\n    keep_firing_for: 0s", "\n    for: 0s\n    keep_firing_for: 0s"];
    let parts = [
        "foo",
        "foo > 5",
        "foo > bool 5",
        "rate(foo_total[5m]) > 5",
        "foo{a=~\"^b$\"} == 1",
        "absent(foo{a=\"b\"})",
        "vector(0)",
        "sum(foo) by () > 1",
        "count(foo) == 0",
        "(foo > 1)",
    ];
    let joins = ["or", "and", "* on (instance)"];
    let exprs = parts.iter().flat_map(|a| {
        let pairs = joins.iter().flat_map(move |op| parts.map(|b| format!("({a}) {op} ({b})")));
        std::iter::once((*a).to_owned()).chain(pairs)
    });
    let mut n_followed = 0;
    for expr in exprs {
        for head in heads {
            let text = file(&format!("alert: A{head}"), &expr);
            let found = lint(&text);
            let codes: Vec<_> = found.iter().map(|finding| finding.lint.code).collect();
            for finding in &found {
                let Some(after) = followed(&text, finding) else { continue };
                n_followed += 1;
                for left in lint(&after) {
                    let is_opposite = followed(&after, &left).as_deref() == Some(&text);
                    let (code, by) = (left.lint.code, finding.lint.code);
                    assert!(!is_opposite, "{by} and {code} ask for opposite things:\n{text}{after}{codes:?}");
                }
            }
        }
    }
    assert!(n_followed > 500, "{n_followed}");
}

#[test]
fn rules_of_other_environments_are_others() {
    let text = "groups:\n- name: g\n  rules:\n  - record: job:up:sum\n    expr: sum by (job) (up)\n";
    let documents =
        ["dev/rules.yaml", "prod/rules.yaml"].map(|name| Document::read(name, text, &ReadOptions::default()));
    let linter = Linter::default();
    let codes = |sets: [Option<usize>; 2]| {
        let alone = documents.iter().zip(sets).map(|(document, set)| {
            let linted = linter.lint_alone(document);
            set.map_or(linted.clone(), |set| linted.in_set(set))
        });
        linter.finish(alone.collect()).iter().map(|finding| finding.lint.code).collect::<Vec<_>>()
    };
    assert_eq!(codes([None, None]), Vec::<&str>::new());
    assert_eq!(codes([Some(0), None]), Vec::<&str>::new());
    assert_eq!(codes([Some(0), Some(1)]), Vec::<&str>::new());
    assert_eq!(codes([Some(0), Some(0)]), ["PQL701"]);
}

#[test]
fn fields_of_other_rulers() {
    let rules = "  rules:\n  - record: a:b\n    expr: up\n";
    for (fields, ruler) in [
        ("  partial_response_strategy: warn\n", "thanos"),
        ("  source_tenants: [a]\n", "mimir"),
        ("  concurrency: 2\n  params: {x: [y]}\n", "vmalert"),
        ("  type: prometheus\n", "vmalert"),
    ] {
        let text = format!("groups:\n- name: g\n{fields}{rules}- name: h\n{fields}{rules}");
        for name in Ruler::names() {
            let Some(set) = Ruler::by_name(name) else { panic!("{name}") };
            let profile = Profile { ruler: set, ..Profile::default() };
            let linter = Linter::new(Settings::default().profile(Some(profile)));
            let found = linter.lint(&[Document::read("rules.yaml", &text, &ReadOptions::default())]);
            let of_fields: Vec<_> = found.iter().filter(|finding| finding.lint.code == "PQL700").collect();
            if name == ruler {
                assert!(of_fields.is_empty(), "{text}: {of_fields:#?}");
                continue;
            }
            let [finding] = of_fields[..] else { panic!("{text}: {of_fields:#?}") };
            let help = finding.diagnostic.help.clone().unwrap_or_default();
            assert!(help.contains(&format!("`ruler = \"{ruler}\"`")), "{name}: {help}");
        }
    }
    // Queries of other languages are left out.
    let text = "groups:\n- name: g\n  type: graphite\n  rules:\n  - alert: A\n    expr: alias(servers.*.cpu, 'x')\n    for: 5m\n";
    check(text, &["PQL700"]);
}

#[test]
fn what_the_settings_ask_for() {
    let pattern = |text: &str| Pattern::new(text).unwrap();
    let policy = Policy {
        alert_names: Some(pattern("[A-Z][A-Za-z0-9]*")),
        record_names: Some(pattern("[a-z_]+:.+")),
        forbidden_names: vec![pattern("(?i)test.*")],
        alert_labels: vec!["severity".to_owned(), "team".to_owned()],
        alert_annotations: vec!["summary".to_owned()],
        record_labels: vec!["team".to_owned()],
        label_values: vec![("severity".to_owned(), pattern("warning|critical"))],
    };
    let good = "labels: {severity: warning, team: a}\n    annotations: {summary: x}";
    for (head, expected) in [
        (format!("alert: Good\n    {good}"), &[][..]),
        (format!("alert: bad\n    {good}"), &["the name `bad` does not match `[A-Z][A-Za-z0-9]*`"]),
        (
            format!("alert: Testing\n    {good}"),
            &["the name `Testing` matches `(?i)test.*`, which the settings forbid"],
        ),
        (
            "alert: A\n    labels: {team: ''}".to_owned(),
            &[
                "the rule `A` has no label `severity`",
                "the rule `A` has no label `team`",
                "the rule `A` has no annotation `summary`",
            ],
        ),
        (
            format!("alert: A\n    {}", good.replace("warning", "page")),
            &["the label `severity` is `page`, which does not match `warning|critical`"],
        ),
        (format!("alert: A\n    {}", good.replace("warning", "'{{ $labels.x }}'")), &[]),
        ("record: job:up:sum\n    labels: {team: a}".to_owned(), &[]),
        ("record: up".to_owned(), &["the name `up` does not match `[a-z_]+:.+`", "the rule `up` has no label `team`"]),
    ] {
        let text = format!("groups:\n- name: g\n  rules:\n  - {head}\n    expr: sum(up) > 1\n    for: 5m\n");
        let document = Document::read("rules.yaml", &text, &ReadOptions::default());
        let found = Linter::new(Settings::default().policy(policy.clone())).lint(&[document]);
        let of_policy = found.iter().filter(|finding| finding.lint.code == "PQL716");
        let messages: Vec<_> = of_policy.map(|finding| finding.diagnostic.message.as_str()).collect();
        assert_eq!(messages, expected, "{text}");
    }
    // The labels of the group count.
    let text = "groups:\n- name: g\n  labels: {team: a}\n  rules:\n  - record: job:up:sum\n    expr: sum(up)\n";
    let document = Document::read("rules.yaml", text, &ReadOptions::default());
    assert!(Linter::new(Settings::default().policy(policy)).lint(&[document]).is_empty());
}

#[test]
fn queries_that_templates_make() {
    let rule =
        |template: &str| file(&format!("alert: A\n    for: 5m\n    annotations:\n      a: '{template}'"), "up == 0");
    for (template, expected) in [
        (r#"{{ query "sum(up" | first | value }}"#, &["PQL611"][..]),
        (r#"{{ printf "sum(%s" "up" | query | first | value }}"#, &["PQL611"]),
        (r#"{{ $q := printf "up{job=%s" $labels.job }}{{ range query $q }}{{ .Value }}{{ end }}"#, &["PQL611"]),
        (r#"{{ printf "up{job=%q}" $labels.job | query | first | value }}"#, &[]),
        (r#"{{ printf "%s" $labels.expr | query | first | value }}"#, &[]),
        (r#"{{ printf "rate(up[%s])" $labels.window | query | first | value }}"#, &[]),
        (r#"{{ query "up" | value }}"#, &["PQL612"]),
        (r#"{{ if gt $value 5 }}a{{ end }}{{ printf "%s" $value }}"#, &["PQL612", "PQL612"]),
    ] {
        check(&rule(template), expected);
    }
}

#[test]
fn documents_that_prometheus_does_not_read() {
    let rules = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: sum(up)\n";
    let other = rules.replace("name: g", "name: h").replace("a:b", "c:d");
    check(&format!("{rules}---\n{other}"), &["PQL712"]);
    check(&format!("{rules}---\n{other}---\n{}", other.replace("c:d", "e:f")), &["PQL712", "PQL712"]);
    check(&format!("---\n{rules}---\n# nothing\n"), &[]);
    let indented: String =
        format!("{rules}---\n{other}").lines().map(|line| format!("    {line}\n")).collect::<Vec<_>>().concat();
    check(&format!("apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n{indented}"), &["PQL712"]);
    let spec: String = rules.lines().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
    let resource = format!("apiVersion: v1\nkind: PrometheusRule\nspec:\n{spec}");
    check(&format!("{resource}---\n{}", resource.replace("a:b", "c:d")), &[]);
}
