//! Float functions with scalar parameters.

use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_plan::{CallNode, Grid};

use crate::operators::rowwise::{CellMap, map_rows};
use crate::physical::{Builder, Value};
use crate::{Block, ExecError, Task};

/// Builds the operator.
pub(crate) fn build(
    builder: &mut Builder<'_>,
    call: &CallNode,
    grid: Grid,
    f: fn(f64, &[f64]) -> f64,
) -> Result<Value, ExecError> {
    let input = builder.vector(&call.args[0], grid)?;
    let columns = call.args[1..].iter().map(|arg| builder.scalar(arg, grid)).collect::<Result<Vec<_>, _>>()?;
    map_rows(builder, input, Elementwise { f, params: params_by_step(&columns, grid.n_steps()), n: columns.len() })
}

struct Elementwise {
    f: fn(f64, &[f64]) -> f64,
    /// The parameters of each step, one step after the other.
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
