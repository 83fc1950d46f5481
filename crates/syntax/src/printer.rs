//! The canonical text of a tree, on one line, as Prometheus prints it. Parsing it gives the same tree.
//!
//! Prometheus's own text does not always: it drops parentheses in durations (see `duration`), prints some durations that
//! stand as numbers a millisecond short (`1s3ms` as `1s2ms`), `{}` as nothing, and `Inf ^ x` with a sign before the power. There the text here is another.

mod duration;
mod selector;

use std::fmt::{self, Write as _};

use promenade_go::strconv::{format_f, format_g, quote_go_bytes};
use promenade_model::duration::format_duration;
use promenade_model::stack::deeper;
use promenade_model::value::quote;

use crate::ast::{
    AggregateExpr, BinaryExpr, BinaryOp, Expr, ExprKind, FillValues, LabelName, NumberLiteral, VectorMatchCardinality,
    VectorMatching,
};

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        deeper(|| match &self.kind {
            ExprKind::Aggregate(e) => e.fmt(f),
            ExprKind::Binary(e) => e.fmt(f),
            ExprKind::Call(e) => {
                f.write_str(&e.function.text)?;
                arguments(f, &e.args)
            }
            ExprKind::Matrix(e) => e.fmt(f),
            ExprKind::Subquery(e) => e.fmt(f),
            ExprKind::Number(e) => e.fmt(f),
            ExprKind::Paren(inner) => write!(f, "({inner})"),
            ExprKind::String(e) => f.write_str(&quoted(&e.value, e.bytes.as_deref())),
            ExprKind::Unary(e) => write!(f, "{}{}", e.op, e.expr),
            ExprKind::Variable(text) => f.write_str(text),
            ExprKind::Vector(e) => e.fmt(f),
            ExprKind::Error(parts) => separated(f, parts, " "),
        })
    }
}

impl fmt::Display for AggregateExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.op.text)?;
        if self.without || !self.grouping.is_empty() {
            f.write_str(if self.without { " without " } else { " by " })?;
            label_names(f, &self.grouping)?;
            f.write_char(' ')?;
        }
        arguments(f, &self.args)
    }
}

impl fmt::Display for BinaryExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bool_modifier = if self.return_bool { " bool" } else { "" };
        match &self.lhs.kind {
            // With its sign it would be read as a sign before the whole power.
            ExprKind::Number(n) if self.op == BinaryOp::Pow && n.value == f64::INFINITY => f.write_str("Inf")?,
            _ => self.lhs.fmt(f)?,
        }
        write!(f, " {}{bool_modifier}{} {}", self.op, self.matching, self.rhs)
    }
}

impl fmt::Display for VectorMatching {
    /// The modifiers, each with a space before it; nothing for the default.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = match self.card {
            VectorMatchCardinality::ManyToOne => Some(" group_left "),
            VectorMatchCardinality::OneToMany => Some(" group_right "),
            VectorMatchCardinality::OneToOne | VectorMatchCardinality::ManyToMany => None,
        };
        if !self.labels.is_empty() || self.on || group.is_some() {
            f.write_str(if self.on { " on " } else { " ignoring " })?;
            label_names(f, &self.labels)?;
        }
        if let Some(word) = group {
            f.write_str(word)?;
            label_names(f, &self.include)?;
        }
        self.fill_values.fmt(f)
    }
}

impl fmt::Display for FillValues {
    /// The modifiers, each with a space before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.lhs, self.rhs) {
            (Some(lhs), Some(rhs)) if lhs == rhs => write!(f, " fill ({})", format_g(lhs)),
            (lhs, rhs) => {
                if let Some(value) = lhs {
                    write!(f, " fill_left ({})", format_g(value))?;
                }
                rhs.map_or(Ok(()), |value| write!(f, " fill_right ({})", format_g(value)))
            }
        }
    }
}

impl fmt::Display for NumberLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_duration {
            return f.write_str(&format_f(self.value));
        }
        let sign = if self.value < 0.0 { "-" } else { "" };
        write!(f, "{sign}{}", format_duration((self.value.abs() * 1000.0).round() as i64))
    }
}

impl fmt::Display for LabelName {
    /// The name, in quotes where it needs them. A variable needs none unless it has them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.needs_quotes && !self.holds_variable() {
            f.write_str(&quoted(&self.text, self.bytes.as_deref()))
        } else {
            f.write_str(&self.text)
        }
    }
}

/// A string in quotes; the bytes in place of the text, where they are no UTF-8.
fn quoted(text: &str, bytes: Option<&[u8]>) -> String {
    bytes.map_or_else(|| quote(text), quote_go_bytes)
}

fn arguments(f: &mut fmt::Formatter<'_>, args: &[Expr]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, args, ", ")?;
    f.write_char(')')
}

fn label_names(f: &mut fmt::Formatter<'_>, labels: &[LabelName]) -> fmt::Result {
    f.write_char('(')?;
    separated(f, labels, ", ")?;
    f.write_char(')')
}

fn separated<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], separator: &str) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { separator })?;
        item.fmt(f)?;
    }
    Ok(())
}
