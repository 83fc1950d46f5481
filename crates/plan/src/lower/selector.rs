//! Selectors and subqueries: windows, offsets and `@` in milliseconds.

use promenade_model::value::SourceRange;
use promenade_model::{TimestampMs, ValueType};
use promenade_semantic::typed::{self, AtKind};

use super::{Context, Lowered, Lowering, Planned, durations, node, step_invariant};
use crate::error::PlanError;
use crate::logical::{MatrixSelector, NodeKind, Subquery, VectorSelector};
use crate::times::SelectorTimes;

impl Lowering<'_> {
    pub(super) fn vector_selector(
        &self,
        selector: &typed::VectorSelector,
        range: &SourceRange,
        context: Context,
    ) -> Planned<Lowered> {
        let selector = self.selector(selector, context)?;
        let invariant = selector.at_ms.is_some() && !context.in_param;
        let node = node(range, ValueType::Vector, NodeKind::VectorSelector(selector));
        Ok(Lowered { node, invariant, wraps: invariant })
    }

    /// Range vector selectors and subqueries are never marked themselves: the surrounding call reads the same window at
    /// all steps.
    pub(super) fn matrix_selector(
        &self,
        matrix: &typed::MatrixSelector,
        range: &SourceRange,
        context: Context,
    ) -> Planned<Lowered> {
        let selector = self.selector(&matrix.selector, context)?;
        let range_ms = durations::positive_ms(&matrix.range, self.options.time)?;
        let invariant = selector.at_ms.is_some() && !context.in_param;
        let node = node(range, ValueType::Matrix, NodeKind::MatrixSelector(MatrixSelector { selector, range_ms }));
        Ok(Lowered { node, invariant, wraps: false })
    }

    pub(super) fn subquery(
        &self,
        subquery: &typed::SubqueryExpr,
        range: &SourceRange,
        context: Context,
    ) -> Planned<Lowered> {
        let time = self.options.time;
        let offset_ms = durations::offset_ms(subquery.offset.as_ref(), time)?;
        let step_ms = match &subquery.step {
            Some(step) => durations::positive_ms(step, time)?,
            None => self.options.default_subquery_step_ms,
        };
        if step_ms < 1 {
            return Err(Box::new(PlanError::SubqueryStep { range: range.clone() }));
        }
        let range_ms = durations::positive_ms(&subquery.range, time)?;
        let expr = self.expr(&subquery.expr, context)?;
        let expr = if expr.invariant { step_invariant(expr.node) } else { expr.node };
        let at_ms = self.at_ms(subquery.at, context);
        let invariant = at_ms.is_some() && !context.in_param;
        let kind = NodeKind::Subquery(Subquery { expr, range_ms, step_ms, offset_ms, at_ms });
        Ok(Lowered { node: node(range, ValueType::Matrix, kind), invariant, wraps: false })
    }

    fn selector(&self, selector: &typed::VectorSelector, context: Context) -> Planned<VectorSelector> {
        Ok(VectorSelector {
            matchers: selector.matchers.clone(),
            offset_ms: durations::offset_ms(selector.offset.as_ref(), self.options.time)?,
            at_ms: self.at_ms(selector.at, context),
            mode: selector.mode,
            skip_buckets: false,
            times: SelectorTimes::UNRESOLVED,
        })
    }

    fn at_ms(&self, at: Option<AtKind>, context: Context) -> Option<TimestampMs> {
        match at? {
            AtKind::Timestamp(at_ms) => Some(at_ms),
            // Queries with variables are rejected earlier.
            AtKind::Variable => None,
            AtKind::Start | AtKind::End if context.in_param => None,
            AtKind::Start => Some(self.options.time.start_ms()),
            AtKind::End => Some(self.options.time.end_ms()),
        }
    }
}
