//! Float functions with scalar parameters.

use std::sync::Arc;

use promenade_functions::samples::{ScalarColumn, is_absent};

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::rowwise::{CellMap, map_rows};
use crate::{Block, ExecError, Operator, Task};

/// Builds the operator.
pub(crate) fn build(
    evaluator: &Evaluator<'_>,
    input: Arc<dyn Operator>,
    columns: &[ScalarColumn],
    f: fn(f64, &[f64]) -> f64,
) -> Evaluated {
    let params = params_by_step(columns, input.n_steps());
    map_rows(evaluator, input, Elementwise { f, params, n: columns.len() })
}

struct Elementwise {
    f: fn(f64, &[f64]) -> f64,
    /// The parameters, step by step.
    params: Vec<f64>,
    n: usize,
}

impl CellMap for Elementwise {
    fn apply(&self, block: &mut Block, _: &mut Task<'_>) -> Result<(), ExecError> {
        block.clear_histograms();
        for row_idx in 0..block.n_rows() {
            for (step_idx, v) in block.row_mut(row_idx).iter_mut().enumerate() {
                if !is_absent(*v) {
                    *v = (self.f)(*v, &self.params[step_idx * self.n..][..self.n]);
                }
            }
        }
        Ok(())
    }
}

fn params_by_step(columns: &[ScalarColumn], n_steps: usize) -> Vec<f64> {
    (0..n_steps).flat_map(|step_idx| columns.iter().map(move |column| column.at(step_idx))).collect()
}
