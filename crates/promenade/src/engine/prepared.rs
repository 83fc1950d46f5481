//! A query that is parsed and checked, to be evaluated many times.

use std::sync::Arc;

use promenade_model::value::SourceRange;
use promenade_plan::{LogicalPlan, Optimizer, PlanOptions, QueryTime, lower};
use promenade_semantic::{TypedExpr, parse_and_check};
use promenade_storage::Storage;
use promenade_syntax::ast::{Expr, ExprKind};
use promenade_syntax::{Diagnostic, parse};

use super::evaluator::millis;
use crate::{Engine, Query, QueryError};

/// A query that is parsed and checked. It owns all that it needs and is evaluated at many times over many stores. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct PreparedQuery {
    engine: Engine,
    expr: Arc<TypedExpr>,
    text: Arc<str>,
}

impl PreparedQuery {
    pub(crate) fn new(engine: &Engine, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let expr = parse_and_check(text, &engine.language()).into_result()?;
        Ok(Self { engine: engine.clone(), expr: Arc::new(expr), text: text.into() })
    }

    /// The query over a store: a reference to it, or an `Arc` for a future that owns it.
    pub fn over<S: Storage>(&self, storage: S) -> Query<S> {
        Query::new(Ok(self.clone()), storage)
    }

    /// The engine that evaluates it.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The place of the operator of the binary operation at a place; the place itself if there is no such operation.
    pub(crate) fn operator_range(&self, range: &SourceRange) -> SourceRange {
        let parsed = parse(&self.text, &self.engine.language().parse_options());
        let operator = |expr: &Expr| match &expr.kind {
            ExprKind::Binary(binary) if expr.range == *range => Some(binary.op_range.clone()),
            _ => None,
        };
        parsed.expr.descendants().find_map(operator).unwrap_or_else(|| range.clone())
    }

    pub(crate) fn plan(&self, time: QueryTime) -> Result<LogicalPlan, QueryError> {
        let plan = self.unoptimized_plan(time)?;
        Ok(if self.engine.options().optimize { Optimizer::default().optimize(plan) } else { plan })
    }

    /// The plan as the query is written.
    pub(crate) fn unoptimized_plan(&self, time: QueryTime) -> Result<LogicalPlan, QueryError> {
        let options = self.engine.options();
        let plan_options = PlanOptions::at(time)
            .lookback_delta_ms(millis(options.lookback_delta))
            .default_subquery_step_ms(millis(options.default_subquery_step))
            .with_features(options.features);
        Ok(lower(&self.expr, &plan_options)?)
    }
}
