//! YAML as a tree whose nodes know where they stand, made of the events of the reader that follows Go's.
//!
//! The tree is an arena: an alias is a node that names the node it stands for, so that nothing is copied and nothing
//! can grow without bound. Keys and values keep their order; duplicates and merge keys are kept as they are, and
//! [`NodeRef::entries`] merges as yaml.v3 does.

mod build;
mod ignored;
mod node;
pub(crate) mod scalar;
pub(crate) mod write;

use std::borrow::Cow;

use promenade_model::value::SourceRange;

use promenade_model::FileRange;

pub use node::NodeRef;
pub use promenade_go_yaml::{ScalarStyle, Tag};

/// The index of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeIdx(pub(crate) u32);

/// A stream of YAML documents.
#[derive(Debug, Clone, Default)]
pub struct Yaml {
    pub(crate) nodes: Vec<Node>,
    pub(crate) roots: Vec<NodeIdx>,
    pub(crate) comments: Vec<Comment>,
}

impl Yaml {
    /// The text of a file of rules as [`Self::read_rules`] reads it.
    pub(crate) fn readable(text: &str) -> Cow<'_, str> {
        // Only comments of pint make another text of it.
        if text.contains("pint") { Self::read_rules(text).1 } else { Cow::Borrowed(text) }
    }

    /// Reads a file of rules, and gives the text that was read. Of one that is not YAML, the lines that comments of pint
    /// leave out are blank in it.
    pub(crate) fn read_rules(text: &str) -> (Self, Cow<'_, str>, Option<YamlError>) {
        let (tree, error) = Self::read(text);
        if error.is_some()
            && let Some(rest) = ignored::without_ignored(text)
            && let (tree, None) = Self::read(&rest)
        {
            return (tree, Cow::Owned(rest), None);
        }
        (tree, Cow::Borrowed(text), error)
    }
}

/// A node and where it stands. Ranges are in bytes of the text that was read.
#[derive(Debug, Clone)]
pub struct Node {
    /// The content: with quotes, with the header of a block scalar, without tag and anchor. That of a block collection
    /// begins at its first entry and ends with its last.
    pub range: SourceRange,
    /// Where the node begins: at its anchor or tag where it has one. yaml.v3 reports this place.
    pub start: usize,
    /// The name of its anchor.
    pub anchor: Option<String>,
    /// The tag as written, resolved: `tag:yaml.org,2002:str` for `!!str`.
    pub tag: Option<String>,
    /// What it is.
    pub data: NodeData,
    /// The indentation of the block collection that it stands in, in characters; none at the top.
    pub(crate) indent: Option<usize>,
    /// Whether it stands within `[...]` or `{...}`.
    pub(crate) in_flow: bool,
    /// Whether it is a key of a mapping, or stands within one.
    pub(crate) in_key: bool,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeData {
    /// A text in one of five styles.
    Scalar(Scalar),
    /// `- a` or `[a]`
    Sequence(Vec<NodeIdx>),
    /// `a: b` or `{a: b}`, in the order of the text.
    Mapping(Vec<(NodeIdx, NodeIdx)>),
    /// `*name`
    Alias(NodeIdx),
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The decoded text.
    pub value: String,
    /// How it is written.
    pub style: ScalarStyle,
}

/// A comment and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, without the line end; in Markdown from the last character of `<!--`.
    pub range: FileRange,
    /// The text after the first character of the range, without the `-->` of Markdown.
    pub text: String,
}

/// Why a text is not YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// The offset of the mistake.
    pub at: usize,
    /// What is wrong.
    pub message: String,
}

impl Yaml {
    /// Reads a text. What stands before a mistake is kept.
    pub fn read(text: &str) -> (Self, Option<YamlError>) {
        build::build(text)
    }

    /// The top node of each document. A document without content has a null.
    pub fn documents(&self) -> impl ExactSizeIterator<Item = NodeRef<'_>> {
        self.roots.iter().map(|idx| self.node(*idx))
    }

    /// A node by its index.
    pub fn node(&self, idx: NodeIdx) -> NodeRef<'_> {
        NodeRef::new(self, idx)
    }

    /// All comments, in the order of the text.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }
}

impl Node {
    /// Whether it is a scalar with `|` or `>`.
    pub(crate) fn is_block(&self) -> bool {
        matches!(&self.data, NodeData::Scalar(scalar) if scalar.style.is_block())
    }
}
