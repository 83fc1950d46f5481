//! Conversions between scalars and vectors.

use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_plan::Grid;

use crate::evaluator::{Evaluated, Evaluator};
use crate::operators::scalar_row;
use crate::tiles::run_tiles;
use crate::{Block, ExecError, Operator};

/// `scalar`: the only float of each step, otherwise NaN.
pub(crate) fn to_scalar(evaluator: &mut Evaluator<'_>, input: &dyn Operator) -> Result<Evaluated, ExecError> {
    let mut lone = vec![Lone::None; input.n_steps()];
    let ctx = evaluator.ctx;
    run_tiles(
        input,
        ctx,
        &mut evaluator.annotations,
        |_, block, _| Ok(lone_floats(&block)),
        |tile| {
            lone.iter_mut().zip(tile).for_each(|(all, one)| *all = all.and(one));
            Ok(())
        },
    )?;
    let values = lone.into_iter().map(|lone| if let Lone::One(v) = lone { v } else { f64::NAN });
    Ok(Evaluated::Scalar(ScalarColumn::PerStep(values.collect())))
}

/// `vector`: a scalar as a row.
pub(crate) fn to_vector(evaluator: &Evaluator<'_>, column: ScalarColumn, grid: Grid) -> Result<Evaluated, ExecError> {
    Ok(Evaluated::Vector(scalar_row(evaluator.ctx, column, grid)?))
}

/// The floats seen at a step.
#[derive(Debug, Clone, Copy)]
enum Lone {
    None,
    One(f64),
    Several,
}

impl Lone {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, one) | (one, Self::None) => one,
            _ => Self::Several,
        }
    }
}

fn lone_floats(block: &Block) -> Vec<Lone> {
    let mut lone = vec![Lone::None; block.n_steps()];
    for row_idx in 0..block.n_rows() {
        for (all, v) in lone.iter_mut().zip(block.row(row_idx)).filter(|(_, v)| !is_absent(**v)) {
            *all = all.and(Lone::One(*v));
        }
    }
    lone
}
