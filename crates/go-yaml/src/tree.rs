//! A document as a tree of nodes.

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

/// A node and where it stands, its tag and anchor included.
#[derive(Debug)]
pub struct Node {
    /// What the node is.
    pub data: NodeData,
    /// Resolved, with `!!` for the long prefix; empty for an alias.
    pub tag: String,
    /// Where it begins.
    pub start: Mark,
    /// Where it ends.
    pub end: Mark,
}

/// What a node is.
#[derive(Debug)]
pub enum NodeData {
    /// A text.
    Scalar(String),
    /// The nodes in it.
    Sequence(Vec<NodeIdx>),
    /// Keys and values by turns.
    Mapping(Vec<NodeIdx>),
    /// The name of an anchor, and the node that it stands for.
    Alias(String, NodeIdx),
}

impl Node {
    /// The line that Go names, from one.
    pub fn line(&self) -> usize {
        self.start.line + 1
    }

    /// The column that Go names, from one.
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

    /// The key that merges another mapping in.
    pub fn is_merge(&self) -> bool {
        matches!(&self.data, NodeData::Scalar(text) if text == "<<") && self.tag == Tag::Merge.name()
    }
}

impl Tree {
    /// A node by its index.
    pub fn node(&self, idx: NodeIdx) -> &Node {
        &self.nodes[idx]
    }

    /// The node an alias stands for; the node itself where it is none.
    pub fn target(&self, idx: NodeIdx) -> NodeIdx {
        match self.nodes[idx].data {
            NodeData::Alias(_, target) => target,
            _ => idx,
        }
    }

    /// Whether a node is an empty value, `~` or `null`, also through an alias.
    pub fn is_null(&self, idx: NodeIdx) -> bool {
        self.nodes[self.target(idx)].tag == Tag::Null.name()
    }

    /// Reads the next document; none at the end of the stream.
    ///
    /// # Errors
    /// Where the text is no YAML, or an alias names no anchor.
    pub fn read_document(&mut self, parser: &mut Parser<'_>) -> Scanned<Option<NodeIdx>> {
        loop {
            match parser.next_event()?.kind {
                EventKind::StreamStart => {}
                EventKind::DocumentStart => break,
                _ => return Ok(None),
            }
        }
        let root = self.read_node(parser)?;
        // The end of the document is read with it, as what stands in the way of it is an error of this document.
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
        // A bracket ends a collection; without one it ends with the last that is in it.
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
