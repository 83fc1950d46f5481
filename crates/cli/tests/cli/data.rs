//! Where data comes from, and which times a query gets.

use std::fs;

use crate::common::{Tree, promenade, run_with_input, show, shown};
use insta::assert_snapshot;

#[test]
fn standard_input_is_a_file() {
    assert_snapshot!(shown(&run_with_input("query 'sum(up)' -d -", "up{a=\"1\"} 1\nup{a=\"2\"} 4\n")), @"
    value
        5
    ");
}

#[test]
fn directories_are_walked() {
    assert_snapshot!(show("query 'count by (__name__) ({__name__=~\"node.*\"})' -d cluster"), @"
    __name__                value
    node_info                   2
    node_memory_free_bytes      2
    ");
}

#[test]
fn samples_without_time_come_with_the_newest() {
    let join = "working_set_bytes * on (pod) group_left (node) pod_info";
    assert_snapshot!(show(&format!("query '{join}' -d mixed")), @"
    node  pod  value
    n1    x     1000
    n2    y     4000
    --- stderr
    note: not metrics, left out: mixed/picture.png
    ");
    assert_snapshot!(show("query pod_info -d mixed/untimed.prom --time 100 -o csv"), @"
    __name__,node,pod,timestamp,value
    pod_info,n1,x,1970-01-01T00:01:40Z,1
    pod_info,n2,y,1970-01-01T00:01:40Z,1
    ");
    assert_snapshot!(show("query 'timestamp(pod_info)' -d mixed/untimed.prom --scrape-time 50 --time 100"), @"
    node  pod  value
    n1    x       50
    n2    y       50
    ");
    assert_snapshot!(show("query pod_info -d mixed/untimed.prom --scrape-time 50 --time 900"), @"
    --- stderr
    info: the series have no samples from 1970-01-01T00:10:00.001Z to 1970-01-01T00:15:00Z; the last one is at 1970-01-01T00:00:50Z
     --> query:1:1
      |
    1 | pod_info
      | ^^^^^^^^

    note: the result at 1970-01-01T00:15:00Z is empty; all samples are at 1970-01-01T00:00:50Z
    ");
}

#[test]
fn ranges_span_the_data() {
    assert_snapshot!(show("query 'count(http_requests_total)' -d export.jsonl --step 15m"), @"
    timestamp             value
    2026-06-26T10:00:00Z      2
    2026-06-26T10:15:00Z      2
    2026-06-26T10:30:00Z      2
    ");
    assert_snapshot!(show("query 'count(http_requests_total)' -d export.jsonl --end 1782468002"), @"
    timestamp             value
    2026-06-26T10:00:00Z      2
    2026-06-26T10:00:01Z      2
    2026-06-26T10:00:02Z      2
    ");
}

#[test]
fn lookback_and_features_reach_the_engine() {
    assert_snapshot!(show("query queue_length -d export.jsonl --time 1782469499 --lookback 600"), @"
    __name__      job    value
    queue_length  api  -19.178
    ");
    assert_snapshot!(show("query 'max_of(1, 2)' --enable-feature promql-experimental-functions"), @"2");
}

#[test]
fn names_need_no_quotes_where_the_feature_is_on() {
    let query = "query 'sum by (service.name) (http.requests)' --data -";
    let data = "{\"http.requests\",\"service.name\"=\"api\"} 5\n";
    let with_feature = format!("{query} --enable-feature promql-unquoted-utf8-names");
    assert_snapshot!(shown(&run_with_input(&with_feature, data)), @"
    service.name  value
    api               5
    ");
    assert_snapshot!(shown(&run_with_input(query, data)), @r#"
    --- stderr
    error[PQL002]: `service.name` holds a character for which a label's name must stand in quotes
     --> query:1:16
      |
    1 | sum by (service.name) (http.requests)
      |                ^
      = note: with the feature `promql-unquoted-utf8-names` the name needs no quotes
      = help: write the name in quotes: sum by ("service.name") (http.requests)

    error[PQL002]: `http.requests` holds a character for which a metric's name must stand in quotes, in braces
     --> query:1:28
      |
    1 | sum by (service.name) (http.requests)
      |                            ^
      = note: with the feature `promql-unquoted-utf8-names` the name needs no quotes
      = help: write the name in quotes: sum by (service.name) ({"http.requests"})

    --- exit code Some(1)
    "#);
}

#[test]
fn flags_of_what_is_always_on_do_nothing() {
    assert_snapshot!(show("query 1 --enable-feature promql-duration-expr,promql-extended-range-selectors"), @r"
    1
    --- stderr
    note: the flag `promql-duration-expr` does nothing: this part of the language is always on
    note: the flag `promql-extended-range-selectors` does nothing: this part of the language is always on
    ");
}

#[test]
fn a_sample_that_is_repeated_counts_once() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("1.prom"), "up 1\n").unwrap();
    fs::write(directory.path().join("2.prom"), "up 2\n").unwrap();
    let output = promenade().args(["query", "up", "-d"]).arg(directory.path()).output().unwrap();
    assert_snapshot!(shown(&output), @"
    __name__  value
    up            1
    --- stderr
    note: 1 sample repeats the series and timestamp of another, of which the first counts; if each file is of another target, tell them apart with --file-label instance
    ");
}

#[cfg(unix)]
#[test]
fn links_to_directories_are_not_followed() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("1.prom"), "up 1\n").unwrap();
    std::os::unix::fs::symlink(directory.path(), directory.path().join("again")).unwrap();
    let output = promenade().args(["query", "up", "-d"]).arg(directory.path()).output().unwrap();
    assert_snapshot!(shown(&output), @"
    __name__  value
    up            1
    ");
}

#[test]
fn the_expression_may_stand_behind_the_data() {
    assert_eq!(show("query --data mixed cluster 'count(up)'"), show("query 'count(up)' --data mixed cluster"));
    assert_eq!(show("query -d cluster -d mixed 'count({__name__=~\".+\"})' --time 60"), {
        show("query 'count({__name__=~\".+\"})' -d cluster -d mixed --time 60")
    });
    assert_snapshot!(show("query --data cluster"), @"
    --- stderr
    error: there is no expression
      help: give it first: promenade query EXPR --data PATH
    --- exit code Some(2)
    ");
}

#[test]
fn files_of_several_targets_are_told_apart() {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("eu")).unwrap();
    fs::write(directory.path().join("eu/a.prom"), "up 1\nload{instance=\"own\"} 3\n").unwrap();
    fs::write(directory.path().join("b.prom"), "up 2\n").unwrap();
    let query = |extra: &[&str]| {
        let query = ["query", "{__name__=~\"up|load\"}", "-d"];
        shown(&promenade().args(query).arg(directory.path()).args(extra).output().unwrap())
    };
    assert_snapshot!(query(&[]), @"
    __name__  instance  value
    load      own           3
    up                      2
    --- stderr
    note: 1 sample repeats the series and timestamp of another, of which the first counts; if each file is of another target, tell them apart with --file-label instance
    ");
    assert_snapshot!(query(&["--file-label", "instance"]), @"
    __name__  instance  value
    load      own           3
    up        b             2
    up        eu/a          1
    ");
}

#[test]
fn words_for_people_in_a_directory_are_left_out() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("README.md"), "# Data\nRun it:\nup 1\n").unwrap();
    fs::write(directory.path().join("LICENSE"), "Permission is granted, free of charge\nto any person\n").unwrap();
    fs::write(directory.path().join("a.prom"), "up 2\n").unwrap();
    let output = promenade().args(["query", "up", "-d"]).arg(directory.path()).output().unwrap();
    let text = shown(&output).replace(&directory.path().display().to_string(), "DATA");
    assert_snapshot!(text, @"
    __name__  value
    up            2
    --- stderr
    note: not metrics, left out: DATA/LICENSE and 1 more
    ");
    let named = directory.path().join("LICENSE");
    let output = promenade().args(["query", "up", "-d"]).arg(named).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a file that is named must be metrics");
}

#[test]
fn what_finds_nothing_is_named() {
    let said = |expr: &str| show(&format!("query '{expr}' -d export.jsonl"));
    let metric = said("sum(rate(http_request_total[5m]))");
    assert!(
        metric.contains("there is no metric `http_request_total`; did you mean `http_requests_total`?"),
        "{metric}"
    );
    let label = said(r#"queue_length{jib="api"}"#);
    assert!(label.contains("no series of `queue_length` has the label `jib`; did you mean `job`?"), "{label}");
    let value = said(r#"queue_length{job="apo"}"#);
    assert!(value.contains("no series of `queue_length` matches `job=\"apo\"`"), "{value}");
    assert!(value.contains("the values of `job` are \"api\""), "{value}");
    // Where all is there, nothing is said of it.
    assert!(!said("queue_length > 1e9").contains("PQL"));
}

#[test]
fn columns_are_queried_beside_text_and_the_last_source_counts() {
    let tree =
        Tree::new(&[("first.prom", "x{i=\"1\"} 1 1000\nx{i=\"2\"} 2 1000\n"), ("last.prom", "x{i=\"1\"} 3 1000\n")]);
    for (query, file) in [("x", "x.arrow"), ("x*10", "tens.arrow")] {
        let output = tree.run(&format!("query {query} -d first.prom --time 1 -o arrow"));
        assert_eq!(output.status.code(), Some(0));
        tree.write(file, output.stdout);
    }
    assert_snapshot!(tree.show("query x -d x.arrow --time 1 -o csv"), @r"
    __name__,i,timestamp,value
    x,1,1970-01-01T00:00:01Z,1
    x,2,1970-01-01T00:00:01Z,2
    ");
    assert_snapshot!(tree.show("query x -d x.arrow -d last.prom --time 1 -o csv"), @r"
    __name__,i,timestamp,value
    x,1,1970-01-01T00:00:01Z,3
    x,2,1970-01-01T00:00:01Z,2
    --- stderr
    note: 1 sample repeats the series and timestamp of another, of which the first counts; if each file is of another target, tell them apart with --file-label instance
    ");
    assert_snapshot!(tree.show("query x -d last.prom -d x.arrow --time 1 -o csv"), @r"
    __name__,i,timestamp,value
    x,1,1970-01-01T00:00:01Z,1
    x,2,1970-01-01T00:00:01Z,2
    --- stderr
    note: 1 sample repeats the series and timestamp of another, of which the first counts; if each file is of another target, tell them apart with --file-label instance
    ");
    assert_snapshot!(tree.show("query '{i=\"2\"}' -d x.arrow -d tens.arrow --file-label file --time 1 -o csv"), @r"
    __name__,file,i,timestamp,value
    x,x,2,1970-01-01T00:00:01Z,2
    ,tens,2,1970-01-01T00:00:01Z,20
    ");
}
