//! Binary operators over rows of floats. The operator is selected outside the loop over the cells.

use promenade_functions::operators::{FloatVisitor, float};
use promenade_functions::samples::{ABSENT, is_absent};
use promenade_plan::BinaryOp;

/// A binary operator that replaces the cells of a row by its results.
#[derive(Debug, Clone, Copy)]
pub(super) struct FloatOp {
    /// The operator; the replaced cell is its left operand unless `is_swapped`.
    op: BinaryOp,
    /// Whether the replaced cell is the right operand.
    is_swapped: bool,
    /// The result of a comparison.
    outcome: Outcome,
}

/// The result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The replaced cell if the comparison holds.
    Own,
    /// The other cell if the comparison holds.
    Other,
    /// 1 if the comparison holds, otherwise 0.
    Bool,
}

/// The other operand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operand<'a> {
    /// The same float at all steps.
    Const(f64),
    /// A cell for each cell that is replaced.
    Cells(&'a [f64]),
}

impl FloatOp {
    /// The operator; comparisons return `outcome`.
    pub(super) fn new(op: BinaryOp, is_swapped: bool, outcome: Outcome) -> Self {
        if !is_swapped {
            return Self { op, is_swapped, outcome };
        }
        Self { op: op.mirrored(), is_swapped: !op.is_comparison(), outcome }
    }

    /// Replaces cells by the results of the operator. If either cell is empty, or the operator is not defined between
    /// floats, the result is empty.
    pub(super) fn apply(self, own: &mut [f64], other: Operand<'_>) {
        let row = Row { op: self, cells: Cells { own: &mut *own, other } };
        if float::visit(self.op, row).is_none() {
            own.fill(ABSENT);
        }
    }

    /// The result for two floats; `None` if a comparison does not hold.
    pub(super) fn of(self, own: f64, other: f64) -> Option<f64> {
        let mut cell = [own];
        self.apply(&mut cell, Operand::Const(other));
        (!is_absent(cell[0])).then_some(cell[0])
    }
}

struct Row<'a> {
    op: FloatOp,
    cells: Cells<'a>,
}

impl FloatVisitor for Row<'_> {
    type Output = ();

    fn arithmetic(self, f: impl Fn(f64, f64) -> f64) {
        if self.op.is_swapped { self.cells.map(|own, other| f(other, own)) } else { self.cells.map(f) }
    }

    fn comparison(self, holds: impl Fn(f64, f64) -> bool) {
        match self.op.outcome {
            Outcome::Own => self.cells.map(|own, other| if holds(own, other) { own } else { ABSENT }),
            Outcome::Other => self.cells.map(|own, other| if holds(own, other) { other } else { ABSENT }),
            Outcome::Bool => self.cells.map(|own, other| if holds(own, other) { 1.0 } else { 0.0 }),
        }
    }
}

struct Cells<'a> {
    own: &'a mut [f64],
    other: Operand<'a>,
}

impl Cells<'_> {
    fn map(self, f: impl Fn(f64, f64) -> f64) {
        match self.other {
            Operand::Const(b) => {
                for a in self.own {
                    let result = f(*a, b);
                    *a = if is_absent(*a) { ABSENT } else { result };
                }
            }
            Operand::Cells(other) => {
                for (a, b) in self.own.iter_mut().zip(other) {
                    let result = f(*a, *b);
                    *a = if is_absent(*a) | is_absent(*b) { ABSENT } else { result };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: f64 = f64::NAN;

    #[test]
    fn empty_cells_stay_empty_and_nan_is_a_value() {
        let mut own = [1.0, ABSENT, 3.0, ABSENT, N];
        FloatOp::new(BinaryOp::Add, false, Outcome::Own)
            .apply(&mut own, Operand::Cells(&[1.0, 1.0, ABSENT, ABSENT, 1.0]));
        assert_eq!(own[0], 2.0);
        assert!(own[1..4].iter().all(|v| is_absent(*v)));
        assert!(own[4].is_nan() && !is_absent(own[4]));
    }

    #[test]
    fn swapped_operators_have_the_replaced_cell_on_the_right() {
        let of = |op, own, other| FloatOp::new(op, true, Outcome::Own).of(own, other);
        assert_eq!(of(BinaryOp::Sub, 1.0, 3.0), Some(2.0));
        assert_eq!(of(BinaryOp::Div, 2.0, 1.0), Some(0.5));
        assert_eq!(of(BinaryOp::Pow, 3.0, 2.0), Some(8.0));
        assert_eq!(of(BinaryOp::Mod, 3.0, 7.0), Some(1.0));
        assert_eq!(of(BinaryOp::Lt, 3.0, 2.0), Some(3.0));
        assert_eq!(of(BinaryOp::Ge, 3.0, 2.0), None);
    }

    #[test]
    fn comparisons_give_what_is_asked_for() {
        let of = |outcome, own, other| FloatOp::new(BinaryOp::Lt, false, outcome).of(own, other);
        assert_eq!(of(Outcome::Own, 1.0, 2.0), Some(1.0));
        assert_eq!(of(Outcome::Other, 1.0, 2.0), Some(2.0));
        assert_eq!(of(Outcome::Bool, 1.0, 2.0), Some(1.0));
        assert_eq!(of(Outcome::Bool, N, 2.0), Some(0.0));
        assert_eq!(of(Outcome::Own, N, 2.0), None);
    }
}
