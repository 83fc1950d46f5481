//! The steps at which an operator has samples.

use crate::evaluator::Evaluator;
use crate::tiles::run_tiles;
use crate::{Block, ExecError, Operator};

/// Whether any row has a float or a histogram at each step.
///
/// # Errors
/// Returns any error of computing the rows.
pub(super) fn any_present(evaluator: &mut Evaluator<'_>, operator: &dyn Operator) -> Result<Vec<bool>, ExecError> {
    let mut present = vec![false; operator.n_steps()];
    let ctx = evaluator.ctx;
    run_tiles(
        operator,
        ctx,
        &mut evaluator.annotations,
        |_, block, _| Ok(tile_presence(&block)),
        |tile| {
            present.iter_mut().zip(tile).for_each(|(all, one)| *all |= one);
            Ok(())
        },
    )?;
    Ok(present)
}

fn tile_presence(block: &Block) -> Vec<bool> {
    let mut present = vec![false; block.n_steps()];
    for row_idx in 0..block.n_rows() {
        for (step, v) in present.iter_mut().zip(block.row(row_idx)) {
            *step |= !promenade_functions::samples::is_absent(*v);
        }
        for (step_idx, _) in block.histogram_row(row_idx) {
            present[*step_idx as usize] = true;
        }
    }
    present
}
