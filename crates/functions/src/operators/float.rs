//! Binary operators on floats: the only implementation of their arithmetic.

use promenade_go::math::{atan2, pow};
use promenade_model::BinaryOp;

/// Receives the function of an operator. It is compiled for each operator separately, so that loops over cells contain
/// no indirect call.
pub trait FloatVisitor {
    /// The result.
    type Output;

    /// Visits an arithmetic operator.
    fn arithmetic(self, f: impl Fn(f64, f64) -> f64) -> Self::Output;

    /// Visits a comparison.
    fn comparison(self, holds: impl Fn(f64, f64) -> bool) -> Self::Output;
}

/// Calls the visitor with the function of an operator; `None` if the operator is not defined between floats.
pub fn visit<V: FloatVisitor>(op: BinaryOp, visitor: V) -> Option<V::Output> {
    Some(match op {
        BinaryOp::Add => visitor.arithmetic(|a, b| a + b),
        BinaryOp::Sub => visitor.arithmetic(|a, b| a - b),
        BinaryOp::Mul => visitor.arithmetic(|a, b| a * b),
        BinaryOp::Div => visitor.arithmetic(|a, b| a / b),
        BinaryOp::Mod => visitor.arithmetic(|a, b| a % b),
        BinaryOp::Pow => visitor.arithmetic(pow),
        BinaryOp::Atan2 => visitor.arithmetic(atan2),
        BinaryOp::Eq => visitor.comparison(|a, b| a == b),
        BinaryOp::Ne => visitor.comparison(|a, b| a != b),
        BinaryOp::Lt => visitor.comparison(|a, b| a < b),
        BinaryOp::Le => visitor.comparison(|a, b| a <= b),
        BinaryOp::Gt => visitor.comparison(|a, b| a > b),
        BinaryOp::Ge => visitor.comparison(|a, b| a >= b),
        BinaryOp::TrimUpper | BinaryOp::TrimLower | BinaryOp::And | BinaryOp::Or | BinaryOp::Unless => return None,
    })
}

/// Whether an operator is defined between floats.
pub const fn is_defined(op: BinaryOp) -> bool {
    !op.is_set_operator() && !op.is_trim()
}

/// The result for two floats, 0 or 1 for comparisons; `None` if the operator is not defined between floats.
pub fn apply(op: BinaryOp, a: f64, b: f64) -> Option<f64> {
    visit(op, Pair(a, b))
}

struct Pair(f64, f64);

impl FloatVisitor for Pair {
    type Output = f64;

    fn arithmetic(self, f: impl Fn(f64, f64) -> f64) -> f64 {
        f(self.0, self.1)
    }

    fn comparison(self, holds: impl Fn(f64, f64) -> bool) -> f64 {
        f64::from(u8::from(holds(self.0, self.1)))
    }
}

#[cfg(test)]
mod tests {
    use promenade_model::BinaryOp;

    use super::{apply, is_defined};

    #[test]
    fn an_operator_has_a_result_where_it_is_defined() {
        for op in BinaryOp::ALL {
            assert_eq!(apply(op, 3.0, 2.0).is_some(), is_defined(op), "{op}");
            let mirrored = apply(op.mirrored(), 2.0, 3.0);
            assert!(!op.is_comparison() || apply(op, 3.0, 2.0) == mirrored, "{op}");
        }
        assert_eq!(apply(BinaryOp::Mod, -7.0, 3.0), Some(-1.0));
        assert_eq!(apply(BinaryOp::Ge, f64::NAN, f64::NAN), Some(0.0));
    }
}
