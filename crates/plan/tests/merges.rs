//! Where rows of equal labels are merged, and where names are dropped at the end.

mod support;

use promenade_model::Features;
use promenade_plan::{LogicalPlan, Node, NodeKind, PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};

/// The plan in one line: merges as `merge(..)`, the name drop as `drop(..)`, all other inner nodes as `_(..)`.
fn shape(plan: &LogicalPlan) -> String {
    of_node(&plan.root)
}

fn of_node(node: &Node) -> String {
    let children: Vec<String> = node.children().map(of_node).filter(|child| !child.is_empty()).collect();
    let name = match &node.kind {
        NodeKind::Merge(_) => "merge",
        NodeKind::DropNames(_) => "drop",
        NodeKind::Number(_) | NodeKind::String(_) => return String::new(),
        NodeKind::VectorSelector(_) | NodeKind::MatrixSelector(_) => return "x".to_owned(),
        _ => "_",
    };
    format!("{name}({})", children.join(", "))
}

fn check(query: &str, expected: &str) {
    assert_eq!(shape(&support::plan(query, PlanOptions::range(0, 60_000, 1000))), expected, "{query}");
}

#[test]
fn what_drops_names_is_merged() {
    check("x", "x");
    check("rate(x[5m])", "merge(_(x))");
    check("abs(x)", "merge(_(x))");
    check("-x", "merge(_(x))");
    check("x + 1", "merge(_(x))");
    check("x > bool 1", "merge(_(x))");
    check("x > 1", "_(x)");
    check("x + x", "merge(_(x, x))");
    check("x and x", "_(x, x)");
    check("x or x", "merge(_(x, x))");
    check("last_over_time(x[5m])", "_(x)");
    check("max_over_time(abs(x)[5m:1m])", "_(_(merge(_(x))))");
    check("time()", "_()");
}

#[test]
fn what_has_no_names_any_more_is_not_merged_again() {
    check("abs(sum by (a) (x))", "_(_(x))");
    check("abs(sum by (__name__) (x))", "merge(_(_(x)))");
    check("-ceil(rate(x[5m]))", "_(_(merge(_(x))))");
    check("abs(topk(1, rate(x[5m])))", "_(_(merge(_(x))))");
    check("abs(x + on (a) group_left (__name__) x)", "merge(_(merge(_(x, x))))");
}

#[test]
fn what_writes_labels_is_merged_in_any_case() {
    check(r#"label_join(sum(x), "a", "b")"#, "merge(_(_(x)))");
    check("histogram_quantile(0.9, sum by (le) (x))", "merge(_(_(x)))");
}

#[test]
fn with_delayed_name_removal_names_are_dropped_at_the_end() {
    let check = |query: &str, options: PlanOptions, expected: &str| {
        let features = Features::all();
        let typed = parse_and_check(query, &Options::with_features(features)).into_result().expect("a query");
        let plan = lower(&typed, &options.with_features(features)).expect("a plan");
        assert_eq!(shape(&plan), expected, "{query}");
    };
    let (instant, range) = (PlanOptions::instant(0), PlanOptions::range(0, 60_000, 1000));
    check("abs(x)", instant, "drop(_(x))");
    check("abs(x)", range, "drop(merge(_(x)))");
    check("rate(x[5m])", range, "drop(_(x))");
    check("1 + 2", range, "_(_())");
    check("abs(x)[5m:1m]", instant, "_(drop(merge(_(x))))");
    check("x[5m]", instant, "x");
}
