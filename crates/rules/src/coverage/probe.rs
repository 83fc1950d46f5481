//! Watches an operator of an expression by evaluating it and its operands on their own.

use promenade_exec::{QueryValue, RangeSeries};
use promenade_model::ValueType;
use promenade_model::stack::{TreeBox, deeper};
use promenade_model::value::SourceRange;
use promenade_semantic::typed::{BinaryExpr, BinaryOp, SubqueryExpr, TypedExpr, TypedExprKind};
use promenade_storage::SampleValue;

use super::PointKind;
use super::recorder::Evaluated;
use crate::{RuleQuery, RuleQueryError};

/// What watches an operator.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    range: SourceRange,
    watched: Watched,
}

#[derive(Debug, Clone)]
enum Watched {
    /// A comparison that gives 1 where it holds and 0 where it does not.
    Comparison(RuleQuery),
    /// The vector beside a number, and the comparison of both.
    Filter(RuleQuery, RuleQuery),
    /// The left side of `and` or `unless`, and the whole.
    SetFilter(RuleQuery, RuleQuery),
    /// The left side of `or`, and the whole.
    Union(RuleQuery, RuleQuery),
}

impl Probe {
    /// Those of all operators of an expression, in the order of its text.
    pub(super) fn all(expr: &TypedExpr) -> Vec<Self> {
        let mut probes = Vec::new();
        collect(expr, None, &mut probes);
        probes
    }

    /// The operator with its operands.
    pub(super) fn range(&self) -> &SourceRange {
        &self.range
    }

    /// What is watched.
    pub(super) fn outcomes(&self) -> [PointKind; 2] {
        match self.watched {
            Watched::Comparison(_) | Watched::Filter(..) | Watched::SetFilter(..) => {
                [PointKind::Kept, PointKind::Dropped]
            }
            Watched::Union(..) => [PointKind::LeftSide, PointKind::RightSide],
        }
    }

    /// Which of the [`outcomes`](Self::outcomes) take place at the time of an evaluation.
    ///
    /// # Errors
    /// Returns an error if a part cannot be evaluated on its own.
    pub(super) fn observe(&self, moment: &Evaluated<'_>) -> Result<[bool; 2], RuleQueryError> {
        let value =
            |query: &RuleQuery| query.value_at(moment.storage.as_storage(), moment.query_time_ms, moment.options);
        let count = |query: &RuleQuery| value(query).map(|value| n_samples(&value));
        Ok(match &self.watched {
            Watched::Comparison(query) => verdicts(&value(query)?),
            Watched::Filter(operand, whole) | Watched::SetFilter(operand, whole) => {
                let (before, after) = (count(operand)?, count(whole)?);
                [after > 0, before > after]
            }
            Watched::Union(left, whole) => {
                let (left, both) = (count(left)?, count(whole)?);
                [left > 0, both > left]
            }
        })
    }
}

/// `subquery` is the innermost one around the expression. One around that is left out: the operator is watched in the
/// window that the inner subquery has at the time of evaluation.
fn collect(expr: &TypedExpr, subquery: Option<&SubqueryExpr>, probes: &mut Vec<Probe>) {
    let inner = if let TypedExprKind::Subquery(inner) = &expr.kind { Some(&**inner) } else { subquery };
    let watched = match &expr.kind {
        TypedExprKind::Binary(binary) => watched(expr, binary, subquery),
        _ => None,
    };
    probes.extend(watched.map(|watched| Probe { range: expr.range.clone(), watched }));
    expr.children().for_each(|child| deeper(|| collect(child, inner, probes)));
}

fn watched(expr: &TypedExpr, binary: &BinaryExpr, subquery: Option<&SubqueryExpr>) -> Option<Watched> {
    let query = |expr: &TypedExpr| RuleQuery::of_expr(within(expr.clone(), subquery));
    match binary.op {
        BinaryOp::And | BinaryOp::Unless => Some(Watched::SetFilter(query(&binary.lhs), query(expr))),
        BinaryOp::Or => Some(Watched::Union(query(&binary.lhs), query(expr))),
        op if !op.is_comparison() => None,
        _ if binary.return_bool || binary.matching.is_some() => {
            Some(Watched::Comparison(query(&as_bool(expr, binary))))
        }
        _ => {
            let operand = if binary.lhs.value_type == ValueType::Vector { &binary.lhs } else { &binary.rhs };
            Some(Watched::Filter(query(operand), query(expr)))
        }
    }
}

fn as_bool(expr: &TypedExpr, binary: &BinaryExpr) -> TypedExpr {
    let binary = BinaryExpr { return_bool: true, ..binary.clone() };
    TypedExpr { kind: TypedExprKind::Binary(TreeBox::new(binary)), ..expr.clone() }
}

/// An expression at all steps of the subquery that it stands in.
fn within(expr: TypedExpr, subquery: Option<&SubqueryExpr>) -> TypedExpr {
    let Some(around) = subquery.filter(|_| expr.value_type == ValueType::Vector) else { return expr };
    let (id, range) = (expr.id, expr.range.clone());
    let kind = TypedExprKind::Subquery(TreeBox::new(SubqueryExpr { expr, ..around.clone() }));
    TypedExpr { id, kind, value_type: ValueType::Matrix, is_open: false, range }
}

fn n_samples(value: &QueryValue) -> usize {
    match value {
        QueryValue::Vector(_, samples) => samples.len(),
        QueryValue::Matrix(series) => series.iter().map(|one| one.floats.len() + one.histograms.len()).sum(),
        QueryValue::Scalar(..) => 1,
        QueryValue::String(_) => 0,
    }
}

/// Whether there is a 1 and whether there is a 0.
fn verdicts(value: &QueryValue) -> [bool; 2] {
    let any = |wanted: f64| match value {
        QueryValue::Vector(_, samples) => {
            samples.iter().any(|sample| matches!(sample.value, SampleValue::Float(value) if value == wanted))
        }
        QueryValue::Matrix(series) => {
            series.iter().any(|one: &RangeSeries| one.floats.iter().any(|(_, v)| v == wanted))
        }
        QueryValue::Scalar(_, value) => *value == wanted,
        QueryValue::String(_) => false,
    };
    [any(1.0), any(0.0)]
}
