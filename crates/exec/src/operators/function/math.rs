//! Float functions with one argument.

use std::sync::Arc;

use crate::Operator;
use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::rowwise::{FloatMap, map_rows};

/// Builds the operator.
pub(crate) fn build(evaluator: &Evaluator<'_>, input: Arc<dyn Operator>, f: fn(f64) -> f64) -> Evaluated {
    map_rows(evaluator, input, FloatMap(f))
}
