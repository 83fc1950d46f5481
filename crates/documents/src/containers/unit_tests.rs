//! Unit tests of rules, as `promtool test rules` reads them: the expressions that they evaluate.

use super::rule_file::Expression;
use crate::query::Origin;
use crate::yaml::NodeRef;

/// Whether a mapping is a file of unit tests: it has tests with one of their keys.
pub(super) fn is_unit_tests(root: NodeRef<'_>) -> bool {
    let keys = ["input_series", "promql_expr_test", "alert_rule_test"];
    items(root, "tests").any(|(_, test)| keys.iter().any(|key| test.get(key).is_some()))
}

/// Adds the expressions of `promql_expr_test`.
pub(super) fn expressions<'a>(root: NodeRef<'a>, out: &mut Vec<Expression<'a>>) {
    for (test, node) in items(root, "tests") {
        for (case, case_node) in items(node, "promql_expr_test") {
            let expr = case_node.get("expr").map(NodeRef::target).filter(|node| node.as_str().is_some());
            out.extend(expr.map(|node| Expression { node, origin: Origin::UnitTest { test, case } }));
        }
    }
}

fn items<'a>(node: NodeRef<'a>, key: &str) -> impl Iterator<Item = (usize, NodeRef<'a>)> + use<'a> {
    node.get(key).and_then(NodeRef::items).into_iter().flatten().enumerate()
}
