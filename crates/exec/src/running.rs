//! A query whose operators are built, and whose rows are computed in parts.

use std::sync::Arc;

use promenade_model::Annotations;
use promenade_plan::LogicalPlan;

use crate::context::merge_annotations;
use crate::cost::{Held, QueryStats};
use crate::evaluate::evaluate;
use crate::evaluator::{Built, Evaluated, Evaluator};
use crate::execute::{Evaluation, SelectedSeries, count, is_in_doubt, output, settle};
use crate::label_order;
use crate::result::{QueryOutput, QueryValue};
use crate::result_rows::range_series_of;
use crate::tiles::{in_pool, wave_rows};
use crate::{CancelHandle, ExecError, ExecOptions, Operator, QueryContext, RowMeta};

/// A query whose operators are built.
pub(crate) struct Running {
    evaluation: Evaluation,
    built: Built,
    rest: Rest,
    stats: QueryStats,
}

/// The part of the result that is not taken yet.
enum Rest {
    /// A value computed as a whole.
    Value(Option<QueryValue>),
    /// The rows of a range query, ordered by labels, of which the first `n_taken` are taken.
    Rows { operator: Arc<dyn Operator>, rows: Vec<u32>, n_taken: usize },
}

impl Running {
    /// Builds the operators of a query.
    ///
    /// # Errors
    /// Returns the outcome of a query that fails here.
    pub(crate) fn build(evaluation: Evaluation) -> Result<Box<Self>, QueryOutput> {
        let Evaluation { plan, ctx, selected, warnings } = &evaluation;
        let mut evaluator = Evaluator::new(ctx, selected.clone());
        evaluator.annotations.clone_from(warnings);
        evaluator.held = Held::where_needed(plan, selected, 0, ctx);
        let rest = in_pool(ctx, || rest(&mut evaluator, plan));
        let built = evaluator.into_built();
        match rest {
            Ok(rest) => Ok(Box::new(Self { evaluation, built, rest, stats: QueryStats::default() })),
            Err(error) => {
                let mut stats = QueryStats { peak_bytes: ctx.budget.peak(), ..QueryStats::default() };
                count(&built, ctx, &mut stats);
                Err(QueryOutput { value: Err(error), annotations: merge_annotations(built.annotations), stats })
            }
        }
    }

    /// Wraps the outcome of a query that has nothing to compute.
    ///
    /// # Errors
    /// Returns the outcome if it is an error.
    pub(crate) fn of_output(
        plan: &Arc<LogicalPlan>,
        output: QueryOutput,
        (options, cancel): (&ExecOptions, &CancelHandle),
    ) -> Result<Box<Self>, QueryOutput> {
        let QueryOutput { value: Ok(value), stats, .. } = output else { return Err(output) };
        let ctx = QueryContext::new(options.clone(), plan.grid, plan.features, cancel.clone());
        let built = Evaluator::new(&ctx, SelectedSeries::default()).into_built();
        let (plan, selected) = (Arc::clone(plan), SelectedSeries::default());
        let evaluation = Evaluation { plan, ctx, selected, warnings: Vec::new() };
        Ok(Box::new(Self { evaluation, built, rest: Rest::Value(Some(value)), stats }))
    }

    /// Computes the next part that is not empty; `None` after the last. Returns the query in any case.
    pub(crate) fn step(mut self: Box<Self>) -> (Box<Self>, Result<Option<QueryValue>, ExecError>) {
        let part = self.next();
        self.stats.peak_bytes = self.evaluation.ctx.budget.peak();
        (self, part)
    }

    fn next(&mut self) -> Result<Option<QueryValue>, ExecError> {
        let Evaluation { plan, ctx, .. } = &self.evaluation;
        ctx.check()?;
        match &mut self.rest {
            Rest::Value(value) if value.is_some() => return Ok(value.take()),
            Rest::Value(_) => {}
            Rest::Rows { operator, rows, n_taken } => {
                let n_rows = wave_rows(operator.as_ref(), ctx);
                while *n_taken < rows.len() {
                    let next = &rows[*n_taken..(*n_taken + n_rows).min(rows.len())];
                    *n_taken += next.len();
                    let annotations = &mut self.built.annotations;
                    let compute = || range_series_of(operator.as_ref(), next, plan.grid, ctx, annotations);
                    let series = in_pool(ctx, compute)?;
                    if !series.is_empty() {
                        return Ok(Some(QueryValue::Matrix(series)));
                    }
                }
            }
        }
        self.finish().map(|()| None)
    }

    /// Completes the statistics. If the query may have exceeded its limit of samples, runs it again in parts to count
    /// them.
    fn finish(&mut self) -> Result<(), ExecError> {
        let Evaluation { plan, ctx, selected, warnings } = &self.evaluation;
        settle(&self.built, plan, ctx, &mut self.stats)?;
        count(&self.built, ctx, &mut self.stats);
        if !is_in_doubt(plan, ctx, selected, &self.stats) {
            return Ok(());
        }
        let (plan, selected, warnings) = (Arc::clone(plan), selected.clone(), warnings.clone());
        let again = Evaluation { plan, ctx: ctx.counting_peak(), selected, warnings };
        let mut again = Self::build(again).map_err(|output| match output.value {
            Err(error) => error,
            Ok(_) => ExecError::Canceled,
        })?;
        while again.next()?.is_some() {}
        self.stats = again.stats;
        Ok(())
    }

    /// Whether samples are loaded while parts are computed.
    pub(crate) fn is_to_be_loaded(&self) -> bool {
        self.evaluation.is_to_be_loaded()
    }

    /// The value, if it is computed as a whole and not taken yet.
    pub(crate) fn whole(&self) -> Option<&QueryValue> {
        match &self.rest {
            Rest::Value(value) => value.as_ref(),
            Rest::Rows { .. } => None,
        }
    }

    /// The metadata of all rows.
    pub(crate) fn rows(&self) -> &[RowMeta] {
        match &self.rest {
            Rest::Value(_) => &[],
            Rest::Rows { operator, .. } => operator.series(),
        }
    }

    /// The annotations and the costs.
    pub(crate) fn into_summary(mut self) -> (Annotations, QueryStats) {
        count(&self.built, &self.evaluation.ctx, &mut self.stats);
        (merge_annotations(self.built.annotations), self.stats)
    }
}

/// Evaluates the root of a plan; rows of range queries are computed later.
fn rest(evaluator: &mut Evaluator<'_>, plan: &LogicalPlan) -> Result<Rest, ExecError> {
    let scope = evaluator.enter_query()?;
    match evaluate(evaluator, &plan.root, scope)? {
        Evaluated::Vector(operator) if !plan.is_instant && operator.sparse().is_none() => {
            let n_bytes = operator.n_rows().saturating_mul(size_of::<u32>());
            evaluator.ctx.hold(n_bytes)?;
            let series = operator.series();
            let rows = if series.is_sorted_by(|a, b| a.labels <= b.labels) {
                (0..operator.n_rows() as u32).collect()
            } else {
                label_order::positions(series.iter().map(|row| &row.labels))
            };
            Ok(Rest::Rows { operator, rows, n_taken: 0 })
        }
        value => output(evaluator, plan, value).map(|value| Rest::Value(Some(value))),
    }
}
