//! Finds selectors that need only count and sum of native histograms.
//!
//! A function of instant vectors that does not read buckets allows this for all selectors below it, unless anything
//! between the selector and the root needs buckets: quantiles, fractions, deviations, trims, comparisons for equality,
//! `changes`, `count_values`, or a subquery, which would miss counter resets.
//!
//! This is visible: a histogram without buckets counts as fewer samples.

use promenade_functions::aggregators::AggregatorKernel;
use promenade_functions::{BucketUse, FunctionDef, binary_operator};
use promenade_model::ValueType;
use promenade_model::stack::deeper;

use crate::logical::{Node, NodeKind};

/// Marks the selectors of a tree.
pub(super) fn mark(root: &mut Node) {
    visit(root, Path::default());
}

/// The path from the root to a node.
#[derive(Debug, Clone, Copy, Default)]
struct Path {
    /// It contains a function that does not read buckets.
    skips: bool,
    /// It contains something that needs buckets.
    needs: bool,
}

impl Path {
    /// The path to the arguments of a call.
    fn into_call(self, def: &FunctionDef) -> Self {
        let skips = def.behavior.buckets == BucketUse::Skips
            && !def.signature.params.iter().any(|p| p.value_type == ValueType::Matrix);
        self.skipping(skips).needing(def.behavior.buckets == BucketUse::Reads)
    }

    const fn skipping(self, skips: bool) -> Self {
        Self { skips: self.skips || skips, ..self }
    }

    const fn needing(self, needs: bool) -> Self {
        Self { needs: self.needs || needs, ..self }
    }

    const fn allows_skipping(self) -> bool {
        self.skips && !self.needs
    }
}

fn visit(node: &mut Node, path: Path) {
    deeper(|| visit_node(node, path));
}

fn visit_node(node: &mut Node, path: Path) {
    match &mut node.kind {
        NodeKind::Number(_) | NodeKind::String(_) => {}
        NodeKind::VectorSelector(selector) => selector.skip_buckets = path.allows_skipping(),
        NodeKind::MatrixSelector(matrix) => matrix.selector.skip_buckets = path.allows_skipping(),
        NodeKind::Subquery(subquery) => visit(&mut subquery.expr, path.needing(true)),
        NodeKind::Call(call) => {
            let path = path.into_call(call.def);
            for arg in call.args.iter_mut() {
                visit(arg, path);
            }
        }
        NodeKind::Aggregate(aggregate) => {
            // The label contains the text of the whole histogram.
            let path = path.needing(matches!(aggregate.def.kernel, AggregatorKernel::CountValues));
            if let Some(param) = &mut aggregate.param {
                visit(param, path);
            }
            visit(&mut aggregate.expr, path);
        }
        NodeKind::Binary(binary) => {
            let path = path.needing(binary_operator(binary.op).buckets == BucketUse::Reads);
            visit(&mut binary.lhs, path);
            visit(&mut binary.rhs, path);
        }
        NodeKind::Plus(inner)
        | NodeKind::Negate(inner)
        | NodeKind::StepInvariant(inner)
        | NodeKind::Merge(inner)
        | NodeKind::DropNames(inner) => visit(inner, path),
    }
}
