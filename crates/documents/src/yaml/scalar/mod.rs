//! Which characters of a decoded scalar come from where in the file.
//!
//! The parser of YAML says what a scalar means, not where each character stands. Here scalars are decoded a second time,
//! with positions; a caller compares the two texts, so that a place is either right or unknown.

mod block;
mod flow;

pub(crate) use block::{Header, content_end, content_indent, header_before, sign_before};

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
