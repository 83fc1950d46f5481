//! The numeric parameter of an aggregation, with a value per step.

use promenade_functions::samples::ScalarColumn;

/// A parameter and a summary of its values.
#[derive(Debug)]
pub(crate) struct Param {
    column: ScalarColumn,
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) has_nan: bool,
}

impl Param {
    pub(super) fn new(column: ScalarColumn) -> Self {
        let values = match &column {
            ScalarColumn::Const(v) => std::slice::from_ref(v),
            ScalarColumn::PerStep(values) => values.as_slice(),
        };
        let max = values.iter().copied().reduce(go_max).unwrap_or(0.0);
        let min = values.iter().copied().reduce(|a, b| -go_max(-a, -b)).unwrap_or(0.0);
        let has_nan = values.iter().any(|v| v.is_nan());
        Self { column, min, max, has_nan }
    }

    pub(super) fn at(&self, step_idx: usize) -> f64 {
        self.column.at(step_idx)
    }
}

/// The larger of two floats as in Go: infinity takes precedence over NaN, NaN over other numbers.
fn go_max(a: f64, b: f64) -> f64 {
    if a == f64::INFINITY || b == f64::INFINITY {
        f64::INFINITY
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.max(b)
    }
}
