//! The rules within resources of Kubernetes, of kind `PrometheusRule`.

use promenade_go_yaml::{NodeData, NodeIdx, Parser, Tree};

use super::super::schema::{GROUPS, RESOURCE, Struct};
use super::{CheckOptions, Checked, RuleProblem, RuleProblemKind, node_range, unreadable};

/// Checks the rules of all resources of kind `PrometheusRule` in a text, also of those within lists, as the operator of
/// Prometheus does before it hands them on, and those of documents that are no resources. promtool does not take such a
/// file.
pub(super) fn check_resources(text: &str, options: &CheckOptions) -> Checked {
    let mut all = Checked::default();
    let mut parser = Parser::new(text);
    let mut tree = Tree::default();
    loop {
        match tree.read_document(&mut parser) {
            Ok(Some(root)) => {
                all.problems.extend(outside_spec(&tree, root));
                for (rules, of) in rules(&tree, root) {
                    let mut checked = Checked::default();
                    checked.check_rules(&tree, rules, of, options);
                    all.add(checked);
                }
            }
            Ok(None) => return all,
            Err(error) => {
                all.add(unreadable(&error, text));
                return all;
            }
        }
    }
}

impl Checked {
    fn add(&mut self, other: Checked) {
        self.problems.extend(other.problems);
        self.errors.extend(other.errors);
        self.duplicates.extend(other.duplicates);
        self.n_rules += other.n_rules;
    }
}

/// The mappings of a document that have `groups`, and what each is.
fn rules(tree: &Tree, root: NodeIdx) -> Vec<(NodeIdx, &'static Struct)> {
    if get(tree, root, "apiVersion").is_none() && get(tree, root, "groups").is_some() {
        return vec![(root, &GROUPS)];
    }
    specs(tree, root).into_iter().map(|spec| (spec, &RESOURCE)).collect()
}

/// The `groups` that a resource has beside its `spec`.
fn outside_spec(tree: &Tree, root: NodeIdx) -> Option<RuleProblem> {
    let is_resource = kind(tree, root) == Some("PrometheusRule") && get(tree, root, "apiVersion").is_some();
    let (key, _) = entry(tree, root, "groups").filter(|_| is_resource)?;
    let message = "`groups` stands beside `spec`, where the operator does not read it";
    let mut problem = RuleProblem::new(RuleProblemKind::OutsideSpec, message.to_owned(), node_range(tree, key));
    problem.diagnostic.help = Some("move it into `spec`".to_owned());
    Some(problem)
}

fn kind(tree: &Tree, root: NodeIdx) -> Option<&str> {
    get(tree, root, "kind").map(|kind| tree.node(tree.target(kind)).value())
}

/// The `spec` of the resource, or of each resource in a list.
fn specs(tree: &Tree, root: NodeIdx) -> Vec<NodeIdx> {
    match kind(tree, root) {
        Some("PrometheusRule") => get(tree, root, "spec").into_iter().collect(),
        Some("List" | "PrometheusRuleList") => {
            let items = get(tree, root, "items").map(|items| &tree.node(tree.target(items)).data);
            let Some(NodeData::Sequence(items)) = items else { return Vec::new() };
            let spec = |item: &NodeIdx| get(tree, *item, "spec");
            items.iter().filter(|item| is_rule(tree, **item)).filter_map(spec).collect()
        }
        _ => Vec::new(),
    }
}

/// In a list of rules an item need not say its kind.
fn is_rule(tree: &Tree, item: NodeIdx) -> bool {
    get(tree, item, "kind").is_none_or(|kind| tree.node(tree.target(kind)).value() == "PrometheusRule")
}

fn get(tree: &Tree, mapping: NodeIdx, key: &str) -> Option<NodeIdx> {
    entry(tree, mapping, key).map(|(_, value)| value)
}

/// A key of a mapping and its value.
fn entry(tree: &Tree, mapping: NodeIdx, key: &str) -> Option<(NodeIdx, NodeIdx)> {
    let NodeData::Mapping(content) = &tree.node(tree.target(mapping)).data else { return None };
    content.chunks_exact(2).find(|pair| tree.node(pair[0]).value() == key).map(|pair| (pair[0], pair[1]))
}
