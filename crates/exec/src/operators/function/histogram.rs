//! Functions from a native histogram to a float.

use std::sync::Arc;

use promenade_model::SharedHistogram;

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::rowwise::{CellMap, map_rows};
use crate::{Block, ExecError, Operator, Task};

/// Builds the operator.
pub(crate) fn build(evaluator: &Evaluator<'_>, input: Arc<dyn Operator>, f: fn(&SharedHistogram) -> f64) -> Evaluated {
    map_rows(evaluator, input, HistogramMap(f))
}

/// Maps each histogram to a float and drops floats.
struct HistogramMap(fn(&SharedHistogram) -> f64);

impl CellMap for HistogramMap {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        block.values_mut().fill(promenade_functions::samples::ABSENT);
        for row_idx in 0..block.n_rows() {
            let cells = block.take_histogram_row(row_idx);
            let row = block.row_mut(row_idx);
            for (step_idx, histogram) in cells {
                row[step_idx as usize] = (self.0)(&histogram);
            }
        }
        Ok(())
    }
}
