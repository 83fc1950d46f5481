//! Documents as trees of nodes.

use std::collections::HashMap;

use super::error::{Scanned, YamlError};
use super::event::{Event, EventKind};
use super::mark::Mark;
use super::parser::Parser;
use super::resolve::resolve_plain;
use super::tag::{Tag, short_tag};
use super::token::ScalarStyle;

/// The index of a node in its tree.
pub type NodeIdx = usize;

/// The nodes of a stream of documents.
#[derive(Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    anchors: HashMap<String, NodeIdx>,
}

/// A node and its position, tag and anchor included.
#[derive(Debug)]
pub struct Node {
    /// The contents.
    pub data: NodeData,
    /// The resolved tag, with `!!` instead of the long prefix; empty for an alias.
    pub tag: String,
    /// The start.
    pub start: Mark,
    /// The end.
    pub end: Mark,
}

/// The contents of a node.
#[derive(Debug)]
pub enum NodeData {
    /// A scalar.
    Scalar(String),
    /// The elements.
    Sequence(Vec<NodeIdx>),
    /// Alternating keys and values.
    Mapping(Vec<NodeIdx>),
    /// The name of the anchor, and its node.
    Alias(String, NodeIdx),
}

impl Node {
    /// The line number in Go's messages, from 1.
    pub fn line(&self) -> usize {
        self.start.line + 1
    }

    /// The column number in Go's messages, from 1.
    pub fn column(&self) -> usize {
        self.start.column + 1
    }

    /// The text of a scalar; empty for a collection; the name of an alias.
    pub fn value(&self) -> &str {
        match &self.data {
            NodeData::Scalar(text) | NodeData::Alias(text, _) => text,
            NodeData::Sequence(_) | NodeData::Mapping(_) => "",
        }
    }

    /// Whether it is the merge key `<<`.
    pub fn is_merge(&self) -> bool {
        matches!(&self.data, NodeData::Scalar(text) if text == "<<") && self.tag == Tag::Merge.name()
    }
}

impl Tree {
    /// A node by its index.
    pub fn node(&self, idx: NodeIdx) -> &Node {
        &self.nodes[idx]
    }

    /// The node an alias refers to; the node itself if it is not an alias.
    pub fn target(&self, idx: NodeIdx) -> NodeIdx {
        match self.nodes[idx].data {
            NodeData::Alias(_, target) => target,
            _ => idx,
        }
    }

    /// Whether a node is empty, `~` or `null`, also through an alias.
    pub fn is_null(&self, idx: NodeIdx) -> bool {
        self.nodes[self.target(idx)].tag == Tag::Null.name()
    }

    /// Reads the next document; `None` at the end of the stream.
    ///
    /// # Errors
    /// Returns an error if the text is not YAML, or an alias has no anchor.
    pub fn read_document(&mut self, parser: &mut Parser<'_>) -> Scanned<Option<NodeIdx>> {
        loop {
            match parser.next_event()?.kind {
                EventKind::StreamStart => {}
                EventKind::DocumentStart => break,
                _ => return Ok(None),
            }
        }
        let root = self.read_node(parser)?;
        // The end of the document is read with it, since an error before it is an error of this document.
        parser.next_event()?;
        Ok(Some(root))
    }

    fn read_node(&mut self, parser: &mut Parser<'_>) -> Scanned<NodeIdx> {
        let mut open: Vec<(NodeIdx, Vec<NodeIdx>)> = Vec::new();
        loop {
            let event = parser.next_event()?;
            let done = match event.kind {
                EventKind::SequenceStart(_) | EventKind::MappingStart(_) => {
                    open.push((self.push(event)?, Vec::new()));
                    continue;
                }
                EventKind::SequenceEnd | EventKind::MappingEnd => {
                    let Some((idx, children)) = open.pop() else { return Err(unexpected(&event)) };
                    self.close(idx, children, &event);
                    idx
                }
                EventKind::Scalar(..) | EventKind::Alias(_) => self.push(event)?,
                _ => return Err(unexpected(&event)),
            };
            match open.last_mut() {
                Some((_, children)) => children.push(done),
                None => return Ok(done),
            }
        }
    }

    fn push(&mut self, event: Event) -> Scanned<NodeIdx> {
        let Event { kind, start, end, anchor, tag, .. } = event;
        let explicit = (!tag.is_empty() && tag != "!").then(|| short_tag(&tag));
        let (data, default_tag) = match kind {
            EventKind::SequenceStart(_) => (NodeData::Sequence(Vec::new()), Tag::Seq),
            EventKind::MappingStart(_) => (NodeData::Mapping(Vec::new()), Tag::Map),
            EventKind::Alias(name) => {
                let target = self.anchors.get(&name).copied();
                let target = target.ok_or_else(|| YamlError::unknown_anchor(start, &name))?;
                (NodeData::Alias(name, target), Tag::Other)
            }
            EventKind::Scalar(text, style) => {
                let default = if style == ScalarStyle::Plain { resolve_plain(&text).0 } else { Tag::Str };
                (NodeData::Scalar(text), default)
            }
            _ => return Err(YamlError::plain(start, "unknown problem parsing YAML content")),
        };
        let idx = self.nodes.len();
        self.nodes.push(Node { data, tag: explicit.unwrap_or_else(|| default_tag.name().to_owned()), start, end });
        if let Some(name) = anchor {
            self.anchors.insert(name, idx);
        }
        Ok(idx)
    }

    fn close(&mut self, idx: NodeIdx, children: Vec<NodeIdx>, event: &Event) {
        let last = children.last().map(|child| self.nodes[*child].end);
        let node = &mut self.nodes[idx];
        // A flow collection ends with its bracket, a block collection with its last node.
        if event.start.offset < event.end.offset {
            node.end = event.end;
        } else if let Some(last) = last {
            node.end = last;
        }
        if let NodeData::Sequence(content) | NodeData::Mapping(content) = &mut node.data {
            *content = children;
        }
    }
}

fn unexpected(event: &Event) -> YamlError {
    YamlError::plain(event.start, "unknown problem parsing YAML content")
}
