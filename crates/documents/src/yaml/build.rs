//! From the events of the reader of YAML to the tree.

use std::collections::HashMap;

use promenade_go_yaml::{CollectionStyle, Event, EventKind, Parser, Scanned};

use super::scalar::content_end;
use super::{Comment, Node, NodeData, NodeIdx, Scalar, ScalarStyle, Yaml, YamlError};
use promenade_model::FileRange;

/// Reads a text, up to the first mistake.
pub(super) fn build(text: &str) -> (Yaml, Option<YamlError>) {
    let mut builder = Builder { text, ..Builder::default() };
    let mut parser = Parser::new(text);
    let error = builder.read(&mut parser).err();
    builder.tree.comments = parser.comments().iter().map(|range| comment(text, range.clone())).collect();
    let error = error.map(|error| YamlError { at: builder.place(error.place.offset), message: error.problem });
    (builder.tree, error)
}

fn comment(text: &str, range: std::ops::Range<usize>) -> Comment {
    let content = &text[range.clone()];
    Comment { range: FileRange::of(range), text: content.strip_prefix('#').unwrap_or(content).to_owned() }
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    tree: Yaml,
    /// Collections that are not closed yet.
    open: Vec<Open>,
    /// The last node of each anchor.
    anchors: HashMap<String, NodeIdx>,
}

/// A collection that is not closed yet.
struct Open {
    idx: NodeIdx,
    /// The column of its entries, for a block collection.
    indent: Option<usize>,
    in_flow: bool,
    in_key: bool,
    children: Vec<NodeIdx>,
    is_mapping: bool,
}

impl Builder<'_> {
    fn read(&mut self, parser: &mut Parser<'_>) -> Scanned<()> {
        loop {
            let event = parser.next_event()?;
            if event.kind == EventKind::StreamEnd {
                return Ok(());
            }
            self.event(&event)?;
        }
    }

    /// The place to report for an error found at `at`: at the end of the text, the bracket that is not closed.
    fn place(&self, at: usize) -> usize {
        let is_end = at >= self.text.trim_end().len();
        let mut starts = self.open.iter().rev().map(|open| self.node(open.idx).range.start);
        let bracket = starts.find(|start| is_end && self.text[*start..].starts_with(['[', '{']));
        bracket.unwrap_or(at.min(self.text.len()))
    }

    fn event(&mut self, event: &Event) -> Scanned<()> {
        match &event.kind {
            EventKind::Scalar(value, style) => self.scalar(value.clone(), *style, event),
            EventKind::SequenceStart(style) => self.open(*style, event, false),
            EventKind::MappingStart(style) => self.open(*style, event, true),
            EventKind::SequenceEnd | EventKind::MappingEnd => self.close(event),
            EventKind::Alias(name) => {
                let target = self.anchors.get(name).copied();
                let target = target.ok_or_else(|| promenade_go_yaml::YamlError::unknown_anchor(event.start, name))?;
                self.push(event, NodeData::Alias(target));
            }
            EventKind::StreamStart | EventKind::StreamEnd | EventKind::DocumentStart | EventKind::DocumentEnd => {}
        }
        Ok(())
    }

    fn scalar(&mut self, value: String, style: ScalarStyle, event: &Event) {
        let idx = self.push(event, NodeData::Scalar(Scalar { value, style }));
        if style.is_block() {
            // The range of the event runs into the next line.
            let end = content_end(self.text, self.node(idx));
            let node = self.node_mut(idx);
            node.range.end = end.unwrap_or(node.range.end).max(node.range.start);
        }
    }

    fn open(&mut self, style: CollectionStyle, event: &Event, is_mapping: bool) {
        let data = if is_mapping { NodeData::Mapping(Vec::new()) } else { NodeData::Sequence(Vec::new()) };
        let idx = self.push(event, data);
        let node = self.node(idx);
        let (in_flow, in_key) = (style == CollectionStyle::Flow || node.in_flow, node.in_key);
        let indent = if in_flow { node.indent } else { Some(event.content.column) };
        self.open.push(Open { idx, indent, in_flow, in_key, children: Vec::new(), is_mapping });
    }

    fn close(&mut self, event: &Event) {
        let Some(open) = self.open.pop() else { return };
        let last = open.children.last().map(|idx| self.node(*idx).range.end);
        // A bracket ends a collection; without one it ends with the last that is in it.
        let bracket = (event.start.offset < event.end.offset).then_some(event.end.offset);
        let node = self.node_mut(open.idx);
        node.range.end = bracket.or(last).unwrap_or(event.end.offset).max(node.range.start);
        node.data = if open.is_mapping {
            NodeData::Mapping(open.children.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
        } else {
            NodeData::Sequence(open.children)
        };
    }

    fn node(&self, idx: NodeIdx) -> &Node {
        &self.tree.nodes[idx.0 as usize]
    }

    fn node_mut(&mut self, idx: NodeIdx) -> &mut Node {
        &mut self.tree.nodes[idx.0 as usize]
    }

    fn push(&mut self, event: &Event, data: NodeData) -> NodeIdx {
        let idx = NodeIdx(self.tree.nodes.len() as u32);
        let parent = self.open.last();
        let node = Node {
            start: event.start.offset,
            range: event.content.offset..event.end.offset,
            anchor: event.anchor.clone(),
            tag: Some(event.tag.clone()).filter(|tag| !tag.is_empty()),
            data,
            indent: parent.and_then(|open| open.indent),
            in_flow: parent.is_some_and(|open| open.in_flow),
            in_key: parent.is_some_and(|open| open.in_key || open.is_mapping && open.children.len() % 2 == 0),
        };
        self.tree.nodes.push(node);
        if let Some(name) = &event.anchor {
            self.anchors.insert(name.clone(), idx);
        }
        match self.open.last_mut() {
            Some(open) => open.children.push(idx),
            None => self.tree.roots.push(idx),
        }
        idx
    }
}
