//! The input and output of range kernels: the samples of one series, its windows, and one row of results.

pub use promenade_model::samples::{FloatSamples, HistogramSamples};
use promenade_model::{Annotation, SharedHistogram, TimestampMs, is_stale_nan, stale_nan, value::SourceRange};

/// The value of a cell without a float: the stale marker.
///
/// Selectors filter stale markers, and arithmetic cannot produce one (it is a signalling NaN; arithmetic results are
/// quiet), so within the engine its bits mean "no float".
pub const ABSENT: f64 = stale_nan();

/// Whether a cell has no float.
#[inline]
pub const fn is_absent(v: f64) -> bool {
    is_stale_nan(v)
}

/// An index range of samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// First sample.
    pub start: u32,
    /// One past the last sample.
    pub end: u32,
}

impl Bounds {
    /// As a slice range.
    #[inline]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of samples.
    #[inline]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it is empty.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// The windows of a range selector, one per step. The bounds never decrease from step to step.
#[derive(Debug, Clone, Copy)]
pub struct Windows<'a> {
    /// Evaluation time of the first step.
    pub eval_start_ms: TimestampMs,
    /// Step in milliseconds.
    pub step_ms: i64,
    /// The end of all windows if `@` fixes it, including the offset.
    pub fixed_end_ms: Option<TimestampMs>,
    /// The offset by which a window ends before the evaluation time.
    pub offset_ms: i64,
    /// Length of a window: from `end - range` (exclusive) to `end` (inclusive).
    pub range_ms: i64,
    /// How far beyond the window `anchored` and `smoothed` selectors look.
    pub lookback_ms: i64,
    /// Float samples in the window of each step. For `anchored` and `smoothed` selectors they extend by the lookback as
    /// the modifier requires.
    pub floats: &'a [Bounds],
    /// Histogram samples in the window of each step, likewise.
    pub histograms: &'a [Bounds],
}

impl Windows<'_> {
    /// Number of steps.
    #[inline]
    pub const fn n_steps(&self) -> usize {
        self.floats.len()
    }

    /// Evaluation time of a step.
    #[inline]
    pub const fn eval_ms(&self, step_idx: usize) -> TimestampMs {
        // The product may overflow even if the sum does not.
        self.eval_start_ms.wrapping_add(self.step_ms.wrapping_mul(step_idx as i64))
    }

    /// The inclusive end of the window of a step.
    #[inline]
    pub const fn end_ms(&self, step_idx: usize) -> TimestampMs {
        match self.fixed_end_ms {
            Some(end) => end,
            None => self.eval_ms(step_idx).saturating_sub(self.offset_ms),
        }
    }

    /// The exclusive start of the window of a step.
    #[inline]
    pub const fn start_ms(&self, step_idx: usize) -> TimestampMs {
        self.end_ms(step_idx).saturating_sub(self.range_ms)
    }
}

/// A scalar argument: constant, or one value per step.
#[derive(Debug, Clone, PartialEq)]
pub enum ScalarColumn {
    /// The same at all steps.
    Const(f64),
    /// A value for each step.
    PerStep(Vec<f64>),
}

impl ScalarColumn {
    /// The value at a step.
    #[inline]
    pub fn at(&self, step_idx: usize) -> f64 {
        match self {
            Self::Const(v) => *v,
            Self::PerStep(values) => values[step_idx],
        }
    }
}

/// The modifier of a range selector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum RangeMode {
    /// None.
    #[default]
    Plain,
    /// `anchored`
    Anchored,
    /// `smoothed`
    Smoothed,
}

/// The input of a range kernel for one row.
#[derive(Debug, Clone, Copy)]
pub struct RangeInput<'a> {
    /// Float samples of the series.
    pub floats: FloatSamples<'a>,
    /// Histogram samples of the series.
    pub histograms: HistogramSamples<'a>,
    /// Windows over them.
    pub windows: Windows<'a>,
    /// The modifier of the selector.
    pub mode: RangeMode,
    /// Scalar arguments in the order of the call, without the range vector.
    pub args: &'a [ScalarColumn],
    /// Metric name of the series, for annotations.
    pub metric_name: &'a str,
    /// The positions in the query of all arguments of the call, including the range vector, for annotations.
    pub arg_ranges: &'a [SourceRange],
    /// Index of the range vector among the arguments.
    pub range_arg_idx: usize,
    /// Position of the call in the query, for annotations.
    pub call_range: &'a SourceRange,
}

impl RangeInput<'_> {
    /// Position of the range vector in the query.
    pub fn selector_range(&self) -> SourceRange {
        self.arg_ranges[self.range_arg_idx].clone()
    }
}

/// One row of results, one cell per step.
#[derive(Debug)]
pub struct RowOut<'a> {
    /// Floats; all cells are [`ABSENT`] initially.
    pub values: &'a mut [f64],
    /// Histograms with their step indexes, sorted by step. A cell has a float or a histogram, never both.
    pub histograms: &'a mut Vec<(u32, SharedHistogram)>,
    /// The raised annotations.
    pub annotations: &'a mut Vec<Annotation>,
}

impl RowOut<'_> {
    /// Writes a histogram to the cell of a step.
    pub fn set_histogram(&mut self, step_idx: usize, histogram: impl Into<SharedHistogram>) {
        self.histograms.push((step_idx as u32, histogram.into()));
    }

    /// Raises an annotation, unless it equals the previous one.
    pub fn annotate(&mut self, annotation: Annotation) {
        if self.annotations.last() != Some(&annotation) {
            self.annotations.push(annotation);
        }
    }
}
