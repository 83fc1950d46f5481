//! Instant selector with `smoothed`: a function of the windows around each step.

use std::sync::Arc;

use promenade_functions::Behavior;
use promenade_functions::range::smoothed_selector::SMOOTHED_SELECTOR;
use promenade_functions::samples::RangeMode;
use promenade_plan::{Grid, MatrixSelector, Node, VectorSelector};

use super::range;
use super::window::{WindowOperator, output_meta};
use crate::Operator;
use crate::physical::{Builder, node_ref};

/// Builds the operator of a selector with `smoothed`.
pub(super) fn build(builder: &Builder<'_>, node: &Node, selector: &VectorSelector, grid: Grid) -> Arc<dyn Operator> {
    // A window of no length: what the kernel reads lies in the lookback at both of its sides.
    let selector = VectorSelector { mode: RangeMode::Smoothed, ..selector.clone() };
    let source = range::source(builder, node, &MatrixSelector { selector, range_ms: 0 }, grid);
    let behavior = Behavior { keeps_name: true, ..Behavior::DEFAULT };
    Arc::new(WindowOperator {
        behavior,
        kernel: SMOOTHED_SELECTOR,
        meta: output_meta(behavior, source.as_ref(), builder.ctx),
        source,
        args: Vec::new(),
        arg_ranges: vec![node.range.clone()],
        range_arg_idx: 0,
        node: node_ref(node),
    })
}
