//! Walking a tree: values by key, entries with merges, items, texts.

use std::collections::HashSet;

use promenade_go_yaml::resolve_plain;

use super::{Node, NodeData, NodeIdx, Scalar, ScalarStyle, Tag, Yaml};
use crate::offsets::OffsetMap;
use promenade_model::FileRange;

/// How many mappings with a merge key are walked for one value or one list of entries.
const MAX_MERGES: usize = 64;

/// A node of a tree.
#[derive(Debug, Clone, Copy)]
pub struct NodeRef<'a> {
    tree: &'a Yaml,
    idx: NodeIdx,
}

impl<'a> NodeRef<'a> {
    pub(crate) fn new(tree: &'a Yaml, idx: NodeIdx) -> Self {
        Self { tree, idx }
    }

    /// The index of the node, by which it is recognised.
    pub fn idx(self) -> NodeIdx {
        self.idx
    }

    /// The node itself, which may be an alias.
    pub fn node(self) -> &'a Node {
        &self.tree.nodes[self.idx.0 as usize]
    }

    /// Where its content stands.
    pub fn range(self) -> FileRange {
        FileRange::of(self.node().range.clone())
    }

    /// The offset that yaml.v3 reports for it: that of its anchor or tag, or of its content.
    pub fn start(self) -> usize {
        self.node().start
    }

    /// The node that an alias stands for; the node itself where it is none.
    #[must_use]
    pub fn target(self) -> Self {
        match self.node().data {
            NodeData::Alias(idx) => Self { idx, ..self },
            _ => self,
        }
    }

    /// Whether it is written as an alias.
    pub fn is_alias(self) -> bool {
        matches!(self.node().data, NodeData::Alias(_))
    }

    /// The scalar, also through an alias.
    pub fn as_scalar(self) -> Option<&'a Scalar> {
        match &self.target().node().data {
            NodeData::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The text of a scalar, whatever its type: what yaml.v3 puts into a field of type string. None for a null, which
    /// leaves such a field as it is, and for what is no scalar.
    pub fn as_str(self) -> Option<&'a str> {
        self.as_scalar().filter(|_| self.tag() != Tag::Null).map(|scalar| scalar.value.as_str())
    }

    /// Where the characters of a scalar stand in the text that the tree was read from, also through an alias. None for
    /// what is no scalar, and for one whose places cannot be told.
    pub fn offsets(self, text: &str) -> Option<OffsetMap> {
        super::scalar::offsets(text, self.target().node())
    }

    /// The items of a sequence, also through an alias. An item may be an alias.
    pub fn items(self) -> Option<impl ExactSizeIterator<Item = NodeRef<'a>> + use<'a>> {
        match &self.target().node().data {
            NodeData::Sequence(items) => Some(items.iter().map(move |idx| Self { tree: self.tree, idx: *idx })),
            _ => None,
        }
    }

    /// The keys and values of a mapping as they are written, also through an alias: with duplicates and merge keys.
    pub fn pairs(self) -> Option<impl ExactSizeIterator<Item = (NodeRef<'a>, NodeRef<'a>)> + use<'a>> {
        let node = move |idx: NodeIdx| Self { tree: self.tree, idx };
        match &self.target().node().data {
            NodeData::Mapping(pairs) => Some(pairs.iter().map(move |(key, value)| (node(*key), node(*value)))),
            _ => None,
        }
    }

    /// The keys and values of a mapping after merging: a key of the mapping itself wins over a merged one, and an earlier
    /// merged mapping over a later one. The keys of the mapping come first. None for what is no mapping.
    pub fn entries(self) -> Option<Vec<(&'a str, NodeRef<'a>)>> {
        let _ = self.pairs()?;
        let mut merge = Merge::default();
        merge.add(self);
        Some(merge.entries)
    }

    /// The value of a key, merged ones included; that of the first where a key is written twice.
    pub fn get(self, name: &str) -> Option<NodeRef<'a>> {
        self.get_within(name, &mut Vec::new())
    }

    /// `walked` are the mappings that have not got the key.
    fn get_within(self, name: &str, walked: &mut Vec<NodeIdx>) -> Option<NodeRef<'a>> {
        let mut merged = None;
        for (key, value) in self.pairs()? {
            if key.is_merge() {
                merged = Some(value);
            } else if key.as_str() == Some(name) {
                return Some(value);
            }
        }
        let merged = merged.filter(|_| walked.len() < MAX_MERGES && !walked.contains(&self.target().idx))?;
        walked.push(self.target().idx);
        match merged.items() {
            Some(mut items) => items.find_map(|item| item.get_within(name, walked)),
            None => merged.get_within(name, walked),
        }
    }

    /// Whether it is the key `<<`, whose value is merged into the mapping.
    pub fn is_merge(self) -> bool {
        self.tag() == Tag::Merge
    }

    /// Whether it is an empty value, `~` or `null`.
    pub fn is_null(self) -> bool {
        self.tag() == Tag::Null
    }

    /// The type of its value, by the rules of yaml.v3.
    pub fn tag(self) -> Tag {
        let node = self.target().node();
        let explicit = node.tag.as_deref().and_then(Tag::explicit);
        explicit.unwrap_or_else(|| match &node.data {
            NodeData::Scalar(scalar) if scalar.style == ScalarStyle::Plain => resolve_plain(&scalar.value).0,
            NodeData::Scalar(_) => Tag::Str,
            NodeData::Sequence(_) => Tag::Seq,
            NodeData::Mapping(_) => Tag::Map,
            NodeData::Alias(_) => Tag::Other,
        })
    }
}

/// The entries of mappings that are merged into each other.
#[derive(Default)]
struct Merge<'a> {
    entries: Vec<(&'a str, NodeRef<'a>)>,
    names: HashSet<&'a str>,
    /// The mappings with a merge key that were walked.
    walked: Vec<NodeIdx>,
}

impl<'a> Merge<'a> {
    fn add(&mut self, mapping: NodeRef<'a>) {
        let mut merged = None;
        for (key, value) in mapping.pairs().into_iter().flatten() {
            if key.is_merge() {
                merged = Some(value);
            } else if let Some(name) = key.as_str().filter(|name| self.names.insert(name)) {
                self.entries.push((name, value));
            }
        }
        let idx = mapping.target().idx;
        let is_new = self.walked.len() < MAX_MERGES && !self.walked.contains(&idx);
        let Some(merged) = merged.filter(|_| is_new) else { return };
        self.walked.push(idx);
        match merged.items() {
            Some(items) => items.for_each(|item| self.add(item)),
            None => self.add(merged),
        }
    }
}
