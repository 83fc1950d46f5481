//! The reference time of the selectors of an expression, as `info` needs it.

use promenade_functions::Kernel;
use promenade_model::stack::deeper;
use promenade_model::{TimestampMs, ValueType};

use crate::logical::{CallNode, Node, NodeKind, Subquery, VectorSelector};

/// The reference time of the selectors of an expression, relative to its evaluation.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reference {
    /// The time set by `@`, of the selector or the innermost surrounding subquery with one.
    pub(crate) at_ms: Option<TimestampMs>,
    /// The offset; offsets of subqueries add up unless `@` is further in.
    pub(crate) offset_ms: i64,
}

impl PartialEq for Reference {
    /// Fixed times are equal if they are equal after the offset.
    fn eq(&self, other: &Self) -> bool {
        match (self.at_ms, other.at_ms) {
            (None, None) => self.offset_ms == other.offset_ms,
            (Some(at_ms), Some(other_ms)) => {
                at_ms.saturating_sub(self.offset_ms) == other_ms.saturating_sub(other.offset_ms)
            }
            _ => false,
        }
    }
}

impl Reference {
    /// The common reference of all vectors of an expression; `None` if two selectors differ, or if a vector has no
    /// selector, as in `vector(1)`. The info series of such an expression are read at the evaluation time.
    pub(crate) fn shared(expr: &Node) -> Option<Self> {
        let mut found = None;
        all_share(expr, &mut Vec::new(), &mut found).then_some(found).flatten()
    }

    fn inside(self, subquery: &Subquery) -> Self {
        if self.at_ms.is_some() {
            return self;
        }
        Self { at_ms: subquery.at_ms, offset_ms: self.offset_ms.saturating_add(subquery.offset_ms) }
    }

    fn of<'a>(selector: &VectorSelector, around: impl Iterator<Item = &'a Subquery>) -> Self {
        let own = Self { at_ms: selector.at_ms, offset_ms: selector.offset_ms };
        around.fold(own, Self::inside)
    }
}

/// Whether all vectors of `node` have selectors with the same reference, which is stored in `found`. `around` are the
/// surrounding subqueries, the outermost first.
fn all_share<'a>(node: &'a Node, around: &mut Vec<&'a Subquery>, found: &mut Option<Reference>) -> bool {
    deeper(|| match &node.kind {
        NodeKind::VectorSelector(selector) => agrees(selector, around, found),
        NodeKind::MatrixSelector(matrix) => agrees(&matrix.selector, around, found),
        NodeKind::Subquery(subquery) => {
            around.push(subquery);
            let shares = all_share(&subquery.expr, around, found);
            around.pop();
            shares
        }
        _ => {
            let mut vectors = vectors_below(node).peekable();
            vectors.peek().is_some() && vectors.all(|child| all_share(child, around, found))
        }
    })
}

fn agrees(selector: &VectorSelector, around: &[&Subquery], found: &mut Option<Reference>) -> bool {
    let reference = Reference::of(selector, around.iter().rev().copied());
    *found.get_or_insert(reference) == reference
}

/// The vectors that a node computes with. The second argument of `info` only selects labels.
fn vectors_below(node: &Node) -> impl Iterator<Item = &Node> {
    let is_info = matches!(&node.kind, NodeKind::Call(CallNode { def, .. }) if matches!(def.kernel, Kernel::Info));
    let children = node.children().take(if is_info { 1 } else { usize::MAX });
    children.filter(|child| matches!(child.value_type, ValueType::Vector | ValueType::Matrix))
}
