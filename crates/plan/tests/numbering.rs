//! Nodes are numbered in Prometheus's order of evaluation.

mod support;

use promenade_plan::{Node, NodeKind, PlanOptions};
use support::plan;

/// Compares the texts of the nodes in the order of their ids, without merges.
fn check(query: &str, expected: &[&str]) {
    let plan = plan(query, PlanOptions::range(0, 60_000, 1000));
    let mut nodes = Vec::new();
    collect(&plan.root, &mut nodes);
    assert_eq!(nodes.len(), plan.n_nodes, "{query}");
    nodes.sort_by_key(|node| node.id);
    assert!(nodes.iter().map(|node| node.id as usize).eq(0..plan.n_nodes), "{query}");
    let evaluated = nodes.iter().filter(|node| !matches!(node.kind, NodeKind::Merge(_)));
    let texts: Vec<String> = evaluated.map(|node| text(node, query)).collect();
    assert_eq!(texts, expected, "{query}");
}

fn collect<'a>(node: &'a Node, nodes: &mut Vec<&'a Node>) {
    nodes.push(node);
    node.children().for_each(|child| collect(child, nodes));
}

fn text(node: &Node, query: &str) -> String {
    let text = &query[node.range.clone()];
    if matches!(node.kind, NodeKind::StepInvariant(_)) { format!("invariant {text}") } else { text.to_owned() }
}

#[test]
fn children_come_before_their_parent_from_left_to_right() {
    check("a + (b - 1)", &["a", "b", "1", "b - 1", "a + (b - 1)"]);
    check("-(a) + b @ 1", &["a", "-(a)", "b @ 1", "invariant b @ 1", "-(a) + b @ 1"]);
    check("clamp(a, 1, 2)", &["a", "1", "2", "clamp(a, 1, 2)"]);
}

#[test]
fn parameters_come_before_what_is_aggregated() {
    check("topk(scalar(k), a)", &["k", "scalar(k)", "a", "topk(scalar(k), a)"]);
}

#[test]
fn subqueries_come_before_other_arguments_and_range_selectors_after_them() {
    check("quantile_over_time(scalar(q), a[5m])", &["q", "scalar(q)", "a[5m]", "quantile_over_time(scalar(q), a[5m])"]);
    check(
        "quantile_over_time(scalar(q), a[5m:1m])",
        &["a", "a[5m:1m]", "q", "scalar(q)", "quantile_over_time(scalar(q), a[5m:1m])"],
    );
    check("predict_linear(a[5m], scalar(q))", &["q", "scalar(q)", "a[5m]", "predict_linear(a[5m], scalar(q))"]);
}
