//! From a logical plan and a store to a result.

use std::sync::Arc;

use futures_util::future::try_join_all;
use promenade_functions::samples::{ScalarColumn, is_absent};
use promenade_plan::{Grid, LogicalPlan, NodeId, Scan};
use promenade_storage::{SelectHints, SeriesSet, Storage, TimeRange};
use rustc_hash::FxHashMap;

use crate::context::merge_notes;
use crate::operator::Note;
use crate::operators::duplicates;
use crate::physical::{Builder, Value};
use crate::result::{InstantSample, QueryOutput, QueryValue, RangeSeries, SampleValue};
use crate::scan::RangeSource;
use crate::tiles::{in_pool, materialize};
use crate::{Block, CancelHandle, ExecError, ExecOptions, Operator, QueryContext, RowMeta, Task};

/// Evaluates a plan over a store.
pub async fn execute(
    plan: &LogicalPlan,
    storage: &dyn Storage,
    options: &ExecOptions,
    cancel: &CancelHandle,
) -> QueryOutput {
    let ctx = QueryContext::new(options.clone(), plan.grid, cancel.clone());
    let mut notes = Vec::new();
    let value = match select_all(plan, storage, &ctx).await {
        Ok((selected, warnings)) => {
            notes = warnings;
            in_pool(&ctx, || evaluate(plan, &ctx, selected, &mut notes))
        }
        Err(error) => Err(error),
    };
    notes.extend(ctx.step_notes.take());
    QueryOutput { value, annotations: merge_notes(notes), stats: ctx.stats() }
}

/// Resolves all scans of the plan concurrently.
async fn select_all(
    plan: &LogicalPlan,
    storage: &dyn Storage,
    ctx: &QueryContext,
) -> Result<(FxHashMap<NodeId, SeriesSet>, Vec<Note>), ExecError> {
    let selections = plan.scans.iter().map(|scan| async move {
        let set = storage.select(&scan.matchers, &hints(scan)).await?;
        Ok::<_, ExecError>((scan, set))
    });
    let (mut selected, mut notes) = (FxHashMap::default(), Vec::new());
    for (scan, set) in try_join_all(selections).await? {
        ctx.count_series(set.series.len());
        for node in &scan.nodes {
            notes.extend(set.warnings.iter().map(|w| Note { node: *node, annotation: w.clone() }));
            selected.insert(*node, set.clone());
        }
    }
    Ok((selected, notes))
}

fn hints(scan: &Scan) -> SelectHints {
    let grouping = scan.grouping.as_ref();
    SelectHints {
        step_ms: scan.step_ms,
        range_ms: scan.range_ms,
        func: scan.func,
        grouping: grouping.map(|g| g.labels.clone()).unwrap_or_default(),
        by: grouping.is_some_and(|g| !g.without),
        skip_buckets: scan.skip_buckets,
        start_timestamps: scan.start_timestamps,
        ..SelectHints::over(TimeRange { start_ms: scan.start_ms, end_ms: scan.end_ms })
    }
}

fn evaluate(
    plan: &LogicalPlan,
    ctx: &QueryContext,
    selected: FxHashMap<NodeId, SeriesSet>,
    notes: &mut Vec<Note>,
) -> Result<QueryValue, ExecError> {
    let mut builder = Builder::new(ctx, selected);
    let value = builder.build(&plan.root, plan.grid).and_then(|value| output(&mut builder, plan, value));
    notes.append(&mut builder.notes);
    value
}

/// Turns the value of the root into the result of the query.
fn output(builder: &mut Builder<'_>, plan: &LogicalPlan, value: Value) -> Result<QueryValue, ExecError> {
    let grid = plan.grid;
    let instant = plan.is_instant;
    match value {
        Value::String(text) => Ok(QueryValue::String(text)),
        Value::Scalar(column) if instant => Ok(QueryValue::Scalar(grid.start_ms, column.at(0))),
        Value::Scalar(column) => Ok(QueryValue::Matrix(vec![scalar_series(&column, grid)])),
        Value::Matrix(source) => matrix(builder, source.as_ref()).map(QueryValue::Matrix),
        Value::Vector(operator) => {
            let (meta, block) = finished(builder, operator.as_ref())?;
            if instant {
                return Ok(QueryValue::Vector(grid.start_ms, instant_samples(&meta, &block)));
            }
            let mut series = range_series(&meta, &block, grid);
            series.sort_by(|a, b| a.labels.cmp(&b.labels));
            Ok(QueryValue::Matrix(series))
        }
    }
}

/// All rows, with names dropped where that was left for the end.
fn finished(builder: &mut Builder<'_>, operator: &dyn Operator) -> Result<(Arc<[RowMeta]>, Block), ExecError> {
    let block = materialize(operator, builder.ctx, &mut builder.notes)?;
    let meta = operator.series().clone();
    if !builder.ctx.delays_name_removal() {
        return Ok((meta, block));
    }
    let strip = |row: &RowMeta| RowMeta {
        labels: if row.drop_name { row.labels.without_metadata() } else { row.labels.clone() },
        drop_name: false,
    };
    let meta: Arc<[RowMeta]> = meta.iter().map(strip).collect();
    if duplicates::has_duplicates(&meta) {
        return duplicates::merge_rows(&meta, &block, builder.ctx);
    }
    Ok((meta, block))
}

fn instant_samples(meta: &[RowMeta], block: &Block) -> Vec<InstantSample> {
    let sample = |(i, row): (usize, &RowMeta)| {
        let value = match block.histogram(i, 0) {
            Some(histogram) => SampleValue::Histogram(histogram.clone()),
            None if is_absent(block.row(i)[0]) => return None,
            None => SampleValue::Float(block.row(i)[0]),
        };
        Some(InstantSample { labels: row.labels.clone(), value })
    };
    meta.iter().enumerate().filter_map(sample).collect()
}

fn range_series(meta: &[RowMeta], block: &Block, grid: Grid) -> Vec<RangeSeries> {
    let one = |(i, row): (usize, &RowMeta)| {
        let floats = block.row(i).iter().enumerate().filter(|(_, v)| !is_absent(**v));
        let histograms = block.histogram_row(i).iter();
        let series = RangeSeries {
            labels: row.labels.clone(),
            floats: floats.map(|(step, v)| (grid.at(step), *v)).collect(),
            histograms: histograms.map(|(step, h)| (grid.at(*step as usize), h.clone())).collect(),
        };
        (!series.floats.is_empty() || !series.histograms.is_empty()).then_some(series)
    };
    meta.iter().enumerate().filter_map(one).collect()
}

fn scalar_series(column: &ScalarColumn, grid: Grid) -> RangeSeries {
    let floats = (0..grid.n_steps()).map(|step| (grid.at(step), column.at(step))).collect();
    RangeSeries { labels: promenade_model::Labels::empty(), floats, histograms: Vec::new() }
}

/// The samples of a range vector that is the whole query.
fn matrix(builder: &mut Builder<'_>, source: &dyn RangeSource) -> Result<Vec<RangeSeries>, ExecError> {
    let rows: Vec<u32> = (0..source.series().len() as u32).collect();
    let mut task = Task::new(builder.ctx);
    let mut buffer = std::mem::take(&mut task.buffer);
    let mut reader = source.reader(&rows, &mut task)?;
    let mut out = Vec::new();
    for (i, row) in source.series().iter().enumerate() {
        let samples = reader.read(i, &mut buffer)?;
        builder.ctx.count_samples(samples.floats.timestamps.len() + samples.histograms.timestamps.len())?;
        let labels = if row.drop_name { row.labels.without_metadata() } else { row.labels.clone() };
        let floats = samples.floats.timestamps.iter().copied().zip(samples.floats.values.iter().copied());
        let histograms = samples.histograms.timestamps.iter().copied();
        out.push(RangeSeries {
            labels,
            floats: floats.collect(),
            histograms: histograms.zip(samples.histograms.histograms.iter().cloned()).collect(),
        });
    }
    drop(reader);
    builder.notes.append(&mut task.notes);
    out.retain(|series| !series.floats.is_empty() || !series.histograms.is_empty());
    out.sort_by(|a, b| a.labels.cmp(&b.labels));
    Ok(out)
}
