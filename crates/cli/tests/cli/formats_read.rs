//! What people have as data: results of queries, and what promtool dumps.

use crate::common::{Tree, run};

/// What a query answers as CSV.
fn csv(tree: &Tree, query: &str, data: &str) -> String {
    tree.show(&format!("query '{query}' -d {data} -o csv"))
}

#[test]
fn a_result_in_json_is_data_again() {
    let tree = Tree::new(&[]);
    for (query, again) in [
        ("'http_requests_total' --step 15m", "sum(http_requests_total)"),
        ("'sum(http_requests_total)'", "sum({from=\"x\"})"),
        ("'scalar(sum(http_requests_total))'", "sum({from=\"x\"})"),
    ] {
        let output = run(&format!("query {query} -d export.jsonl -o json"));
        tree.write("answer.json", output.stdout);
        let answer = csv(&tree, again, "answer.json --label from=x");
        assert!(answer.starts_with("timestamp,value\n2026-06-26T") && answer.lines().count() == 2, "{query}: {answer}");
    }
}

#[test]
fn dumps_of_a_data_directory_are_data_again() {
    let tree = Tree::new(&[]);
    let dump = "{__name__=\"up\", job=\"a\"} 1 60000\n{__name__=\"up\", job=\"a\"} 0 120000\n";
    let openmetrics = "up{job=\"a\"} 1 60.000\nup{job=\"a\"} 0 120.000\n# EOF\n";
    tree.write("dump.txt", dump);
    tree.write("openmetrics.txt", openmetrics);
    for file in ["dump.txt", "openmetrics.txt"] {
        assert_eq!(csv(&tree, "up offset 1m", file), "__name__,job,timestamp,value\nup,a,1970-01-01T00:02:00Z,1\n");
    }
}
