//! Duration expressions as text.
//!
//! Prometheus prints `x offset --5m + 1` as `x offset 5m + 1`, which is another tree. Here parentheses are put where the text
//! would change its meaning without them, and only there.

use std::fmt;

use promenade_model::duration::format_duration;
use promenade_model::stack::deeper;

use crate::ast::{DurationExpr, DurationExprKind, DurationOp};

impl fmt::Display for DurationExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        deeper(|| match &self.kind {
            DurationExprKind::Number(number) => number.fmt(f),
            DurationExprKind::Variable(text) => f.write_str(text),
            DurationExprKind::Step => f.write_str("step()"),
            DurationExprKind::Range => f.write_str("range()"),
            DurationExprKind::MinOf(a, b) => write!(f, "min_of({a}, {b})"),
            DurationExprKind::MaxOf(a, b) => write!(f, "max_of({a}, {b})"),
            DurationExprKind::Negate(inner) => write!(f, "-{inner}"),
            DurationExprKind::Binary(op, lhs, rhs) if *op == DurationOp::Pow && is_negative(lhs) => {
                write!(f, "({lhs}) {} {rhs}", op.symbol())
            }
            DurationExprKind::Binary(op, lhs, rhs) => write!(f, "{lhs} {} {rhs}", op.symbol()),
            DurationExprKind::Paren(inner) => write!(f, "({inner})"),
            DurationExprKind::Error => Ok(()),
        })
    }
}

impl DurationExpr {
    /// As it stands in brackets: a literal as a duration, however it was written.
    pub(super) fn in_brackets(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| match self.literal_ms() {
            Some(ms) => f.write_str(&format_duration(ms)),
            None => write!(f, "{self}"),
        })
    }

    /// As it stands after `offset`: what would be taken for an operator around the selector is in parentheses.
    pub(super) fn after_offset(&self) -> impl fmt::Display + '_ {
        fmt::from_fn(move |f| {
            let text = self.to_string();
            let takes_operators = ["(", "--"].iter().any(|start| text.starts_with(start));
            if holds_bare_operator(self) && !takes_operators { write!(f, "({text})") } else { f.write_str(&text) }
        })
    }
}

fn is_negative(duration: &DurationExpr) -> bool {
    duration.literal().is_some_and(|number| number.value.is_sign_negative())
}

fn holds_bare_operator(duration: &DurationExpr) -> bool {
    let mut duration = duration;
    while let DurationExprKind::Negate(inner) = &duration.kind {
        duration = inner;
    }
    matches!(duration.kind, DurationExprKind::Binary(..))
}
