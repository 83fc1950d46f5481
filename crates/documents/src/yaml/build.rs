//! From the events of the YAML parser to the tree.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle as Style, ScanError, Span, StructureStyle, Tag};

use super::scalar::{content_end, header_before, sign_before};
use super::{Comment, Node, NodeData, NodeIdx, Scalar, ScalarStyle, Yaml, YamlError};

/// Reads a text, up to the first mistake.
pub(super) fn build(text: &str) -> (Yaml, Option<YamlError>) {
    let mut builder = Builder { text, ..Builder::default() };
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((event, span)) => builder.event(event, &span),
            Err(error) => return (builder.tree, Some(yaml_error(text, &error))),
        }
    }
    (builder.tree, None)
}

/// What libyaml does, on which yaml.v3 is built: the last line of a file may lack its line end, and a text in block style
/// that ends with it has none either.
fn options() -> Options {
    granit_parser::options! {
        emit_anchor_events: true,
        block_scalar_eof_without_line_feed: true,
        bom_inside_document_as_content: true,
        max_buffered_comment_events: usize::MAX,
    }
}

fn yaml_error(text: &str, error: &ScanError) -> YamlError {
    let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
    YamlError { at, message: error.info() }
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    tree: Yaml,
    /// Collections that are not closed yet.
    open: Vec<Open>,
    /// Nodes by the number that the parser gave to their anchor.
    anchors: HashMap<usize, NodeIdx>,
    /// The node that an anchor event belongs to.
    last: Option<NodeIdx>,
    /// The end of what was read last, where the search for a header begins.
    at: usize,
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
    fn event(&mut self, event: Event<'_>, span: &Span) {
        let range = span.byte_range().unwrap_or(self.at..self.at);
        let end = range.end;
        match event {
            Event::Comment(text, _) => {
                self.tree.comments.push(Comment { range, text: text.into_owned() });
                return;
            }
            Event::Anchor(id, name) => return self.anchor(id, &name, range.start),
            Event::Scalar(value, style, _, tag) => self.scalar(&value, style, tag.as_deref(), span),
            Event::SequenceStart(style, _, tag) => self.open(style, tag.as_deref(), span, false),
            Event::MappingStart(style, _, tag) => self.open(style, tag.as_deref(), span, true),
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(id) => self.alias(id, range),
            // Without `---` this stands where the content does.
            Event::DocumentStart(false, _) => return,
            _ => {}
        }
        self.at = self.at.max(end);
    }

    fn anchor(&mut self, id: usize, name: &str, start: usize) {
        let Some(idx) = self.last else { return };
        self.anchors.insert(id, idx);
        let node = &mut self.tree.nodes[idx.0 as usize];
        node.anchor = Some(name.to_owned());
        node.start = node.start.min(start);
    }

    fn scalar(&mut self, value: &str, style: Style, tag: Option<&Tag>, span: &Span) {
        let mut range = span.byte_range().unwrap_or(self.at..self.at);
        let style = scalar_style(style);
        if style.is_block() {
            range.start = header_before(self.text, self.at, range.start);
        }
        // An empty value is given as `~`.
        let is_absent = style == ScalarStyle::Plain && range.is_empty();
        let value = if is_absent { String::new() } else { value.to_owned() };
        let idx = self.push(range, tag, span, NodeData::Scalar(Scalar { value, style }));
        if style.is_block() {
            // The parser's range runs into the next line.
            let end = content_end(self.text, self.node(idx));
            let node = &mut self.tree.nodes[idx.0 as usize];
            node.range.end = end.unwrap_or(node.range.end).max(node.range.start);
        }
    }

    fn alias(&mut self, id: usize, range: std::ops::Range<usize>) {
        let data = match self.anchors.get(&id) {
            Some(idx) => NodeData::Alias(*idx),
            // The parser knows no alias without its anchor.
            None => NodeData::Sequence(Vec::new()),
        };
        let span = Span::default();
        self.push(range, None, &span, data);
    }

    fn open(&mut self, style: StructureStyle, tag: Option<&Tag>, span: &Span, is_mapping: bool) {
        let mut range = span.byte_range().unwrap_or(self.at..self.at);
        let is_flow = style == StructureStyle::Flow;
        if !is_flow && !is_mapping && self.open.last().is_some_and(|open| open.is_mapping) {
            // The parser puts a list that is not indented behind its first dash.
            range.start = sign_before(self.text, self.at, range.start, b"-");
        }
        let column = column(self.text, range.start);
        let data = if is_mapping { NodeData::Mapping(Vec::new()) } else { NodeData::Sequence(Vec::new()) };
        let idx = self.push(range, tag, span, data);
        let (in_flow, in_key) = (is_flow || self.node(idx).in_flow, self.node(idx).in_key);
        let indent = if in_flow { self.node(idx).indent } else { Some(column) };
        self.open.push(Open { idx, indent, in_flow, in_key, children: Vec::new(), is_mapping });
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let is_flow = self.text[self.node(open.idx).range.start..].starts_with(['[', '{']) && open.in_flow;
        let last = open.children.last().map(|idx| self.node(*idx).range.end);
        let node = &mut self.tree.nodes[open.idx.0 as usize];
        node.range.end = if is_flow { end } else { last.unwrap_or(end) };
        node.data = if open.is_mapping {
            NodeData::Mapping(open.children.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect())
        } else {
            NodeData::Sequence(open.children)
        };
        self.last = None;
    }

    fn node(&self, idx: NodeIdx) -> &Node {
        &self.tree.nodes[idx.0 as usize]
    }

    fn push(&mut self, range: std::ops::Range<usize>, tag: Option<&Tag>, span: &Span, data: NodeData) -> NodeIdx {
        let idx = NodeIdx(self.tree.nodes.len() as u32);
        let parent = self.open.last();
        let tag_start = span.tag_start().and_then(|mark| mark.byte_offset());
        let node = Node {
            start: tag_start.map_or(range.start, |start| start.min(range.start)),
            range,
            anchor: None,
            tag: tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix())),
            data,
            indent: parent.and_then(|open| open.indent),
            in_flow: parent.is_some_and(|open| open.in_flow),
            in_key: parent.is_some_and(|open| open.in_key || open.is_mapping && open.children.len() % 2 == 0),
        };
        self.tree.nodes.push(node);
        match self.open.last_mut() {
            Some(open) => open.children.push(idx),
            None => self.tree.roots.push(idx),
        }
        self.last = Some(idx);
        idx
    }
}

/// The number of characters before this place in its line.
fn column(text: &str, at: usize) -> usize {
    let line = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    text[line..at].trim_start_matches('\u{feff}').chars().count()
}

fn scalar_style(style: Style) -> ScalarStyle {
    match style {
        Style::Plain => ScalarStyle::Plain,
        Style::SingleQuoted => ScalarStyle::SingleQuoted,
        Style::DoubleQuoted => ScalarStyle::DoubleQuoted,
        Style::Literal => ScalarStyle::Literal,
        Style::Folded => ScalarStyle::Folded,
    }
}
