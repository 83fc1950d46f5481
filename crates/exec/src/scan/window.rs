//! Functions over windows: map each series of a range vector to a row.

use std::sync::Arc;

use promenade_functions::kernel::RangeKernel;
use promenade_functions::samples::{Bounds, RangeInput, RowOut, ScalarColumn, Windows, is_absent};
use promenade_functions::{Behavior, MetricKind};
use promenade_model::histogram::{CounterResetHint, HistogramHead, HistogramRun};
use promenade_model::labels::{METRIC_TYPE, METRIC_UNIT};
use promenade_model::{Annotation, Labels, SharedHistogram, TimestampMs, value::SourceRange};
use promenade_storage::Samples;

use super::range::RangeSource;
use super::seek::{ByTimestamps, window_bounds};
use crate::block::HistogramCell;
use crate::context::NodeRef;
use crate::cost::{Tally, WindowCounts, WindowLoads};
use crate::{Block, ExecError, Operator, QueryContext, RowMeta, Task};

/// The operator of a function over windows.
pub(crate) struct WindowOperator {
    pub(crate) behavior: Behavior,
    pub(crate) kernel: &'static dyn RangeKernel,
    pub(crate) source: Arc<dyn RangeSource>,
    pub(crate) meta: Arc<[RowMeta]>,
    pub(crate) args: Vec<ScalarColumn>,
    pub(crate) arg_ranges: Vec<SourceRange>,
    pub(crate) range_arg_idx: usize,
    pub(crate) node: NodeRef,
    /// Whether samples read are counted.
    pub(crate) is_counted: bool,
    /// The counter of samples held at once, if they are counted.
    pub(crate) held: Option<Arc<WindowLoads>>,
}

/// The rows of a function over a range vector: the labels of its series, mostly without the metric name.
pub(crate) fn output_meta(behavior: Behavior, source: &dyn RangeSource, ctx: &QueryContext) -> Arc<[RowMeta]> {
    let rename = |row: &RowMeta| {
        if behavior.keeps_name && !row.drop_name { row.clone() } else { row.without_name(ctx) }
    };
    source.series().iter().map(rename).collect()
}

impl Operator for WindowOperator {
    fn series(&self) -> &Arc<[RowMeta]> {
        &self.meta
    }

    fn n_steps(&self) -> usize {
        self.source.windows().grid.n_steps()
    }

    fn cell_weight(&self) -> usize {
        self.source.cell_weight()
    }

    /// The rows of a selector have different labels, and they stay different without the metric name if all have the
    /// same one.
    fn has_distinct_labels(&self) -> bool {
        let rows = self.source.series();
        self.source.has_distinct_labels()
            && rows.windows(2).all(|pair| pair[0].labels.metric_name() == pair[1].labels.metric_name())
            && !rows.iter().any(|row| row.labels.has(METRIC_TYPE) || row.labels.has(METRIC_UNIT))
    }

    fn block(&self, rows: &[u32], task: &mut Task<'_>) -> Result<Block, ExecError> {
        let mut block = Block::empty(rows.len(), self.n_steps(), &task.ctx.budget)?;
        let mut reader = self.source.reader(rows, task)?;
        let mut buffer = std::mem::take(&mut task.buffer);
        let mut bounds = RowBounds::default();
        let mut raised = Vec::new();
        let mut histograms = Vec::new();
        let mut forgotten = Vec::new();
        let reads = if self.is_counted { self.source.reads() } else { None };
        let mut tally = Tally::new(reads, self.held.as_deref());
        for (i, row) in rows.iter().enumerate() {
            let mut samples = reader.read(i, &mut buffer, task)?;
            if self.source.windows().is_subquery {
                samples.histograms.histograms = forget_resets(samples.histograms.histograms, &mut forgotten);
            }
            let labels = &self.source.series()[*row as usize].labels;
            let (input, known) = self.input(&samples, &mut bounds, labels.metric_name(), task.ctx);
            tally.add_windows(*row, &input.windows, samples.histograms.histograms, known);
            self.kernel.check(&input)?;
            let mut out = RowOut { values: block.row_mut(i), histograms: &mut histograms, annotations: &mut raised };
            self.kernel.eval(&input, &mut out);
            self.suspect_gauge(block.row(i), labels, &mut raised, task.ctx);
            for annotation in raised.drain(..) {
                task.annotate(self.node.id, annotation);
            }
            block.set_histogram_row(i, std::mem::take::<Vec<HistogramCell>>(&mut histograms));
            block.count_row(i)?;
            tally.add_result(&block, i);
        }
        task.buffer = buffer;
        tally.finish(task.ctx)?;
        Ok(block)
    }
}

impl WindowOperator {
    fn input<'a>(
        &'a self,
        samples: &Samples<'a>,
        bounds: &'a mut RowBounds,
        metric_name: &'a str,
        ctx: &QueryContext,
    ) -> (RangeInput<'a>, &'a mut Option<WindowCounts>) {
        let spec = self.source.windows();
        let n_steps = spec.grid.n_steps();
        let RowBounds { floats: of_floats, histograms: of_histograms, counts } = bounds;
        let find = |timestamps: &[TimestampMs], out: &mut Vec<Bounds>| {
            window_bounds(timestamps, n_steps, |i| spec.read_ms(i), out);
        };
        let float_bounds = of_floats.of(samples.floats.timestamps, |out| {
            *counts = None;
            find(samples.floats.timestamps, out);
        });
        let histogram_bounds =
            of_histograms.of(samples.histograms.timestamps, |out| find(samples.histograms.timestamps, out));
        let (mut floats, mut histograms) = (samples.floats, samples.histograms);
        if !(self.behavior.start_timestamps && ctx.features.use_start_timestamps) {
            floats.start_timestamps = &[];
            histograms.start_timestamps = &[];
        }
        let input = RangeInput {
            floats,
            histograms,
            windows: Windows {
                eval_start_ms: spec.grid.start_ms,
                step_ms: spec.grid.step_ms,
                fixed_end_ms: spec.fixed_end_ms(),
                offset_ms: spec.offset_ms,
                range_ms: spec.range_ms,
                lookback_ms: spec.lookback_ms,
                floats: float_bounds,
                histograms: histogram_bounds,
            },
            mode: spec.mode,
            args: &self.args,
            metric_name,
            arg_ranges: &self.arg_ranges,
            range_arg_idx: self.range_arg_idx,
            call_range: &self.node.range,
        };
        (input, counts)
    }

    /// Warns if a function for counters reads a float series that does not look like a counter.
    fn suspect_gauge(&self, row: &[f64], labels: &Labels, raised: &mut Vec<Annotation>, ctx: &QueryContext) {
        let name = labels.metric_name();
        if !self.behavior.expects_counter || name.is_empty() || row.iter().all(|v| is_absent(*v)) {
            return;
        }
        let range = self.arg_ranges[self.range_arg_idx].clone();
        if ctx.features.type_and_unit_labels {
            let metric_type = labels.get(METRIC_TYPE);
            if metric_type != "counter" && metric_type != "histogram" {
                raised.push(Annotation::possible_non_counter_label(name, metric_type, range));
            }
        } else if !MetricKind::may_be_counter(name) {
            raised.push(Annotation::possible_non_counter(name, range));
        }
    }
}

/// The samples in each window of a row.
#[derive(Debug, Default)]
struct RowBounds {
    floats: ByTimestamps<Bounds>,
    histograms: ByTimestamps<Bounds>,
    /// The counts of the windows, if the row has only floats.
    counts: Option<WindowCounts>,
}

/// Removes hints of counter resets: a subquery may skip or repeat samples, so the hints no longer relate to the
/// previous histogram.
fn forget_resets<'a>(
    histograms: &'a [SharedHistogram],
    forgotten: &'a mut Vec<SharedHistogram>,
) -> &'a [SharedHistogram] {
    let forget = |hint| match hint {
        CounterResetHint::Reset | CounterResetHint::NotReset => CounterResetHint::Unknown,
        hint => hint,
    };
    if histograms.iter().all(|h| forget(h.counter_reset_hint()) == h.counter_reset_hint()) {
        return histograms;
    }
    forgotten.clear();
    for same in histograms.chunk_by(SharedHistogram::shares_run) {
        let mut run = HistogramRun::new(same[0].layout().clone(), same.len());
        for histogram in same {
            let head = histogram.head();
            let head = HistogramHead { counter_reset_hint: forget(head.counter_reset_hint), ..head };
            run.push(head).copy_from_slice(histogram.buckets());
        }
        forgotten.extend(run.into_histograms());
    }
    forgotten
}
