//! Which selectors need of native histograms count and sum only.
//!
//! A function that gives a statistic of histograms allows it for all selectors below, unless anything from the selector
//! up to the root needs buckets: a function of quantiles or fractions, a trim, or a subquery, in which counter resets
//! would be missed. Any other function that reads no buckets allows it for the selector that is its argument.

use promenade_functions::Kernel;
use promenade_model::stack::deeper;

use crate::logical::{BinaryOp, Node, NodeKind};

/// Marks the selectors of a tree.
pub(super) fn mark(root: &mut Node) {
    visit(root, Path::default());
}

/// What stands above a node.
#[derive(Debug, Clone, Copy, Default)]
struct Path {
    /// A function that gives a statistic of histograms.
    skips: bool,
    /// Something that needs buckets.
    needs: bool,
}

fn visit(node: &mut Node, path: Path) {
    deeper(|| visit_node(node, path));
}

fn visit_node(node: &mut Node, path: Path) {
    match &mut node.kind {
        NodeKind::Number(_) | NodeKind::String(_) => {}
        NodeKind::VectorSelector(selector) => selector.skip_buckets = path.skips && !path.needs,
        NodeKind::MatrixSelector(matrix) => matrix.selector.skip_buckets = path.skips && !path.needs,
        NodeKind::Subquery(subquery) => visit(&mut subquery.expr, Path { needs: true, ..path }),
        NodeKind::Call(call) => {
            let (kernel, skips_buckets) = (&call.def.kernel, call.def.behavior.skips_buckets);
            let path = Path {
                skips: path.skips || (skips_buckets && matches!(kernel, Kernel::Histogram(_))),
                needs: path.needs || needs_buckets(kernel),
            };
            for arg in call.args.iter_mut() {
                match &mut arg.kind {
                    NodeKind::MatrixSelector(matrix) if skips_buckets => matrix.selector.skip_buckets = true,
                    _ => visit(arg, path),
                }
            }
        }
        NodeKind::Aggregate(aggregate) => {
            if let Some(param) = &mut aggregate.param {
                visit(param, path);
            }
            visit(&mut aggregate.expr, path);
        }
        NodeKind::Binary(binary) => {
            let trims = matches!(binary.op, BinaryOp::TrimUpper | BinaryOp::TrimLower);
            let path = Path { needs: path.needs || trims, ..path };
            visit(&mut binary.lhs, path);
            visit(&mut binary.rhs, path);
        }
        NodeKind::Plus(inner) | NodeKind::Negate(inner) | NodeKind::StepInvariant(inner) => visit(inner, path),
    }
}

fn needs_buckets(kernel: &Kernel) -> bool {
    matches!(kernel, Kernel::HistogramQuantile | Kernel::HistogramQuantiles | Kernel::HistogramFraction)
}
