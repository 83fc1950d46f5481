//! Lints that go by what is known of labels, of a server and of its metrics: a query each, with the codes that it raises.
#![allow(clippy::unwrap_used)] // test code

use std::ops::Range;

use promenade_documents::{Document, ReadOptions};
use promenade_lint::profile::Profile;
use promenade_lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade_lint::{Finding, Group, Linter, Selection, Settings, Severity};
use promenade_model::Features;
use promenade_syntax::Variables;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn snapshot() -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    builder.metadata("http_requests_total", "counter", "", "Requests.");
    builder.metadata("queue_size", "gauge", "", "");
    builder.metadata("latency_seconds", "histogram", "seconds", "");
    for (instance, code) in [("a", "200"), ("a", "500"), ("b", "200"), ("b", "500")] {
        let labels = [("__name__", "http_requests_total"), ("job", "api"), ("instance", instance), ("code", code)];
        builder.series(labels);
    }
    for instance in ["a", "b"] {
        builder.series([("__name__", "queue_size"), ("job", "worker"), ("instance", instance)]);
        builder.series([("__name__", "latency_seconds_bucket"), ("le", "1"), ("instance", instance)]);
    }
    builder.build(50)
}

fn settings() -> Settings {
    let profile = Profile {
        scrape_interval_ms: Some(30_000),
        retention_ms: Some(15 * DAY_MS),
        external_labels: Some(vec![("cluster".to_owned(), "eu".to_owned())]),
        ..Profile::default()
    };
    let snapshot = Some(snapshot());
    Settings::default().profile(Some(profile)).snapshot(snapshot).features(Features::all())
}

/// The findings of the groups that go by such knowledge.
fn known<R>(findings: Vec<Finding<R>>) -> Vec<Finding<R>> {
    let groups = [Group::Labels, Group::Profile, Group::Metrics];
    findings.into_iter().filter(|finding| groups.contains(&finding.lint.group)).collect()
}

fn shown<R: Clone + Into<Range<usize>>>(text: &str, findings: &[Finding<R>]) -> Vec<String> {
    let shown = findings
        .iter()
        .map(|f| format!("{} {}: {}", f.lint.code, &text[f.diagnostic.range.clone().into()], f.diagnostic.message));
    shown.collect()
}

#[test]
fn queries() {
    let with_nothing = Linter::new(Settings::default().features(Features::all()));
    for (query, expected) in [
        // Labels.
        ("sum by (pod) (sum by (job) (x))", &["PQL801 pod: no series has the label `pod` here"][..]),
        ("sum without (pod) (sum by (job) (x))", &[]),
        ("sum by (job) (sum by (job) (x)) and on (pod) y", &["PQL801 pod: no series has the label `pod` here"]),
        ("y * on (job) group_left (pod) sum by (job) (x)", &["PQL801 pod: no series has the label `pod` here"]),
        (
            r#"label_replace(sum by (job) (x), "a", "$1", "pod", "(.+)")"#,
            &["PQL801 \"pod\": no series has the label `pod` here"],
        ),
        ("sum by (__name__) (x + y)", &["PQL801 __name__: no series has the label `__name__` here"]),
        ("(count(up == 0) or vector(0)) > 0", &[]),
        (r#"sum by (a) (x{a=""})"#, &[]),
        ("sum by ($pod) (sum by (job) (x))", &[]),
        // Joins.
        (
            r#"x{job="a"} + y{job="b"}"#,
            &[
                r#"PQL802 x{job="a"} + y{job="b"}: no series of the two sides ever match: they differ in the label `job`"#,
            ],
        ),
        (r#"x{job="a"} + on (pod) y{job="b"}"#, &[]),
        (r#"x{job="a"} or y{job="b"}"#, &[]),
        (
            r#"sum by (job) (x) and y{pod!=""}"#,
            &[
                r#"PQL802 sum by (job) (x) and y{pod!=""}: no series of the two sides ever match: they differ in the label `pod`"#,
            ],
        ),
        // Empty results.
        ("hour() > 23", &["PQL803 hour() > 23: no sample passes this comparison"]),
        ("present_over_time(x[5m]) < 1", &[]),
        (
            "vector(1) unless vector(2)",
            &["PQL803 vector(1) unless vector(2): the other side always takes all of this away"],
        ),
        ("topk(0, x)", &["PQL803 topk(0, x): with this parameter nothing is picked"]),
        (
            "histogram_count(count by (a) (x))",
            &["PQL803 histogram_count(count by (a) (x)): this function never has a result for what it is given"],
        ),
    ] {
        let findings = known(with_nothing.lint_query(query, Variables::Grafana));
        assert_eq!(shown(query, &findings), expected, "{query}");
    }
}

#[test]
fn queries_with_a_profile() {
    check(&[
        (
            "rate(http_requests_total[1m])",
            &["PQL901 1m: `rate` over a window of less than four scrapes, which come every 30s"],
        ),
        ("rate(http_requests_total[2m])", &[]),
        ("max_over_time(queue_size[1m])", &[]),
        (
            "sum(queue_size offset 3w)",
            &["PQL902 queue_size offset 3w: this looks back 3w, but samples are kept for 15d"],
        ),
        (
            "max_over_time(max_over_time(queue_size[1w])[8d:1h] offset 1d)",
            &["PQL902 queue_size[1w]: this looks back 16d, but samples are kept for 15d"],
        ),
        ("queue_size @ 0 offset 100d", &[]),
    ]);
}

#[test]
fn queries_with_a_snapshot() {
    check(&[
        (
            "rate(http_request_total[5m])",
            &[
                "PQL951 http_request_total: there is no metric `http_request_total`; did you mean `http_requests_total`?",
            ],
        ),
        ("job:http_requests:rate5m", &[]),
        ("{__name__=~\"nothing.*\"}", &[]),
        (
            r#"queue_size{instnce="a"}"#,
            &[r#"PQL952 instnce="a": no series of `queue_size` has the label `instnce`; did you mean `instance`?"#],
        ),
        (r#"queue_size{instnce=""}"#, &[]),
        (
            r#"queue_size{job="workr"}"#,
            &[r#"PQL956 job="workr": no series of `queue_size` has such a value of `job`; did you mean "worker"?"#],
        ),
        (r#"http_requests_total{code=~"5.."}"#, &[]),
        // It may not have occurred yet.
        (r#"http_requests_total{code="503"}"#, &[]),
        // What Prometheus writes itself.
        ("up == 0", &[]),
        ("ALERTS", &[]),
        ("rate(queue_size[5m])", &["PQL954 rate: `rate` is for counters, but `queue_size` is a gauge"]),
        (
            "delta(http_requests_total[5m])",
            &["PQL954 delta: `delta` is for gauges, but `http_requests_total` is a counter"],
        ),
        ("rate(latency_seconds_bucket[5m])", &[]),
        (
            "queue_size / on (instance) http_requests_total",
            &[
                "PQL955 http_requests_total: `http_requests_total` has 4 series, but the labels that are matched have at most 2 different values",
            ],
        ),
        ("http_requests_total / on (instance) group_left () queue_size", &[]),
        // What follows from both.
        ("sum by (pod) (queue_size)", &["PQL801 pod: no series has the label `pod` here"]),
        (
            "queue_size / ignoring (code) sum by (job, instance, code) (http_requests_total)",
            &[
                "PQL802 queue_size / ignoring (code) sum by (job, instance, code) (http_requests_total): no series of the two \
               sides ever match: they differ in the label `job`",
            ],
        ),
    ]);
}

#[test]
fn labels_of_joins_that_nothing_reads() {
    let lost = "PQL806 team: the label `team` does not reach the result";
    let join = "y * on (job) group_left (team) z";
    let linter = Linter::new(Settings::default());
    for (query, is_lost) in [
        ("x and on (pod) JOIN", true),
        ("(x and on (pod) y) * on (job) group_left (team) z", false),
        ("x and on (pod, team) JOIN", false),
        ("x and JOIN", false),
        ("x and ignoring (team) JOIN", true),
        ("sum by (job) (JOIN)", false),
        ("sum by (team) (JOIN)", false),
        ("sum without (team) (JOIN)", false),
        ("x and on (pod) topk by (job) (1, JOIN)", true),
        ("2 * (JOIN) > 5 or x", false),
        ("(JOIN) / on (job) x", true),
        ("(JOIN) / on (job) group_left () x", false),
        ("x / on (job) group_left (team) (JOIN)", false),
        (r#"sum by (a) (label_replace(JOIN, "a", "$1", "team", "(.*)"))"#, false),
        ("sum by ($by) (JOIN)", false),
    ] {
        let query = query.replace("JOIN", join);
        let findings = known(linter.lint_query(&query, Variables::Grafana));
        assert_eq!(shown(&query, &findings), if is_lost { vec![lost] } else { vec![] }, "{query}");
    }
}

/// Whether profile and snapshot let a query raise this and no more.
fn check(cases: &[(&str, &[&str])]) {
    let linter = Linter::new(settings());
    for (query, expected) in cases {
        let findings = known(linter.lint(&[Document::read("q.promql", query, &ReadOptions::default())]));
        assert_eq!(shown(query, &findings), *expected, "{query}");
    }
}

#[test]
fn labels_that_a_server_adds_are_not_known_of_what_targets_expose() {
    let mut builder = SnapshotBuilder::default();
    for code in ["200", "500"] {
        builder.series([("__name__", "requests_total"), ("code", code)]);
    }
    let linter = Linter::new(Settings::default().snapshot(Some(builder.build(50))));
    for query in [
        r#"requests_total{job="api"}"#,
        "sum by (job, namespace) (requests_total)",
        "sum by (job) (requests_total) / on (job) group_left requests_total",
        "requests_total / on (instance) requests_total offset 1h",
        r#"requests_total{code="api"} and on (code) requests_total{code="web"}"#,
    ] {
        let findings = linter.lint_query(query, Variables::None);
        let metrics: Vec<_> = findings.iter().filter(|f| f.lint.group == Group::Metrics).collect();
        assert!(metrics.is_empty() && findings.iter().all(|f| f.lint.code != "PQL801"), "{query}: {findings:#?}");
    }
    assert!(Linter::new(settings()).settings().snapshot.as_ref().is_some_and(|snapshot| !snapshot.of_targets));
}

#[test]
fn recorded_metrics_are_known() {
    let rules = "groups:\n- name: g\n  rules:\n  - record: requests_rate\n    expr: rate(http_requests_total[5m])\n";
    let dashboard = "requests_rate > unknown_rate";
    let documents = [("rules.yml", rules), ("q.promql", dashboard)]
        .map(|(name, text)| Document::read(name, text, &ReadOptions::default()));
    let findings = known(Linter::new(settings()).lint(&documents));
    assert_eq!(shown(dashboard, &findings), ["PQL951 unknown_rate: there is no metric `unknown_rate`"]);
}

#[test]
fn rare_values_are_found_on_demand() {
    let selection = Selection::new(&["unknown-label-value"], &[], &[]).unwrap();
    let linter = Linter::new(settings().selection(selection));
    let query = r#"http_requests_total{code="503"}"#;
    let findings = linter.lint_query(query, Variables::None);
    assert_eq!(
        shown(query, &findings),
        [r#"PQL953 code="503": no series of `http_requests_total` has such a value of `code`"#]
    );
}

/// Metrics whose types and units contradict their names.
fn misnamed() -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for (name, kind, unit) in [
        ("sessions_total", "gauge", ""),
        ("requests_total", "gauge", ""),
        ("sizes_bucket", "gauge", ""),
        ("hits_ratio", "counter", ""),
        ("events", "counter", ""),
        ("load", "gauge", ""),
        ("native_total", "histogram", ""),
        ("latency", "gauge", "ms"),
        ("timeout_seconds", "gauge", "milliseconds"),
        ("memory", "gauge", "By"),
        ("old_bytes", "gauge", "{page}"),
    ] {
        builder.metadata(name, kind, unit, "");
        builder.series([("__name__", name), ("job", "a"), ("instance", "b")]);
    }
    builder.build(50)
}

#[test]
fn types_and_units_of_a_snapshot_go_before_names() {
    let selection = Selection::new(&["correctness", "PQL954"], &[], &["PQL319", "PQL326"]).unwrap();
    let linter = Linter::new(Settings::default().selection(selection).snapshot(Some(misnamed())));
    for (query, codes) in [
        // A gauge, whatever its name.
        ("delta(sessions_total[5m])", &[][..]),
        ("rate(sessions_total[5m])", &["PQL954"]),
        ("requests_total", &[]),
        ("requests_total > 5", &[]),
        ("histogram_quantile(0.9, sizes_bucket)", &["PQL311"]),
        // A counter, whatever its name.
        ("rate(hits_ratio[5m])", &[]),
        ("rate(events[5m])", &[]),
        ("delta(events[5m])", &["PQL954"]),
        ("events", &["PQL306"]),
        ("events > 5", &["PQL307"]),
        // Neither has buckets; a histogram has.
        ("histogram_quantile(0.9, load)", &["PQL311"]),
        ("histogram_quantile(0.9, rate(native_total[5m]))", &[]),
        // Units.
        ("latency > timeout_seconds", &[]),
        ("latency > memory", &["PQL320"]),
        ("memory > old_bytes", &[]),
        ("latency + other_seconds", &["PQL320"]),
    ] {
        let findings = linter.lint_query(query, Variables::None);
        assert_eq!(findings.iter().map(|f| f.lint.code).collect::<Vec<_>>(), codes, "{query}: {findings:#?}");
    }
}

#[test]
fn windows_of_counters_are_raw_where_their_values_go_on() {
    let linter = Linter::new(Settings::default().selection(Selection::new(&["PQL306"], &[], &[]).unwrap()));
    for (query, n) in [
        ("max_over_time(http_requests_total[5m])", 1),
        ("last_over_time(http_requests_total[5m])", 1),
        ("rate(http_requests_total[5m])", 0),
        ("max_over_time(rate(http_requests_total[5m])[1h:])", 0),
        ("delta(http_requests_total[5m])", 0),
        ("changes(http_requests_total[5m])", 0),
        ("count_over_time(http_requests_total[5m])", 0),
    ] {
        assert_eq!(linter.lint_query(query, Variables::None).len(), n, "{query}");
    }
}

#[test]
fn without_types_names_decide() {
    let selection = Selection::new(&["correctness", "PQL954"], &[], &["PQL319", "PQL326"]).unwrap();
    let linter = Linter::new(Settings::default().selection(selection));
    for (query, codes) in [
        ("delta(sessions_total[5m])", &["PQL305"][..]),
        ("requests_total", &["PQL306"]),
        ("requests_total > 5", &["PQL307"]),
        ("histogram_quantile(0.9, sizes_bucket)", &["PQL310"]),
        ("rate(hits_ratio[5m])", &["PQL303"]),
        ("rate(events[5m])", &["PQL304"]),
        ("events > 5", &[]),
        ("latency > memory", &[]),
        ("latency + other_seconds", &[]),
    ] {
        let findings = linter.lint_query(query, Variables::None);
        assert_eq!(findings.iter().map(|f| f.lint.code).collect::<Vec<_>>(), codes, "{query}: {findings:#?}");
    }
}

#[test]
fn rules() {
    let linter = Linter::new(settings().selection(Selection::new(&["labels", "profile"], &[], &[]).unwrap()));
    let text = r"groups:
- name: g
  rules:
  - alert: A
    expr: sum by (job) (x) > 0
    for: 5m
    labels:
      cluster: other
      team: '{{ .Labels.job }}'
    annotations:
      summary: '{{ $labels.pod }} {{ $labels.job }} {{ $externalLabels.clustr }} {{ $externalLabels.cluster }}'
  - alert: B
    expr: (count(x) or vector(0)) >= bool 0
  - alert: C
    expr: vector(1) > 0
  - record: a:b
    expr: x
    labels:
      cluster: other
";
    let findings = linter.lint(&[Document::read("rules.yaml", text, &ReadOptions::default())]);
    assert_eq!(
        shown(text, &findings),
        [
            "PQL903 cluster: `cluster` is an external label of the server",
            "PQL805 .pod: the expression returns no label `pod`",
            "PQL904 .clustr: the server has no external label `clustr`; did you mean `cluster`?",
            "PQL804 (count(x) or vector(0)) >= bool 0: the alert `B` always fires: its expression always has a result",
            "PQL903 cluster: `cluster` is an external label of the server",
        ]
    );
}

#[test]
fn labels_of_templates_are_followed() {
    let linter = Linter::new(settings().selection(Selection::new(&["PQL805"], &[], &[]).unwrap()));
    for (template, expected) in [
        ("{{ $l := $labels }}{{ $l.pod }} {{ $l.job }}", &["PQL805 .pod: the expression returns no label `pod`"][..]),
        ("{{ with $labels }}{{ .pod }}{{ end }}", &["PQL805 .pod: the expression returns no label `pod`"]),
        (
            "{{ with query `sum(up)` }}{{ . | first | label `pod` }}{{ end }}",
            &["PQL805 `pod`: the query returns no label `pod`"],
        ),
        (
            "{{ range query `sum by (job) (up)` }}{{ .Labels.pod }} {{ .Labels.job }}{{ end }}",
            &["PQL805 .pod: the query returns no label `pod`"],
        ),
        ("{{ with query `up` }}{{ . | first | label `pod` }}{{ end }}", &[]),
        ("{{ with printf `up{a='%s'}` $labels.job | query }}{{ . | first | label `pod` }}{{ end }}", &[]),
    ] {
        let text = format!(
            "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum by (job) (x) > 0\n    annotations:\n      a: \"{template}\"\n"
        );
        let findings = linter.lint(&[Document::read("rules.yaml", &text, &ReadOptions::default())]);
        assert_eq!(shown(&text, &findings), expected, "{template}");
    }
}

#[test]
fn snapshots_count_and_list() {
    let snapshot = snapshot();
    let requests = &snapshot.metrics["http_requests_total"];
    assert_eq!((requests.n_series, requests.kind.as_deref()), (4, Some("counter")));
    assert_eq!((requests.labels["code"].cardinality, requests.labels["code"].on_all), (2, true));
    let buckets = &snapshot.metrics["latency_seconds_bucket"];
    assert_eq!((buckets.kind.as_deref(), buckets.unit.as_deref()), (Some("histogram"), Some("seconds")));
    let mut builder = SnapshotBuilder::default();
    for i in 0..=50 {
        builder.series([("__name__", "m"), ("i", i.to_string().as_str())]);
    }
    builder.series([("__name__", "m")]);
    let label = &builder.build(50).metrics["m"].labels["i"];
    assert_eq!((label.cardinality, label.on_all, &label.values), (51, false, &None));
}

#[test]
fn metrics_behind_a_fallback_may_be_missing() {
    let linter = Linter::new(settings());
    for (query, severity) in [
        ("sum(m or vector(0))", Severity::Info),
        ("vector(0) or m", Severity::Info),
        ("sum(rate(m[5m])) or vector(0)", Severity::Info),
        ("queue_size unless m", Severity::Info),
        ("queue_size unless on (job) (m == 1)", Severity::Info),
        ("m unless queue_size", Severity::Error),
        ("queue_size and m", Severity::Error),
        ("sum(m)", Severity::Error),
    ] {
        let found = linter.lint(&[Document::read("q.promql", query, &ReadOptions::default())]);
        let of_metric: Vec<_> = found.iter().filter(|finding| finding.lint.code == "PQL951").collect();
        let [finding] = of_metric[..] else { panic!("{query}: {found:#?}") };
        assert_eq!(finding.diagnostic.severity, severity, "{query}");
    }
}

#[test]
fn a_name_without_its_ending_is_recognised() {
    let linter = Linter::new(settings());
    for (query, meant) in [
        ("rate(http_requests[5m])", Some("http_requests_total")),
        ("latency", Some("latency_seconds_bucket")),
        ("http", None),
    ] {
        let found = linter.lint(&[Document::read("q.promql", query, &ReadOptions::default())]);
        let finding = found.iter().find(|finding| finding.lint.code == "PQL951").unwrap();
        let said = finding.diagnostic.message.split("did you mean `").nth(1).map(|rest| rest.trim_end_matches("`?"));
        assert_eq!(said, meant, "{query}: {}", finding.diagnostic.message);
    }
}
