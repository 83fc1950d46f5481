//! A query that is parsed and checked, to be evaluated many times.

use std::sync::Arc;

use promenade_plan::{LogicalPlan, Optimizer, PlanOptions, QueryTime, lower};
use promenade_semantic::{TypedExpr, parse_and_check};
use promenade_storage::Storage;
use promenade_syntax::Diagnostic;

use super::evaluator::millis;
use crate::{Engine, Query, QueryError};

/// A query that is parsed and checked. It owns all that it needs and is evaluated at many times over many stores. Cheap to
/// clone.
#[derive(Debug, Clone)]
pub struct PreparedQuery {
    engine: Engine,
    expr: Arc<TypedExpr>,
}

impl PreparedQuery {
    pub(crate) fn new(engine: &Engine, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let expr = parse_and_check(text, &engine.language()).into_result()?;
        Ok(Self { engine: engine.clone(), expr: Arc::new(expr) })
    }

    /// The query over a store: a reference to it, or an `Arc` for a future that owns it.
    pub fn over<S: Storage>(&self, storage: S) -> Query<S> {
        Query::new(Ok(self.clone()), storage)
    }

    /// The engine that evaluates it.
    pub fn engine(&self) -> &Engine {
        &self.engine
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
