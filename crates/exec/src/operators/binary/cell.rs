//! Binary operators between single cells, including histograms.

use promenade_functions::binary_operator;
use promenade_functions::operators::float;
use promenade_functions::samples::is_absent;
use promenade_model::annotations::HistogramOperation;
use promenade_model::histogram::{CounterResetHint, Factor, Reconciliation, RowSum, TrimSide};
use promenade_model::{FloatHistogram, SharedHistogram};
use promenade_plan::BinaryOp;

use super::cell_annotation::CellAnnotation;
use super::float::{FloatOp, Outcome};
use crate::block::HistogramCell;

/// A cell that is not empty.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cell<'a> {
    Float(f64),
    Histogram(&'a SharedHistogram),
}

impl Cell<'_> {
    fn type_name(self) -> &'static str {
        match self {
            Self::Float(_) => "float",
            Self::Histogram(_) => "histogram",
        }
    }
}

/// The result of a cell.
#[derive(Debug, Clone)]
pub(super) enum CellValue {
    /// No result: a comparison does not hold.
    None,
    Float(f64),
    Histogram(SharedHistogram),
}

/// A binary operator between two vectors.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellOp {
    op: BinaryOp,
    return_bool: bool,
}

/// A result with an optional annotation, or the annotation that explains why there is no result.
type CellResult = Result<(CellValue, Option<CellAnnotation>), CellAnnotation>;

impl CellOp {
    /// The operator; with `return_bool`, comparisons return 0 or 1.
    pub(super) fn new(op: BinaryOp, return_bool: bool) -> Self {
        Self { op, return_bool }
    }

    /// The operator as written in the query.
    pub(super) fn op(self) -> BinaryOp {
        self.op
    }

    /// The same operator over rows of floats, which replaces the cells of the left side, or of the right side if
    /// `is_swapped`. A filtering comparison returns the left cell in either case.
    pub(super) fn over_rows(self, is_swapped: bool) -> FloatOp {
        let outcome = match (self.return_bool, is_swapped) {
            (true, _) => Outcome::Bool,
            (false, false) => Outcome::Own,
            (false, true) => Outcome::Other,
        };
        FloatOp::new(self.op, is_swapped, outcome)
    }

    /// Computes one cell.
    pub(super) fn of(self, lhs: Cell<'_>, rhs: Cell<'_>) -> CellResult {
        let computed = match (lhs, rhs) {
            (Cell::Float(l), Cell::Float(r)) if float::is_defined(self.op) => {
                let value = self.over_rows(false).of(l, r).map_or(CellValue::None, CellValue::Float);
                return Ok((value, None));
            }
            (Cell::Histogram(l), Cell::Histogram(r)) => self.histograms(l, r),
            (Cell::Histogram(l), Cell::Float(r)) => {
                with_float(self.op, l, r).map(|h| Ok((CellValue::Histogram(h), None)))
            }
            (Cell::Float(l), Cell::Histogram(r)) if binary_operator(self.op).histograms.right => {
                with_float(self.op, r, l).map(|h| Ok((CellValue::Histogram(h), None)))
            }
            (Cell::Float(_), _) => None,
        };
        computed.unwrap_or_else(|| Err(CellAnnotation::types(lhs.type_name(), rhs.type_name())))
    }

    /// The sum or difference of two histograms if it can be computed bucket by bucket and raises no annotation.
    pub(super) fn row_sum<'a>(self, lhs: &'a SharedHistogram, rhs: &'a SharedHistogram) -> Option<RowSum<'a>> {
        let sign = match self.op {
            BinaryOp::Add => 1.0,
            BinaryOp::Sub => -1.0,
            _ => return None,
        };
        if lhs.counter_reset_hint().contradicts(rhs.counter_reset_hint()) {
            return None;
        }
        let rows = lhs.row_sum(rhs, sign)?;
        Some(if self.op == BinaryOp::Sub { rows.of_gauge() } else { rows })
    }

    fn histograms(self, lhs: &SharedHistogram, rhs: &SharedHistogram) -> Option<CellResult> {
        match self.op {
            BinaryOp::Add => {
                let mut sum = lhs.to_float();
                let reconciled = sum.add(&rhs.to_float());
                Some(combined(sum, reconciled.ok(), HistogramOperation::Addition))
            }
            BinaryOp::Sub => {
                let mut difference = lhs.to_float();
                let reconciled = difference.sub(&rhs.to_float());
                difference.counter_reset_hint = CounterResetHint::Gauge;
                Some(combined(difference, reconciled.ok(), HistogramOperation::Subtraction))
            }
            BinaryOp::Eq => Some(Ok((self.compared(lhs, lhs.equals(rhs)), None))),
            BinaryOp::Ne => Some(Ok((self.compared(lhs, !lhs.equals(rhs)), None))),
            _ => None,
        }
    }

    fn compared(self, lhs: &SharedHistogram, holds: bool) -> CellValue {
        match (self.return_bool, holds) {
            (true, _) => CellValue::Float(f64::from(u8::from(holds))),
            (false, true) => CellValue::Histogram(lhs.clone()),
            (false, false) => CellValue::None,
        }
    }
}

/// A sum or difference. A conflict of counter resets removes the sample, as in Prometheus.
fn combined(
    mut histogram: FloatHistogram,
    reconciled: Option<Reconciliation>,
    operation: HistogramOperation,
) -> CellResult {
    let reconciled = reconciled.ok_or(CellAnnotation::BucketLayout)?;
    if reconciled.counter_reset_collision {
        return Err(CellAnnotation::CounterResets(operation));
    }
    histogram.compact(0);
    let noticed = reconciled.bounds_reconciled.then_some(CellAnnotation::CustomBounds(operation));
    Ok((CellValue::Histogram(histogram.into()), noticed))
}

/// Combines histograms, each as left operand, with the float of its index; `None` if the operator is not defined for
/// them.
pub(super) fn with_floats(
    op: BinaryOp,
    histograms: &[SharedHistogram],
    float_of: impl Fn(usize) -> f64,
) -> Option<Vec<SharedHistogram>> {
    Some(match op {
        BinaryOp::Mul => SharedHistogram::scaled_compact(histograms, |i| Factor::Times(float_of(i))),
        BinaryOp::Div => SharedHistogram::scaled_compact(histograms, |i| Factor::By(float_of(i))),
        BinaryOp::TrimUpper => SharedHistogram::trimmed(histograms, TrimSide::Upper, float_of),
        BinaryOp::TrimLower => SharedHistogram::trimmed(histograms, TrimSide::Lower, float_of),
        _ => return None,
    })
}

fn with_float(op: BinaryOp, histogram: &SharedHistogram, float: f64) -> Option<SharedHistogram> {
    with_floats(op, std::slice::from_ref(histogram), |_| float)?.pop()
}

/// The cells of a row, read in the order of steps.
#[derive(Debug, Clone)]
pub(super) struct RowCells<'a> {
    values: &'a [f64],
    histograms: &'a [HistogramCell],
    next: usize,
}

impl<'a> RowCells<'a> {
    /// The cells of a row.
    pub(super) fn new(values: &'a [f64], histograms: &'a [HistogramCell]) -> Self {
        Self { values, histograms, next: 0 }
    }

    /// The cell of a step. Steps must not decrease from call to call.
    pub(super) fn at(&mut self, step_idx: usize) -> Option<Cell<'a>> {
        let value = self.values[step_idx];
        if !is_absent(value) {
            return Some(Cell::Float(value));
        }
        while let Some((step, histogram)) = self.histograms.get(self.next) {
            match (*step as usize).cmp(&step_idx) {
                std::cmp::Ordering::Less => self.next += 1,
                std::cmp::Ordering::Equal => return Some(Cell::Histogram(histogram)),
                std::cmp::Ordering::Greater => break,
            }
        }
        None
    }
}
