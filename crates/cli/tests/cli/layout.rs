//! How results lie on a terminal: columns, rows and legends.

use crate::common::{Tree, promenade, shown};
use insta::assert_snapshot;

/// What a run shows on a terminal with so many columns.
fn show_at(columns: usize, tree: &Tree, args: &[&str]) -> String {
    let output = promenade().current_dir(tree.path("")).args(args).env("COLUMNS", columns.to_string()).output();
    shown(&output.expect("the program runs"))
}

/// Pods with long names in one namespace.
fn pods() -> Tree {
    let pod = |name: &str, reason: &str, value: u8| {
        format!(
            "kube_pod_container_status_waiting_reason{{cluster=\"prod-eu-west-1\",namespace=\"monitoring\",pod=\"{name}\",\
             reason=\"{reason}\",uid=\"8f3c9a52-1111-4222-8333-{name:>12}\"}} {value} 0\n"
        )
    };
    let text = pod("prometheus-0", "ContainerCreating", 1) + &pod("prometheus-1", "CrashLoopBackOff", 0);
    Tree::new(&[("pods.prom", &text)])
}

#[test]
fn a_table_that_is_too_wide_names_constant_labels_once() {
    let tree = pods();
    let args = ["query", "kube_pod_container_status_waiting_reason", "-d", "pods.prom"];
    assert_snapshot!(show_at(80, &tree, &args), @r#"
    kube_pod_container_status_waiting_reason{cluster="prod-eu-west-1",
    namespace="monitoring"}
    pod           reason             uid                                   value
    prometheus-0  ContainerCreating  8f3c9a52-1111-4222-8333-prometheus-0      1
    prometheus-1  CrashLoopBackOff   8f3c9a52-1111-4222-8333-prometheus-1      0
    "#);
    assert_snapshot!(show_at(200, &tree, &args), @"
    __name__                                  cluster         namespace   pod           reason             uid                                   value
    kube_pod_container_status_waiting_reason  prod-eu-west-1  monitoring  prometheus-0  ContainerCreating  8f3c9a52-1111-4222-8333-prometheus-0      1
    kube_pod_container_status_waiting_reason  prod-eu-west-1  monitoring  prometheus-1  CrashLoopBackOff   8f3c9a52-1111-4222-8333-prometheus-1      0
    ");
    let piped = promenade().current_dir(tree.path("")).args(args).env_remove("COLUMNS").output();
    assert_eq!(shown(&piped.expect("the program runs")), show_at(200, &tree, &args), "a pipe has no width");
}

#[test]
fn columns_are_in_the_order_of_by() {
    let tree = pods();
    let by = |grouping: &str| {
        let query = format!("sum by ({grouping}) (kube_pod_container_status_waiting_reason) + 0");
        show_at(80, &tree, &["query", &query, "-d", "pods.prom"])
    };
    assert_snapshot!(by("reason, namespace"), @"
    reason             namespace   value
    ContainerCreating  monitoring      1
    CrashLoopBackOff   monitoring      0
    ");
    assert_snapshot!(by("pod, cluster"), @"
    pod           cluster         value
    prometheus-0  prod-eu-west-1      1
    prometheus-1  prod-eu-west-1      0
    ");
}

#[test]
fn bounds_are_sorted_as_numbers() {
    let bounds = ["10.0", "+Inf", "2.5", "0.5", "1e-05", "-1.0"];
    let text: String = bounds
        .map(|le| format!("lag_bucket{{le=\"{le}\",zone=\"a\"}} 1 0\nlag_bucket{{le=\"{le}\",zone=\"b\"}} 2 0\n"))
        .concat();
    let tree = Tree::new(&[("lag.prom", &text)]);
    assert_snapshot!(show_at(80, &tree, &["query", "sum by (zone, le) (lag_bucket)", "-d", "lag.prom"]), @"
    zone  le     value
    a     -1.0       1
    a     1e-05      1
    a     0.5        1
    a     2.5        1
    a     10.0       1
    a     +Inf       1
    b     -1.0       2
    b     1e-05      2
    b     0.5        2
    b     2.5        2
    b     10.0       2
    b     +Inf       2
    ");
    let sorted = show_at(80, &tree, &["query", "sort_desc(lag_bucket)", "-d", "lag.prom"]);
    let values: Vec<&str> = sorted.lines().skip(1).filter_map(|line| line.split_whitespace().last()).collect();
    assert_eq!(values, ["2", "2", "2", "2", "2", "2", "1", "1", "1", "1", "1", "1"], "a sorted result stays as it is");
}

#[test]
fn a_legend_names_what_differs_and_fits() {
    let lines =
        |pod: usize| [0, 60].map(|t| format!("jobs{{pod=\"p{pod:02}\",zone=\"a\"}} {} {t}000\n", pod * t)).concat();
    let text: String = (0..40).map(lines).collect::<Vec<_>>().concat();
    let tree = Tree::new(&[("jobs.prom", &text)]);
    let chart = show_at(80, &tree, &["query", "jobs", "-d", "jobs.prom", "--step", "10s", "-o", "chart"]);
    assert!(chart.lines().count() < 24, "{chart}");
    let legend: Vec<&str> = chart.lines().skip_while(|line| !line.starts_with("jobs")).collect();
    assert_snapshot!(legend.join("\n"), @r#"
    jobs{zone="a"}
    a {pod="p00"}  last 0  min 0  max 0
    b {pod="p01"}  last 60  min 0  max 60
    c {pod="p02"}  last 120  min 0  max 120
    d {pod="p03"}  last 180  min 0  max 180
    e {pod="p04"}  last 240  min 0  max 240
    f {pod="p05"}  last 300  min 0  max 300
    g {pod="p06"}  last 360  min 0  max 360
    h {pod="p07"}  last 420  min 0  max 420
    i {pod="p08"}  last 480  min 0  max 480
    j {pod="p09"}  last 540  min 0  max 540
      and 30 more series: `topk`, or --output table, shows fewer or all
    "#);
}

#[test]
fn a_plan_is_written_as_json() {
    let tree = pods();
    let args = ["explain", "rate(up[5m])", "--time", "60", "--output", "json", "--cost", "-d", "pods.prom"];
    let text = show_at(80, &tree, &args);
    let json: serde_json::Value = serde_json::from_str(&text).expect(&text);
    assert_eq!(json["plan"]["scans"][0]["end_ms"], 60_000);
    assert_eq!(json["cost"]["actual"]["samplesRead"], 0);
    let deep = format!("{}up{}", "abs(".repeat(300), ")".repeat(300));
    assert!(show_at(80, &tree, &["explain", &deep, "-o", "json"]).starts_with('{'));
}
