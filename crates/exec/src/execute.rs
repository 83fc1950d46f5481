//! Executes a logical plan over a store.

use std::borrow::Cow;
use std::sync::Arc;

use futures_util::future::try_join_all;
use promenade_plan::{Grid, LogicalPlan, NodeId, Scan};
use promenade_storage::{SelectHints, Series, Storage, TimeRange};
use rustc_hash::FxHashMap;

use crate::background;
use crate::context::merge_annotations;
use crate::cost::{Counts, Held, QueryStats, StepStats, count_unread};
use crate::evaluate::evaluate as evaluate_node;
use crate::evaluator::{Built, Evaluated, Evaluator};
use crate::label_order;
use crate::loads::{self, Loads, Requests};
use crate::operator::NodeAnnotation;
use crate::parallel::{COMPUTES_IN_BACKGROUND, Threads};
use crate::result::{QueryOutput, QueryValue};
use crate::result_rows;
use crate::root_matrix;
use crate::scan::{Loading, Selected};
use crate::tiles::in_pool;
use crate::wait::wait;
use crate::{CancelHandle, ExecError, ExecOptions, QueryContext, RowMeta};

/// Evaluates a plan over a store. The future waits for the store and the query's threads, and never computes itself.
/// Dropping it cancels the query.
pub async fn execute(
    plan: &Arc<LogicalPlan>,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let (loads, requests) = loads::channel();
    match Evaluation::select(plan, storage, (options, cancel), COMPUTES_IN_BACKGROUND.then_some(loads)).await {
        Ok(evaluation) => evaluation.compute_in_background(storage, requests).await,
        Err(output) => output,
    }
}

/// Evaluates a plan over a store on this thread and the query's threads, and blocks until it is done.
///
/// A thread of a pool never waits for samples, or a pool could deadlock: there, all samples are loaded at once.
pub fn execute_blocking(
    plan: &Arc<LogicalPlan>,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let (loads, requests) = loads::channel();
    let loads = (COMPUTES_IN_BACKGROUND && !Threads::is_one()).then_some(loads);
    let output =
        wait(Evaluation::select(plan, storage, (options, cancel), loads)).and_then(|selected| match selected {
            Ok(evaluation) if evaluation.is_to_be_loaded() => wait(evaluation.compute_in_background(storage, requests)),
            Ok(evaluation) => Ok(evaluation.compute()),
            Err(output) => Ok(output),
        });
    output.unwrap_or_else(QueryOutput::failed)
}

/// A query with resolved selectors, ready to compute.
pub(crate) struct Evaluation {
    pub(crate) plan: Arc<LogicalPlan>,
    pub(crate) ctx: QueryContext,
    pub(crate) selected: SelectedSeries,
    /// Warnings of the store.
    pub(crate) warnings: Vec<NodeAnnotation>,
}

impl Evaluation {
    /// Resolves the selectors of a plan; returns the outcome if there is nothing to compute. Without `loads`, all
    /// series that need loading are loaded here.
    pub(crate) async fn select(
        plan: &Arc<LogicalPlan>,
        storage: &dyn Storage,
        (options, cancel): (&ExecOptions, &CancelHandle),
        loads: Option<Loads>,
    ) -> Result<Self, QueryOutput> {
        let ctx = QueryContext::new(options.clone(), plan.grid, plan.features, cancel.clone());
        if plan.grid.step_count() == 0 {
            // The range ends before it starts: nothing is evaluated.
            return Err(QueryOutput::of_nothing(Ok(QueryValue::Matrix(Vec::new()))));
        }
        let selected = select_all(plan, storage, loads.as_ref(), &ctx).await;
        let (selected, warnings) = selected.map_err(QueryOutput::failed)?;
        Ok(Self { plan: Arc::clone(plan), ctx, selected, warnings })
    }

    /// Whether samples are loaded during the computation.
    pub(crate) fn is_to_be_loaded(&self) -> bool {
        self.selected.values().any(|selected| selected.loading().is_some())
    }

    /// Computes the value on the query's threads.
    async fn compute_in_background(self, storage: &dyn Storage, mut requests: Requests) -> QueryOutput {
        let (threads, cancel) = (self.ctx.options.threads.clone(), self.ctx.cancel_handle());
        let output = background::run(|| self.compute(), (&threads, cancel), storage, &mut requests).await;
        output.unwrap_or_else(QueryOutput::failed)
    }

    /// Computes the value.
    fn compute(self) -> QueryOutput {
        let Self { plan, ctx, selected, warnings } = self;
        let output = evaluate(&plan, &ctx, &selected, warnings.clone());
        if output.value.is_err() || !is_in_doubt(&plan, &ctx, &selected, &output.stats) {
            return output;
        }
        drop(output);
        evaluate(&plan, &ctx.counting_peak(), &selected, warnings)
    }
}

/// Whether the samples held at once were not counted but might exceed the limit with the windows seen.
pub(crate) fn is_in_doubt(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    stats: &QueryStats,
) -> bool {
    stats.n_peak_samples.is_none() && Held::where_needed(plan, selected, ctx.largest_window(), ctx).is_some()
}

/// The selected series of each selector.
pub(crate) type SelectedSeries = FxHashMap<NodeId, Selected>;

/// Resolves all scans of the plan concurrently.
async fn select_all(
    plan: &LogicalPlan,
    storage: &dyn Storage,
    loads: Option<&Loads>,
    ctx: &QueryContext,
) -> Result<(SelectedSeries, Vec<NodeAnnotation>), ExecError> {
    let selections = plan.scans.iter().map(|scan| async move {
        let hints = select_hints(scan);
        let set = storage.select(&scan.matchers, &hints).await?;
        ctx.hold(set.series().len().saturating_mul(size_of::<Arc<dyn Series>>() + size_of::<RowMeta>()))?;
        let warnings = set.warnings().to_vec();
        let selected = match (set.is_to_be_loaded(), loads) {
            (false, _) => Selected::new(set.into_series(), time_range(scan), None),
            (true, Some(loads)) => {
                let loading = Loading { hints: Arc::new(hints), loads: loads.clone() };
                Selected::new(set.into_series(), time_range(scan), Some(loading))
            }
            (true, None) => {
                let series = load_all(storage, set.series(), &hints, ctx).await?;
                Selected::new(series, time_range(scan), None)
            }
        };
        Ok::<_, ExecError>((scan, selected, warnings))
    });
    let (mut selected, mut annotations) = (FxHashMap::default(), Vec::new());
    for (scan, series, warnings) in try_join_all(selections).await? {
        for node in &scan.nodes {
            annotations.extend(warnings.iter().map(|w| NodeAnnotation::new(*node, w.clone())));
            selected.insert(*node, series.clone());
        }
    }
    Ok((selected, annotations))
}

/// Loads all series of a selection; they stay in memory until the query ends.
async fn load_all(
    storage: &dyn Storage,
    series: &[Arc<dyn Series>],
    hints: &SelectHints,
    ctx: &QueryContext,
) -> Result<Vec<Arc<dyn Series>>, ExecError> {
    let expected = loads::n_bytes(series);
    ctx.hold(expected)?;
    let loaded = loads::checked(storage.load(series, hints).await?, series.len())?;
    ctx.hold(loads::n_bytes(&loaded).saturating_sub(expected))?;
    Ok(loaded)
}

/// The times that a scan reads.
fn time_range(scan: &Scan) -> TimeRange {
    TimeRange { start_ms: scan.start_ms, end_ms: scan.end_ms }
}

/// The hints that a scan gives to the store.
pub fn select_hints(scan: &Scan) -> SelectHints {
    let grouping = scan.grouping.as_ref();
    let mut hints = SelectHints::over(time_range(scan));
    hints.step_ms = scan.step_ms;
    hints.range_ms = scan.range_ms;
    hints.func = scan.func.map(Cow::Borrowed);
    hints.grouping = grouping.map(|g| g.labels.clone()).unwrap_or_default();
    hints.by = grouping.is_some_and(|g| !g.without);
    hints.skip_buckets = scan.skip_buckets;
    hints.start_timestamps = scan.start_timestamps;
    hints
}

fn evaluate(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    mut annotations: Vec<NodeAnnotation>,
) -> QueryOutput {
    let mut stats = QueryStats::default();
    let value = in_pool(ctx, || compute(plan, ctx, selected, (&mut annotations, &mut stats)));
    stats.peak_bytes = ctx.budget.peak();
    QueryOutput { value, annotations: merge_annotations(annotations), stats }
}

fn compute(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: &SelectedSeries,
    (annotations, stats): (&mut Vec<NodeAnnotation>, &mut QueryStats),
) -> Result<QueryValue, ExecError> {
    let mut evaluator = Evaluator::new(ctx, selected.clone());
    evaluator.held = Held::where_needed(plan, selected, 0, ctx);
    let evaluated = evaluator.enter_query().and_then(|scope| evaluate_node(&mut evaluator, &plan.root, scope));
    let value = evaluated.and_then(|value| output(&mut evaluator, plan, value));
    let mut built = evaluator.into_built();
    annotations.append(&mut built.annotations);
    let value = value.and_then(|value| settle(&built, plan, ctx, stats).map(|()| value));
    count(&built, ctx, stats);
    value
}

/// Counts the rows that the result did not need, and computes the peak of samples held at once.
pub(crate) fn settle(
    built: &Built,
    plan: &LogicalPlan,
    ctx: &QueryContext,
    stats: &mut QueryStats,
) -> Result<(), ExecError> {
    stats.n_peak_samples = built.held.as_ref().map(|held| held.peak(plan, ctx)).transpose()?;
    let unread = if ctx.counts_all_rows() { built.unread.as_slice() } else { &[] };
    unread.iter().try_for_each(|(unread, n_steps)| count_unread(unread.as_ref(), *n_steps, ctx))
}

/// The counts of samples read.
pub(crate) fn count(built: &Built, ctx: &QueryContext, stats: &mut QueryStats) {
    let Counts { queryable, read, queryable_steps, read_steps } = built.frames.total();
    let Grid { start_ms, step_ms, .. } = ctx.query_grid;
    stats.n_series = ctx.n_series();
    stats.n_samples_read = read;
    stats.n_queryable_samples = queryable;
    stats.steps = ctx.features.per_step_stats.then_some(StepStats {
        start_ms,
        step_ms,
        n_queryable_samples: queryable_steps,
        n_samples_read: read_steps,
    });
}

/// Converts the value of the root to the result of the query.
pub(crate) fn output(
    evaluator: &mut Evaluator<'_>,
    plan: &LogicalPlan,
    value: Evaluated,
) -> Result<QueryValue, ExecError> {
    let grid = plan.grid;
    let instant = plan.is_instant;
    match value {
        Evaluated::String(text) => Ok(QueryValue::String(text)),
        Evaluated::Scalar(column) if instant => Ok(QueryValue::Scalar(grid.start_ms, column.at(0))),
        Evaluated::Scalar(column) => result_rows::scalar(evaluator.ctx, &column, grid).map(QueryValue::Matrix),
        Evaluated::Matrix(source) => {
            root_matrix::samples(evaluator, &plan.root, source.as_ref()).map(QueryValue::Matrix)
        }
        Evaluated::Vector(operator) if instant => {
            let samples = result_rows::instant_samples(evaluator, operator.as_ref())?;
            Ok(QueryValue::Vector(grid.start_ms, samples))
        }
        Evaluated::Vector(operator) => {
            let mut series = match operator.sparse() {
                Some(sparse) => result_rows::sparse_series(evaluator.ctx, operator.series(), sparse, grid)?,
                None => result_rows::range_series(evaluator, operator.as_ref(), grid)?,
            };
            in_pool(evaluator.ctx, || label_order::sort(&mut series, |one| &one.labels));
            Ok(QueryValue::Matrix(series))
        }
    }
}
