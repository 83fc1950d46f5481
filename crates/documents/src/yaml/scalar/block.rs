//! Block scalars: header, indentation, folds of `>`, and what becomes of the line ends at the end.

use promenade_model::value::SourceRange;

use super::{break_len, break_text, is_blank};
use crate::offsets::Decoded;
use crate::yaml::{Node, NodeData, ScalarStyle};

/// The header of a block scalar: `|`, `>-`, `|2+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// From `|` or `>` to the last indicator.
    pub(crate) range: SourceRange,
    /// The indentation indicator.
    pub(crate) indicator: Option<usize>,
    /// `-`, `+` or nothing.
    pub(crate) chomping: Option<char>,
    /// The start of the line after the header; the end of the file where there is none.
    pub(crate) body: usize,
}

impl Header {
    /// Reads the header that begins here.
    pub(crate) fn read(file: &str, at: usize) -> Option<Self> {
        let rest = file.get(at..).filter(|rest| rest.starts_with(['|', '>']))?;
        let indicators = rest[1..].bytes().take_while(|b| matches!(b, b'+' | b'-' | b'0'..=b'9')).count();
        let (mut indicator, mut chomping) = (None, None);
        for c in rest[1..=indicators].chars() {
            match c.to_digit(10) {
                Some(digit) => indicator = Some(digit as usize),
                None => chomping = Some(c),
            }
        }
        Some(Self { range: at..at + 1 + indicators, indicator, chomping, body: line_after(file, at) })
    }
}

/// The start of the next line.
fn line_after(file: &str, at: usize) -> usize {
    let line_break = (at..file.len()).find_map(|i| Some(i + break_len(file, i)).filter(|end| *end > i));
    line_break.unwrap_or(file.len())
}

/// A line of the content, without its indentation.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    content: SourceRange,
    /// Empty at the end of a file without a line end.
    line_break: SourceRange,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.content.is_empty()
    }
}

/// The end of the last line with text, without its line end; the end of the header where there is no text.
pub(crate) fn content_end(file: &str, node: &Node) -> Option<usize> {
    let header = Header::read(file, node.range.start)?;
    let lines = lines(file, node, &header);
    let last = lines.iter().rfind(|line| !line.is_empty());
    Some(last.map_or(header.range.end, |line| line.content.end))
}

/// Decodes a block scalar.
pub(super) fn decode(file: &str, node: &Node) -> Option<Decoded> {
    let NodeData::Scalar(scalar) = &node.data else { return None };
    let header = Header::read(file, node.range.start)?;
    let lines = lines(file, node, &header);
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let mut decoded = Decoded::starting_at(lines.first().map_or(header.body.min(file.len()), |l| l.content.start));
    match scalar.style {
        ScalarStyle::Folded => fold(file, &lines[..last], &mut decoded),
        _ => join(file, &lines[..last], &mut decoded),
    }
    chomp(file, &lines, last, header.chomping, &mut decoded);
    Some(decoded)
}

/// How far the content is indented: by the indicator, or as its first line with text is.
pub(crate) fn content_indent(file: &str, node: &Node, header: &Header) -> Option<usize> {
    if let Some(indicator) = header.indicator {
        return Some(node.indent.unwrap_or(0) + indicator);
    }
    let mut lines = file.get(header.body..)?.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
    let line = lines.find(|line| line.bytes().any(|b| b != b' ')).filter(|line| !is_marker(line))?;
    let indent = line.len() - line.trim_start_matches(' ').len();
    node.indent.is_none_or(|outer| indent > outer).then_some(indent)
}

/// Whether a line begins or ends a document.
fn is_marker(line: &str) -> bool {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// The lines of the content, with the empty ones at the end.
fn lines(file: &str, node: &Node, header: &Header) -> Vec<Line> {
    let indent = content_indent(file, node, header).unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    let mut at = header.body;
    while at < file.len() {
        let next = line_after(file, at);
        let text = file[at..next].trim_end_matches(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        let n_spaces = text.len() - text.trim_start_matches(' ').len();
        if n_spaces < indent && n_spaces < text.len() || is_marker(text) {
            break;
        }
        let end = at + text.len();
        lines.push(Line { content: at + n_spaces.min(indent)..end, line_break: end..next });
        at = next;
    }
    lines
}

fn end_line(file: &str, line_break: &SourceRange, decoded: &mut Decoded) {
    decoded.whole(break_text(&file[line_break.clone()]), line_break.clone());
}

/// `|`: each line end is one.
fn join(file: &str, lines: &[Line], decoded: &mut Decoded) {
    for (i, line) in lines.iter().enumerate() {
        decoded.verbatim(file, line.content.clone());
        if i + 1 < lines.len() {
            end_line(file, &line.line_break, decoded);
        }
    }
}

/// `>`: a line end between two lines of text is a space; empty lines are line ends; lines that begin with a blank keep
/// theirs.
fn fold(file: &str, lines: &[Line], decoded: &mut Decoded) {
    let mut pending: Vec<SourceRange> = Vec::new();
    let mut before: Option<bool> = None;
    for line in lines {
        if line.is_empty() {
            pending.push(line.line_break.clone());
            continue;
        }
        let is_blank_first = is_blank(file.as_bytes()[line.content.start]);
        let ends_in_feed = pending.first().is_some_and(|first| break_text(&file[first.clone()]) == "\n");
        let is_folded = before == Some(false) && !is_blank_first && ends_in_feed;
        match (is_folded, pending.as_slice()) {
            (true, [one]) => decoded.whole(" ", one.clone()),
            (true, [_, rest @ ..]) | (_, rest) => rest.iter().for_each(|range| end_line(file, range, decoded)),
        }
        decoded.verbatim(file, line.content.clone());
        pending = vec![line.line_break.clone()];
        before = Some(is_blank_first);
    }
}

/// The line ends after the last line with text: none for `-`, all for `+`, else one.
fn chomp(file: &str, lines: &[Line], last: usize, chomping: Option<char>, decoded: &mut Decoded) {
    let first = last.saturating_sub(1);
    let breaks = lines[first..].iter().map(|line| &line.line_break).filter(|range| !range.is_empty());
    let kept = match (chomping, last) {
        (Some('+'), _) => usize::MAX,
        (Some(_), _) | (None, 0) => 0,
        (None, _) => 1,
    };
    breaks.take(kept).for_each(|range| end_line(file, range, decoded));
}
