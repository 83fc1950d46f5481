//! Instant selectors with `smoothed`: a function over the window around each step.

use std::sync::Arc;

use promenade_functions::Behavior;
use promenade_functions::range::smoothed_selector::SMOOTHED_SELECTOR;
use promenade_functions::samples::RangeMode;
use promenade_plan::{MatrixSelector, Node, VectorSelector};

use super::range;
use super::window::{WindowOperator, output_meta};
use crate::evaluator::{Evaluator, Scope, node_ref};
use crate::{ExecError, Operator};

/// Builds the operator of a selector with `smoothed`. As in Prometheus, the samples that it reads are not counted.
///
/// # Errors
/// Returns an error if the query exceeds its limit of series.
pub(super) fn build(
    evaluator: &mut Evaluator<'_>,
    node: &Node,
    selector: &VectorSelector,
    scope: Scope,
) -> Result<Arc<dyn Operator>, ExecError> {
    // The window has length 0: the kernel reads samples in the lookback on both sides.
    let selector = VectorSelector { mode: RangeMode::Smoothed, ..selector.clone() };
    let source = Arc::new(range::source(evaluator, node, &MatrixSelector { selector, range_ms: 0 }, scope)?);
    let behavior = Behavior { keeps_name: true, ..Behavior::DEFAULT };
    let held = evaluator.held_windows(node, source.as_ref())?;
    Ok(Arc::new(WindowOperator {
        behavior,
        kernel: SMOOTHED_SELECTOR,
        meta: output_meta(behavior, source.as_ref(), evaluator.ctx),
        source,
        is_counted: false,
        held,
        args: Vec::new(),
        arg_ranges: vec![node.range.clone()],
        range_arg_idx: 0,
        node: node_ref(node),
    }))
}
