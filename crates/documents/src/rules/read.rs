//! From the tree to the rules.

use super::model::{Group, Rule, RuleFile, RuleKind, Spanned};
use crate::query::QueryIdx;
use crate::yaml::{NodeIdx, NodeRef};

/// What reading needs beside the tree.
struct Context<'a> {
    text: &'a str,
    query_of: &'a dyn Fn(NodeIdx) -> Option<QueryIdx>,
}

impl RuleFile {
    /// Reads the mapping that has `groups`. Keys that a rule file does not have are left out here.
    pub(crate) fn read(root: NodeRef<'_>, text: &str, query_of: &dyn Fn(NodeIdx) -> Option<QueryIdx>) -> Self {
        let context = Context { text, query_of };
        Self { groups: items(root, "groups").map(|group| context.group(group)).collect() }
    }
}

impl Context<'_> {
    fn group(&self, node: NodeRef<'_>) -> Group {
        Group {
            range: node.range(),
            name: self.value(node, "name"),
            interval: self.value(node, "interval"),
            query_offset: self.value(node, "query_offset"),
            limit: self.value(node, "limit"),
            labels: self.labels(node, "labels"),
            rules: items(node, "rules").map(|rule| self.rule(rule)).collect(),
        }
    }

    fn rule(&self, node: NodeRef<'_>) -> Rule {
        let keys = node.entries().unwrap_or_default();
        let first = keys.iter().find(|(key, _)| matches!(*key, "record" | "alert"));
        let (kind, key) = match first {
            Some(("record", _)) => (RuleKind::Record, "record"),
            _ => (RuleKind::Alert, "alert"),
        };
        let expr = node.get("expr").map(|expr| expr.target().idx());
        Rule {
            range: node.range(),
            kind,
            name: self.value(node, key),
            expr: expr.and_then(|idx| (self.query_of)(idx)),
            for_: self.value(node, "for"),
            keep_firing_for: self.value(node, "keep_firing_for"),
            labels: self.labels(node, "labels"),
            annotations: self.labels(node, "annotations"),
        }
    }

    fn value(&self, node: NodeRef<'_>, key: &str) -> Option<Spanned<String>> {
        node.get(key).and_then(|value| self.spanned(value))
    }

    fn labels(&self, node: NodeRef<'_>, key: &str) -> Vec<(Spanned<String>, Spanned<String>)> {
        let pairs = node.get(key).and_then(NodeRef::pairs).into_iter().flatten();
        pairs.filter_map(|(name, value)| Some((self.spanned(name)?, self.spanned(value)?))).collect()
    }

    fn spanned(&self, node: NodeRef<'_>) -> Option<Spanned<String>> {
        let value = node.as_str()?.to_owned();
        let offsets = node.offsets(self.text).unwrap_or_default();
        Some(Spanned { value, range: node.range(), offsets })
    }
}

fn items<'a>(node: NodeRef<'a>, key: &str) -> impl Iterator<Item = NodeRef<'a>> + use<'a> {
    node.get(key).and_then(NodeRef::items).into_iter().flatten()
}
