//! `promenade snapshot`: what it writes, and what reads it.

use insta::assert_snapshot;

use crate::common::{Tree, run, run_with_input, show};

const METRICS: &str = "\
# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{job=\"api\",path=\"/a\"} 1
http_requests_total{job=\"api\",path=\"/b\"} 2
http_requests_total{job=\"web\"} 2
# TYPE rpc_seconds histogram
rpc_seconds_bucket{le=\"+Inf\"} 2
rpc_seconds_sum 3
rpc_seconds_count 2
up 1
";

#[test]
fn metrics_are_written_down() {
    let output = run_with_input("snapshot --data - --max-values 2", METRICS);
    assert_snapshot!(String::from_utf8(output.stdout).unwrap());
    assert_eq!(show("snapshot --data cluster"), show("snapshot --data cluster"));
    assert_eq!(run("snapshot --data missing.prom").status.code(), Some(1));
}

#[test]
fn the_linter_reads_it() {
    let tree = Tree::new(&[("metrics.prom", METRICS), ("a.promql", "sum(up)\n"), ("broken.json", "{}")]);
    assert_eq!(tree.show("snapshot --data metrics.prom --output snapshot.json"), "");
    assert_eq!(tree.run("lint --snapshot snapshot.json a.promql").status.code(), Some(0));
    assert_snapshot!(tree.show("lint --snapshot broken.json a.promql"), @"
    --- stderr
    error: broken.json: it is no snapshot: missing field `version` at line 1 column 2
      help: write it again with `promenade snapshot`
    --- exit code Some(2)
    ");
    assert_snapshot!(tree.show("lint --snapshot missing.json a.promql"), @"
    --- stderr
    error: missing.json: it cannot be read: No such file or directory (os error 2)
    --- exit code Some(2)
    ");
    tree.write("promenade.toml", "snapshot = \"snapshot.json\"\n");
    assert_eq!(tree.run("lint a.promql").status.code(), Some(0));
}
