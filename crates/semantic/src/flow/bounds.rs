//! Possible values: a constant, or bounds.

use promenade_functions::operators::float;
use promenade_syntax::ast::BinaryOp;

/// The possible floats of a scalar or of a source's samples.
#[derive(Debug, Clone, Copy)]
pub enum Bounds {
    /// Any float.
    Any,
    /// Exactly this float.
    Constant(f64),
    /// A float between two, both included; never NaN.
    Between(f64, f64),
}

impl Bounds {
    /// The constant, if it is one.
    pub fn constant(&self) -> Option<f64> {
        match self {
            Self::Constant(value) => Some(*value),
            Self::Any | Self::Between(..) => None,
        }
    }

    /// Smallest and largest float, and whether it can be NaN. The smallest is above the largest if it is always NaN.
    fn range(&self) -> (f64, f64, bool) {
        match *self {
            Self::Any => (f64::NEG_INFINITY, f64::INFINITY, true),
            Self::Constant(value) if value.is_nan() => (f64::INFINITY, f64::NEG_INFINITY, true),
            Self::Constant(value) => (value, value, false),
            Self::Between(min, max) => (min, max, false),
        }
    }

    /// The union of both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if let (Self::Constant(a), Self::Constant(b)) = (self, other)
            && a.to_bits() == b.to_bits()
        {
            return *self;
        }
        match (self.range(), other.range()) {
            ((a_min, a_max, false), (b_min, b_max, false)) => Self::Between(a_min.min(b_min), a_max.max(b_max)),
            _ => Self::Any,
        }
    }

    /// With the sign inverted.
    #[must_use]
    pub fn negated(&self) -> Self {
        match *self {
            Self::Any => Self::Any,
            Self::Constant(value) => Self::Constant(-value),
            Self::Between(min, max) => Self::Between(-max, -min),
        }
    }

    /// Whether a comparison always holds (`Some(true)`) or never does (`Some(false)`).
    pub fn compare(&self, op: BinaryOp, other: &Self) -> Option<bool> {
        let ((a_min, a_max, a_nan), (b_min, b_max, b_nan)) = (self.range(), other.range());
        let is_number = !a_nan && !b_nan;
        let are_apart = a_max < b_min || b_max < a_min;
        let (always, never) = match op {
            BinaryOp::Lt => (is_number && a_max < b_min, a_min >= b_max),
            BinaryOp::Le => (is_number && a_max <= b_min, a_min > b_max),
            BinaryOp::Gt => (is_number && a_min > b_max, a_max <= b_min),
            BinaryOp::Ge => (is_number && a_min >= b_max, a_max < b_min),
            BinaryOp::Eq => (is_number && a_min == b_max && a_max == b_min, are_apart),
            BinaryOp::Ne => (are_apart, is_number && a_min == b_max && a_max == b_min),
            _ => (false, false),
        };
        match (always, never) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// The result of an operation between floats, 0 or 1 for a comparison.
    #[must_use]
    pub fn apply(&self, op: BinaryOp, other: &Self) -> Self {
        if op.is_comparison() {
            let truth = |holds: bool| Self::Constant(f64::from(u8::from(holds)));
            return self.compare(op, other).map_or(Self::Between(0.0, 1.0), truth);
        }
        let (Self::Constant(a), Self::Constant(b)) = (self, other) else { return Self::Any };
        float::apply(op, *a, *b).map_or(Self::Any, Self::Constant)
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds::{self, Any, Between, Constant};
    use super::float;
    use promenade_syntax::ast::BinaryOp;

    const OPS: [BinaryOp; 6] = [BinaryOp::Lt, BinaryOp::Le, BinaryOp::Gt, BinaryOp::Ge, BinaryOp::Eq, BinaryOp::Ne];

    /// Sample floats within bounds, including the ends.
    fn members(bounds: &Bounds) -> Vec<f64> {
        match *bounds {
            Any => vec![f64::NEG_INFINITY, -1.0, 0.0, 1.0, 2.0, 3.0, f64::INFINITY, f64::NAN],
            Constant(value) => vec![value],
            Between(min, max) => vec![min, max, f64::midpoint(min, max)],
        }
    }

    #[test]
    fn what_is_said_of_a_comparison_holds_for_all_values() {
        let all = [Any, Constant(1.0), Constant(0.0), Constant(-0.0), Constant(f64::NAN), Constant(f64::INFINITY)];
        let all = all.into_iter().chain([Between(1.0, 3.0), Between(3.0, f64::INFINITY), Between(-1.0, 0.0)]);
        let all: Vec<Bounds> = all.collect();
        let mut n_known = 0;
        for (a, b, op) in all.iter().flat_map(|a| all.iter().flat_map(move |b| OPS.map(|op| (a, b, op)))) {
            let Some(verdict) = a.compare(op, b) else { continue };
            n_known += 1;
            for (x, y) in members(a).into_iter().flat_map(|x| members(b).into_iter().map(move |y| (x, y))) {
                assert_eq!(
                    float::apply(op, x, y),
                    Some(f64::from(u8::from(verdict))),
                    "{a:?} {op} {b:?}: {x} {op} {y}"
                );
            }
        }
        assert!(n_known > 150, "{n_known}");
    }
}
