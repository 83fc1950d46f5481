//! Walking a tree: values by key, entries with merges, items, texts.

use promenade_model::value::SourceRange;

use super::resolve::{Tag, resolve};
use super::{Node, NodeData, NodeIdx, Scalar, Yaml};
use crate::offsets::OffsetMap;

/// How many aliases and merges are followed one after the other.
const MAX_STEPS: usize = 64;

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
    pub fn range(self) -> SourceRange {
        self.node().range.clone()
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
        let (mut entries, mut seen) = (Vec::new(), std::collections::HashSet::new());
        self.merge_into(&mut entries, &mut seen, 0);
        Some(entries)
    }

    fn merge_into(
        self,
        entries: &mut Vec<(&'a str, NodeRef<'a>)>,
        seen: &mut std::collections::HashSet<&'a str>,
        steps: usize,
    ) {
        let Some(pairs) = self.pairs().filter(|_| steps < MAX_STEPS) else { return };
        let mut merged = None;
        for (key, value) in pairs {
            if key.is_merge() {
                merged = Some(value);
            } else if let Some(name) = key.as_str().filter(|name| seen.insert(name)) {
                entries.push((name, value));
            }
        }
        let Some(merged) = merged else { return };
        match merged.items() {
            Some(items) => items.for_each(|item| item.merge_into(entries, seen, steps + 1)),
            None => merged.merge_into(entries, seen, steps + 1),
        }
    }

    /// The value of a key, merged ones included; that of the first where a key is written twice.
    pub fn get(self, name: &str) -> Option<NodeRef<'a>> {
        self.get_within(name, 0)
    }

    fn get_within(self, name: &str, steps: usize) -> Option<NodeRef<'a>> {
        let own = self.pairs().filter(|_| steps < MAX_STEPS)?.find(|(key, _)| key.as_str() == Some(name));
        if let Some((_, value)) = own.filter(|(key, _)| !key.is_merge()) {
            return Some(value);
        }
        let (_, merged) = self.pairs()?.filter(|(key, _)| key.is_merge()).last()?;
        match merged.items() {
            Some(mut items) => items.find_map(|item| item.get_within(name, steps + 1)),
            None => merged.get_within(name, steps + 1),
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
        let tag = node.tag.as_deref();
        match &node.data {
            NodeData::Scalar(scalar) => resolve(tag, scalar),
            NodeData::Sequence(_) => Tag::explicit(tag).unwrap_or(Tag::Seq),
            NodeData::Mapping(_) => Tag::explicit(tag).unwrap_or(Tag::Map),
            NodeData::Alias(_) => Tag::Other,
        }
    }
}
