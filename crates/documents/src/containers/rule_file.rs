//! What is a rule file, and the expressions of one.

use std::collections::HashSet;

use crate::query::Origin;
use crate::yaml::NodeRef;

/// Whether a mapping with the key `groups` is a rule file, which other programs have too: a rule has the key of one, or
/// no group has rules and nothing has keys that a rule file does not have.
pub(super) fn is_rule_file(root: NodeRef<'_>) -> bool {
    let Some(groups) = root.get("groups").and_then(NodeRef::items) else { return false };
    let groups: Vec<_> = groups.collect();
    let rules: Vec<_> = groups.iter().flat_map(|group| items(*group, "rules")).map(|(_, rule)| rule).collect();
    if rules.is_empty() {
        let only = |node: NodeRef<'_>, keys: &[&str]| {
            node.entries().is_some_and(|entries| entries.iter().all(|(key, _)| keys.contains(key)))
        };
        let is_group = |group: &NodeRef<'_>| group.get("rules").is_some() && only(*group, &GROUP_KEYS);
        return only(root, &["groups"]) && groups.iter().all(is_group);
    }
    rules.iter().any(|rule| RULE_KEYS.iter().any(|key| rule.get(key).is_some()))
}

/// Keys that each rule has one of.
pub(super) const RULE_KEYS: [&str; 3] = ["expr", "record", "alert"];

/// The keys of a group.
const GROUP_KEYS: [&str; 6] = ["name", "interval", "query_offset", "limit", "labels", "rules"];

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
        if is_of_another_language(group_node) {
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

/// Whether the queries of a group are not PromQL, as vmalert's key `type` says: `graphite`, `vlogs`.
fn is_of_another_language(group: NodeRef<'_>) -> bool {
    group.get("type").and_then(NodeRef::as_str).is_some_and(|language| language != "prometheus")
}

fn items<'a>(node: NodeRef<'a>, key: &str) -> impl Iterator<Item = (usize, NodeRef<'a>)> + use<'a> {
    node.get(key).and_then(NodeRef::items).into_iter().flatten().enumerate()
}
