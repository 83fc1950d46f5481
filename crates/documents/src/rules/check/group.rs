//! What must hold of groups.

use std::collections::HashSet;

use promenade_go::strconv::quote_go;
use promenade_go_yaml::{NodeData, NodeIdx, Tree};

use super::super::decode::{Entry, Object, Scalar};
use super::{CheckOptions, RuleProblem, RuleProblemKind, node_range};
use promenade_model::FileRange;

/// Collects what is wrong with groups and rules that have the right shape.
pub(super) struct Validator<'a> {
    pub(super) tree: &'a Tree,
    pub(super) options: &'a CheckOptions,
    problems: Vec<RuleProblem>,
}

/// A rule, and how messages call it.
pub(super) struct Rule<'a> {
    /// The name of its group, in quotes.
    pub(super) group: &'a str,
    /// From one.
    pub(super) number: usize,
    /// What it records or the name of its alert, in quotes.
    pub(super) name: String,
    pub(super) node: NodeIdx,
    pub(super) fields: &'a Object,
    pub(super) places: &'a Object,
}

impl<'a> Validator<'a> {
    pub(super) fn new(tree: &'a Tree, options: &'a CheckOptions) -> Self {
        Validator { tree, options, problems: Vec::new() }
    }

    /// The problems, and what promtool says of each.
    pub(super) fn into_problems(self) -> (Vec<RuleProblem>, Vec<String>) {
        let errors = self.problems.iter().map(|problem| problem.promtool.clone()).collect();
        (self.problems, errors)
    }

    pub(super) fn push(&mut self, problem: RuleProblem) {
        self.problems.push(problem);
    }

    pub(super) fn range(&self, idx: NodeIdx) -> FileRange {
        node_range(self.tree, idx)
    }

    /// A place as promtool writes it; what is not in the file stands nowhere.
    pub(super) fn place(&self, idx: Option<NodeIdx>) -> String {
        match idx.map(|idx| self.tree.node(idx)) {
            Some(node) => format!("{}:{}: ", node.line(), node.column()),
            None => "0:0: ".to_owned(),
        }
    }

    pub(super) fn groups(&mut self, groups: &Object, places: &Object) {
        let mut names = HashSet::new();
        for ((node, group), (_, place)) in groups.list("groups").zip(places.list("groups")) {
            let name = group.text("name").map_or("", |name| name.text.as_str());
            self.group_name(name, node, group, place, &mut names);
            self.labels(group.map("labels"));
            let group_name = group.text("name").map_or_else(|| quote_go(""), Scalar::quoted);
            for (i, ((node, fields), (_, places))) in group.list("rules").zip(place.list("rules")).enumerate() {
                let text = |field| fields.text(field).filter(|text| !text.text.is_empty());
                let name = text("alert").or(text("record")).map_or_else(|| quote_go(""), Scalar::quoted);
                self.rule(&Rule { group: &group_name, number: i + 1, name, node, fields, places });
            }
        }
    }

    fn group_name<'n>(
        &mut self,
        name: &'n str,
        node: NodeIdx,
        group: &Object,
        place: &Object,
        names: &mut HashSet<&'n str>,
    ) {
        let at = self.place(place.node("node"));
        let range = group.text("name").map_or_else(|| self.first_key(node), |name| self.range(name.node));
        let mut fail = |message: String| {
            let mut problem = RuleProblem::new(RuleProblemKind::GroupName, message, range);
            problem.promtool = format!("{at}{}", problem.diagnostic.message);
            self.push(problem);
        };
        if name.is_empty() {
            fail("Groupname must not be empty".to_owned());
        }
        if !names.insert(name) {
            fail(format!("groupname: \"{name}\" is repeated in the same file"));
        }
    }

    /// Where something begins that lacks what it should have.
    pub(super) fn first_key(&self, node: NodeIdx) -> FileRange {
        let range = self.range(self.tree.target(node));
        match &self.tree.node(self.tree.target(node)).data {
            NodeData::Mapping(content) => content.first().map_or(range, |key| self.range(*key)),
            _ => range,
        }
    }

    fn labels(&mut self, labels: &[Entry]) {
        for label in labels {
            if let Some(problem) = self.label_name(label) {
                self.push(problem);
            }
            if let Some(problem) = self.label_value(label) {
                self.push(problem);
            }
        }
    }

    pub(super) fn label_name(&self, label: &Entry) -> Option<RuleProblem> {
        let name = &label.key.text;
        let is_good = self.options.names.is_label(name) && label.key.is_utf8() && name != "__name__";
        let problem = || {
            let message = format!("invalid label name: {name}");
            RuleProblem::new(RuleProblemKind::LabelName, message, self.range(label.key.node))
        };
        (!is_good).then(problem)
    }

    pub(super) fn label_value(&self, label: &Entry) -> Option<RuleProblem> {
        let problem = || {
            let message = format!("invalid label value: {}", label.value.text);
            RuleProblem::new(RuleProblemKind::LabelValue, message, self.range(label.value.node))
        };
        (!label.value.is_utf8()).then(problem)
    }
}
