//! The expressions of a rule file.

use std::collections::HashSet;

use crate::query::Origin;
use crate::yaml::NodeRef;

/// The expression of a rule.
pub(super) struct Expression<'a> {
    /// The scalar, not an alias of it.
    pub(super) node: NodeRef<'a>,
    pub(super) origin: Origin,
}

/// Adds the expressions of all rules of a mapping with `groups`. A group or a rule that appears through several aliases
/// is walked once.
pub(super) fn expressions<'a>(root: NodeRef<'a>, file: usize, out: &mut Vec<Expression<'a>>) {
    let mut seen = HashSet::new();
    for (group, group_node) in items(root, "groups") {
        if !seen.insert(group_node.target().idx()) {
            continue;
        }
        for (rule, rule_node) in items(group_node, "rules") {
            if !seen.insert(rule_node.target().idx()) {
                continue;
            }
            let node = rule_node.get("expr").map(NodeRef::target).filter(|node| node.as_str().is_some());
            let origin = Origin::Rule { file, group, rule };
            out.extend(node.map(|node| Expression { node, origin }));
        }
    }
}

fn items<'a>(node: NodeRef<'a>, key: &str) -> impl Iterator<Item = (usize, NodeRef<'a>)> + use<'a> {
    node.get(key).and_then(NodeRef::items).into_iter().flatten().enumerate()
}
