//! Scalars of YAML.

use std::collections::{BTreeMap, HashMap};

use promenade_syntax::diagnostic::apply_edits;

use super::{Changes, EditError};
use crate::containers::Nested;
use crate::document::Document;
use crate::query::{Place, QueryIdx};
use crate::yaml::write::scalar;
use crate::yaml::{Node, NodeData, NodeIdx, Yaml};
use promenade_model::FileRange;

/// The file with other scalars.
pub(super) fn edit(
    document: &Document,
    tree: &Yaml,
    nested: &[Nested],
    changes: &Changes,
) -> Result<String, EditError> {
    let text = document.text();
    let expected = expected(document, nested, changes)?;
    let mut edits = Vec::new();
    for (idx, new) in &expected {
        let node = tree.node(*idx).node();
        edits.extend(scalar(text, node, new).ok_or_else(|| EditError::Unwritable(FileRange::of(node.range.clone())))?);
    }
    let edited = apply_edits(text, &edits).ok_or(EditError::Unfaithful)?;
    match compare(tree, &edited, &expected) {
        Comparison::Equal => Ok(edited),
        Comparison::Node(idx) if expected.contains_key(&idx) => Err(EditError::Unwritable(tree.node(idx).range())),
        Comparison::Node(_) | Comparison::Shape => Err(EditError::Unfaithful),
    }
}

/// The new values of scalars, those that hold other documents included.
fn expected(document: &Document, nested: &[Nested], changes: &Changes) -> Result<HashMap<NodeIdx, String>, EditError> {
    let mut expected = HashMap::new();
    let mut inner: BTreeMap<usize, Vec<(QueryIdx, String)>> = BTreeMap::new();
    for (idx, new) in changes {
        match document.place(*idx).0 {
            Place::Yaml(node) => {
                expected.insert(*node, new.clone());
            }
            Place::Nested { nested, query } => inner.entry(*nested).or_default().push((*query, new.clone())),
            _ => return Err(EditError::Unfaithful),
        }
    }
    for (idx, changes) in inner {
        let outer = nested.get(idx).ok_or(EditError::Unfaithful)?;
        expected.insert(outer.node, outer.document.with_queries(&changes)?);
    }
    Ok(expected)
}

/// How an edited text differs from what it should be.
enum Comparison {
    /// It does not.
    Equal,
    /// First in this node.
    Node(NodeIdx),
    /// There are more or fewer nodes or comments, or it is not YAML.
    Shape,
}

fn compare(before: &Yaml, edited: &str, expected: &HashMap<NodeIdx, String>) -> Comparison {
    let (after, _, error) = Yaml::read_rules(edited);
    let is_same_shape = error.is_none() && before.nodes.len() == after.nodes.len() && before.roots == after.roots;
    let mut comments = before.comments.iter().zip(&after.comments);
    if !is_same_shape || before.comments.len() != after.comments.len() || comments.any(|(a, b)| a.text != b.text) {
        return Comparison::Shape;
    }
    let pairs = before.nodes.iter().zip(&after.nodes).enumerate();
    let mut different = pairs.filter_map(|(idx, (old, new))| {
        let idx = NodeIdx(idx as u32);
        (!is_same(old, new, expected.get(&idx))).then_some(idx)
    });
    different.next().map_or(Comparison::Equal, Comparison::Node)
}

/// Whether a node says what it said before, or what it should say now, line ends at its end apart.
fn is_same(old: &Node, new: &Node, expected: Option<&String>) -> bool {
    let is_same_data = match (&new.data, expected) {
        (NodeData::Scalar(scalar), Some(text)) => scalar.value.trim_end_matches('\n') == text.trim_end_matches('\n'),
        (data, _) => *data == old.data,
    };
    is_same_data && old.tag == new.tag && old.anchor == new.anchor
}
