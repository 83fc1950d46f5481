//! Which characters of a decoded scalar come from where in the file.
//!
//! The parser of YAML says what a scalar means, not where each character stands. Here scalars are decoded a second time,
//! with positions; a caller compares the two texts, so that a place is either right or unknown.

mod block;
mod flow;

pub(crate) use block::{Header, content_end, content_indent};

use promenade_go_yaml::line_break_len;

use super::{Node, NodeData, ScalarStyle};
use crate::offsets::OffsetMap;

/// The places of the characters of a scalar. None for what is no scalar, and where decoding here says other than the
/// parser.
pub(crate) fn offsets(text: &str, node: &Node) -> Option<OffsetMap> {
    let NodeData::Scalar(scalar) = &node.data else { return None };
    let decoded = match scalar.style {
        ScalarStyle::Plain => Some(flow::plain(text, node.range.clone())),
        ScalarStyle::SingleQuoted => flow::single_quoted(text, node.range.clone()),
        ScalarStyle::DoubleQuoted => flow::double_quoted(text, node.range.clone()),
        ScalarStyle::Literal | ScalarStyle::Folded => block::decode(text, node),
    }?;
    (decoded.text == scalar.value).then_some(decoded.offsets)
}

/// What a line break of the file means: itself for the separators of lines and paragraphs, else a line feed.
fn break_text(line_break: &str) -> &str {
    match line_break {
        "\u{2028}" | "\u{2029}" => line_break,
        _ => "\n",
    }
}

/// The length of the line break at this place of the file; 0 where there is none.
fn break_len(file: &str, at: usize) -> usize {
    file.as_bytes().get(at..).map_or(0, line_break_len)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}
