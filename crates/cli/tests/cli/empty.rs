//! Why a result is empty, as text and as JSON.

use crate::common::{Tree, run, show};
use insta::assert_snapshot;

/// Two targets of one scrape each.
fn scrapes() -> Tree {
    let app =
        "# TYPE requests_total counter\nrequests_total{code=\"200\"} 5 100000\nrequests_total{code=\"500\"} 2 100000\n";
    Tree::new(&[("app.prom", app), ("node.prom", "memory_bytes{host=\"a\"} 5 100000\n")])
}

#[test]
fn a_rate_over_one_scrape() {
    assert_snapshot!(scrapes().show("query 'sum(rate(requests_total[5m]))' -d app.prom"), @"
    --- stderr
    info: `rate` needs two samples, but each series has only one
     --> query:1:5
      |
    1 | sum(rate(requests_total[5m]))
      |     ^^^^^^^^^^^^^^^^^^^^^^^^
      = note: give data of several scrapes, or query the value itself

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    ");
}

#[test]
fn a_filter_that_lets_nothing_through() {
    assert_snapshot!(scrapes().show("query 'sum by (code) (requests_total) > 10' -d app.prom"), @"
    --- stderr
    info: `>` lets nothing through: the values lie between 2 and 5
     --> query:1:32
      |
    1 | sum by (code) (requests_total) > 10
      |                                ^

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    ");
}

#[test]
fn a_metric_that_is_not_there() {
    assert_snapshot!(scrapes().show("query 'requests + up + job:requests:rate5m' -d app.prom"), @"
    --- stderr
    info: there is no metric `requests`; did you mean `requests_total`?
     --> query:1:1
      |
    1 | requests + up + job:requests:rate5m
      | ^^^^^^^^

    info: there is no metric `up`
     --> query:1:12
      |
    1 | requests + up + job:requests:rate5m
      |            ^^
      = note: a Prometheus server writes this metric for each scrape; no target exposes it

    info: there is no metric `job:requests:rate5m`
     --> query:1:17
      |
    1 | requests + up + job:requests:rate5m
      |                 ^^^^^^^^^^^^^^^^^^^
      = note: a name with a colon is that of a recording rule: query its expression instead

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    ");
}

#[test]
fn labels_that_a_server_adds() {
    let tree = scrapes();
    assert_snapshot!(tree.show("query 'requests_total{job=\"app\"}' -d app.prom"), @r#"
    --- stderr
    info: no series of `requests_total` has the label `job`
     --> query:1:1
      |
    1 | requests_total{job="app"}
      | ^^^^^^^^^^^^^^^^^^^^^^^^^
      = note: a Prometheus server adds `job` when it scrapes: add it to the data with --label job=NAME, or for each file with --file-label job

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    "#);
    assert_snapshot!(tree.show("query 'requests_total{job=\"app\"}' -d app.prom --label job=app"), @"
    __name__        code  job  value
    requests_total  200   app      5
    requests_total  500   app      2
    ");
    assert_snapshot!(
        tree.show("query '{__name__=~\".+\"}' -d job=app,instance=h:80:app.prom job=node:node.prom --label env=test"),
        @"
    __name__        code  env   host  instance  job   value
    memory_bytes          test  a               node      5
    requests_total  200   test        h:80      app       5
    requests_total  500   test        h:80      app       2
    "
    );
    assert_snapshot!(tree.show("query 'up' -d app.prom --label job"), @"
    --- stderr
    error: invalid value 'job' for '--label <NAME=VALUE>': give a name and a value, such as job=node

    For more information, try '--help'.
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("query 'up' -d app.prom --label __name__=up"), @"
    --- stderr
    error: invalid value '__name__=up' for '--label <NAME=VALUE>': `__name__` is not a label name

    For more information, try '--help'.
    --- exit code Some(2)
    ");
}

#[test]
fn a_time_outside_the_data() {
    assert_snapshot!(scrapes().show("query requests_total -d app.prom --time 1000"), @"
    --- stderr
    info: the series have no samples from 1970-01-01T00:11:40.001Z to 1970-01-01T00:16:40Z; the last one is at 1970-01-01T00:01:40Z
     --> query:1:1
      |
    1 | requests_total
      | ^^^^^^^^^^^^^^

    note: the result at 1970-01-01T00:16:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    ");
}

#[test]
fn sides_that_do_not_match() {
    assert_snapshot!(scrapes().show("query 'requests_total / memory_bytes' -d app.prom node.prom"), @r#"
    --- stderr
    info: no series on the left of `/` has the same labels as a series on the right
     --> query:1:16
      |
    1 | requests_total / memory_bytes
      |                ^
      = note: a series on the left has {code="200"}, one on the right has {host="a"}; match fewer labels with `on` or `ignoring`

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    "#);
}

#[test]
fn other_formats_say_it_too() {
    let tree = scrapes();
    assert_snapshot!(tree.show("query 'rate(requests_total[5m])' -d app.prom -o json"), @r#"{"status":"success","data":{"resultType":"vector","result":[],"emptyReasons":[{"kind":"too-few-samples","message":"`rate` needs two samples, but each series has only one","help":"give data of several scrapes, or query the value itself","start":0,"end":24}]}}"#);
    assert_snapshot!(tree.show("query 'requests_total > 10' -d app.prom -o csv"), @"
    timestamp,value
    --- stderr
    info: `>` lets nothing through: the values lie between 2 and 5
     --> query:1:16
      |
    1 | requests_total > 10
      |                ^

    note: the result at 1970-01-01T00:01:40Z is empty; all samples are at 1970-01-01T00:01:40Z
    ");
    assert!(!tree.show("query requests_total -d app.prom -o json").contains("emptyReasons"));
}

#[test]
fn an_empty_result_fails_where_that_is_asked_for() {
    assert_eq!(run("query 'nosuch' -d export.jsonl").status.code(), Some(0));
    assert_eq!(run("query 'nosuch' -d export.jsonl --fail-if-empty").status.code(), Some(1));
    assert_eq!(run("query 'nosuch' -d export.jsonl --fail-if-empty -o json --step 1m").status.code(), Some(1));
    assert_eq!(run("query 'queue_length' -d export.jsonl --fail-if-empty").status.code(), Some(0));
    assert!(show("query 'nosuch' -d export.jsonl").contains("there is no metric `nosuch`"));
}
