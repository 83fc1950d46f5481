//! Rules that have the same name and labels, which promtool's lint `duplicate-rules` looks for.

use std::collections::BTreeMap;
use std::fmt;

use promenade_go_yaml::Tree;

use super::super::decode::Object;
use super::node_range;
use promenade_model::FileRange;

/// Rules that have the same name and labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateRule {
    /// What is recorded, or the name of the alert.
    pub metric: String,
    /// The labels, those of the group included, by name.
    pub labels: Vec<(String, String)>,
    /// Where the rules stand, in the order of the file.
    pub rules: Vec<FileRange>,
}

impl fmt::Display for DuplicateRule {
    /// As promtool prints it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Metric: {}\nLabel(s):\n", self.metric)?;
        self.labels.iter().try_for_each(|(name, value)| writeln!(f, "\t{name}: {value}"))
    }
}

/// Names and values, sorted.
type Labels = Vec<(String, String)>;

/// The rules that are there more than once, by name and labels.
pub(super) fn find(tree: &Tree, groups: &Object) -> Vec<DuplicateRule> {
    let mut rules: BTreeMap<(String, Labels), Vec<FileRange>> = BTreeMap::new();
    for (_, group) in groups.list("groups") {
        for (node, rule) in group.list("rules") {
            let text = |field| rule.text(field).map(|text| text.text.clone()).filter(|text| !text.is_empty());
            let metric = text("alert").or_else(|| text("record")).unwrap_or_default();
            rules.entry((metric, labels(group, rule))).or_default().push(node_range(tree, node));
        }
    }
    let repeated = rules.into_iter().filter(|(_, places)| places.len() > 1);
    repeated.map(|((metric, labels), rules)| DuplicateRule { metric, labels, rules }).collect()
}

/// The labels of a group with those of a rule over them.
fn labels(group: &Object, rule: &Object) -> Labels {
    let entries = group.map("labels").iter().chain(rule.map("labels"));
    let labels: BTreeMap<_, _> = entries.map(|entry| (entry.key.text.clone(), entry.value.text.clone())).collect();
    labels.into_iter().collect()
}
