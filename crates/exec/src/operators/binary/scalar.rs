//! Binary operators with a scalar on one or both sides.

use std::sync::Arc;

use promenade_functions::binary_operator;
use promenade_functions::operators::float;
use promenade_functions::samples::{ABSENT, ScalarColumn, is_absent};
use promenade_plan::{BinaryNode, BinaryOp, Grid};

use super::cell::with_floats;
use super::cell_annotation::{CellAnnotation, CellAnnotations};
use super::float::{FloatOp, Operand, Outcome};
use crate::context::NodeRef;
use crate::evaluator::Evaluator;
use crate::{Block, ExecError, Operator, RowMeta, Task};

/// Computes an operator between scalars; comparisons return 0 or 1.
///
/// # Errors
/// Returns an error if the operator is not defined between floats.
pub(super) fn columns(
    op: BinaryOp,
    lhs: &ScalarColumn,
    rhs: &ScalarColumn,
    grid: Grid,
) -> Result<ScalarColumn, ExecError> {
    if !float::is_defined(op) {
        return Err(ExecError::IllTypedPlan { operation: op.symbol() });
    }
    let mut own = match lhs {
        ScalarColumn::Const(v) if matches!(rhs, ScalarColumn::Const(_)) => vec![*v],
        ScalarColumn::Const(v) => vec![*v; grid.n_steps()],
        ScalarColumn::PerStep(values) => values.clone(),
    };
    FloatOp::new(op, false, Outcome::Bool).apply(&mut own, operand(rhs));
    match (lhs, rhs) {
        (ScalarColumn::Const(_), ScalarColumn::Const(_)) => Ok(ScalarColumn::Const(own[0])),
        _ => Ok(ScalarColumn::PerStep(own)),
    }
}

/// The operands: a vector and a scalar.
pub(super) struct Sides {
    pub(super) vector: Arc<dyn Operator>,
    pub(super) column: ScalarColumn,
    /// Whether the scalar is the left operand.
    pub(super) is_swapped: bool,
}

/// Builds the operator between a vector and a scalar.
pub(super) fn build(evaluator: &Evaluator<'_>, node: NodeRef, binary: &BinaryNode, sides: Sides) -> Arc<dyn Operator> {
    let renames = binary.changes_schema() || binary.return_bool;
    let rename = |row: &RowMeta| if renames { row.without_name(evaluator.ctx) } else { row.clone() };
    let meta = sides.vector.series().iter().map(rename).collect();
    Arc::new(VectorScalar { sides, meta, op: binary.op, return_bool: binary.return_bool, node })
}

struct VectorScalar {
    sides: Sides,
    meta: Arc<[RowMeta]>,
    op: BinaryOp,
    return_bool: bool,
    node: NodeRef,
}

impl Operator for VectorScalar {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.sides.vector.n_steps()
    }

    fn cell_weight(&self) -> usize {
        self.sides.vector.cell_weight()
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = self.sides.vector.block(rows, task)?;
        let mut found = CellAnnotations::default();
        self.floats(&mut block, rows, &mut found);
        if block.has_histograms() {
            for (i, row) in rows.iter().enumerate() {
                self.histograms(&mut block, i, *row, &mut found);
                block.count_row(i)?;
            }
        }
        task.annotations.extend(found.of_node(self.op, &self.node));
        Ok(block)
    }
}

impl VectorScalar {
    fn floats(&self, block: &mut Block, rows: &[u32], found: &mut CellAnnotations) {
        if !float::is_defined(self.op) {
            let n_steps = block.n_steps().max(1);
            for (i, v) in block.values_mut().iter_mut().enumerate().filter(|(_, v)| !is_absent(**v)) {
                *v = ABSENT;
                found.raise((i % n_steps, rows[i / n_steps]), CellAnnotation::types("float", "float"));
            }
            return;
        }
        let outcome = if self.return_bool { Outcome::Bool } else { Outcome::Own };
        let op = FloatOp::new(self.op, self.sides.is_swapped, outcome);
        match operand(&self.sides.column) {
            Operand::Const(v) => op.apply(block.values_mut(), Operand::Const(v)),
            column @ Operand::Cells(_) => (0..block.n_rows()).for_each(|i| op.apply(block.row_mut(i), column)),
        }
    }

    fn histograms(&self, block: &mut Block, i: usize, row: u32, found: &mut CellAnnotations) {
        let (steps, histograms): (Vec<u32>, Vec<_>) = block.take_histogram_row(i).into_iter().unzip();
        let is_defined = !self.sides.is_swapped || binary_operator(self.op).histograms.right;
        let float_of = |i: usize| self.sides.column.at(steps[i] as usize);
        match is_defined.then(|| with_floats(self.op, &histograms, float_of)).flatten() {
            Some(results) => block.set_histogram_row(i, steps.into_iter().zip(results).collect()),
            None => steps.iter().for_each(|step| found.raise((*step as usize, row), self.mismatch())),
        }
    }

    fn mismatch(&self) -> CellAnnotation {
        if self.sides.is_swapped {
            CellAnnotation::types("float", "histogram")
        } else {
            CellAnnotation::types("histogram", "float")
        }
    }
}

fn operand(column: &ScalarColumn) -> Operand<'_> {
    match column {
        ScalarColumn::Const(v) => Operand::Const(*v),
        ScalarColumn::PerStep(values) => Operand::Cells(values),
    }
}
