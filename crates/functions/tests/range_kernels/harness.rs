//! Runs kernels over series and grids like an operator.

use std::collections::BTreeMap;
use std::ops::Range;

use promenade_functions::error::FunctionError;
use promenade_functions::samples::{
    ABSENT, Bounds, FloatSamples, HistogramSamples, RangeInput, RangeMode, RowOut, ScalarColumn, Windows, is_absent,
};
use promenade_functions::{Kernel, function};
use promenade_model::{Annotation, SharedHistogram, ValueType};

/// How far `anchored` and `smoothed` selectors look beyond the range.
const LOOKBACK_MS: i64 = 300_000;

/// Samples of one series as columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Series {
    pub(crate) float_ms: Vec<i64>,
    pub(crate) floats: Vec<f64>,
    pub(crate) float_starts_ms: Vec<i64>,
    pub(crate) histogram_ms: Vec<i64>,
    pub(crate) histograms: Vec<SharedHistogram>,
    pub(crate) histogram_starts_ms: Vec<i64>,
}

/// Steps and their windows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Grid {
    pub(crate) start_ms: i64,
    pub(crate) step_ms: i64,
    pub(crate) n_steps: usize,
    pub(crate) range_ms: i64,
    pub(crate) offset_ms: i64,
    pub(crate) at_ms: Option<i64>,
    pub(crate) mode: RangeMode,
}

/// The results of one series.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) values: Vec<Option<f64>>,
    pub(crate) histograms: BTreeMap<u32, SharedHistogram>,
    pub(crate) annotations: Vec<Annotation>,
}

impl Grid {
    pub(crate) fn eval_ms(&self, step_idx: usize) -> i64 {
        self.start_ms + self.step_ms * step_idx as i64
    }

    pub(crate) fn end_ms(&self, step_idx: usize) -> i64 {
        self.at_ms.unwrap_or(self.eval_ms(step_idx)) - self.offset_ms
    }

    /// A grid of a single step.
    pub(crate) fn only(&self, step_idx: usize) -> Self {
        Self { start_ms: self.eval_ms(step_idx), n_steps: 1, ..*self }
    }

    /// The samples that the window of each step may read.
    pub(crate) fn bounds(&self, timestamps: &[i64]) -> Vec<Bounds> {
        let (before, after) = match self.mode {
            RangeMode::Plain => (0, 0),
            RangeMode::Anchored => (LOOKBACK_MS, 0),
            RangeMode::Smoothed => (LOOKBACK_MS, LOOKBACK_MS),
        };
        let window = |step_idx| {
            let end_ms = self.end_ms(step_idx);
            let n_until = |limit_ms| timestamps.partition_point(|&t| t <= limit_ms) as u32;
            Bounds { start: n_until(end_ms - self.range_ms - before), end: n_until(end_ms + after) }
        };
        (0..self.n_steps).map(window).collect()
    }
}

/// Calls a function with these arguments and the range vector.
pub(crate) fn call(name: &str, args: &[f64], series: &Series, grid: &Grid) -> Result<Row, FunctionError> {
    let def = function(name).expect("a function of the catalogue");
    let Kernel::Range(kernel) = def.kernel else { panic!("{name} is no function over windows") };
    let kernel = kernel.get();
    let range_arg_idx =
        def.signature.params.iter().position(|p| p.value_type == ValueType::Matrix).expect("a range vector");
    let (floats, histograms) = (grid.bounds(&series.float_ms), grid.bounds(&series.histogram_ms));
    let args: Vec<_> = args.iter().copied().map(ScalarColumn::Const).collect();
    let arg_ranges: Vec<Range<usize>> = (0..=args.len()).map(|i| i * 10..i * 10 + 5).collect();
    let starts = |column: &'static str| {
        let column = if column == "floats" { &series.float_starts_ms } else { &series.histogram_starts_ms };
        if def.behavior.start_timestamps { column.as_slice() } else { &[] }
    };
    let input = RangeInput {
        floats: FloatSamples {
            timestamps: &series.float_ms,
            values: &series.floats,
            start_timestamps: starts("floats"),
        },
        histograms: HistogramSamples {
            timestamps: &series.histogram_ms,
            histograms: &series.histograms,
            start_timestamps: starts("histograms"),
        },
        windows: Windows {
            eval_start_ms: grid.start_ms,
            step_ms: grid.step_ms,
            fixed_end_ms: grid.at_ms.map(|at_ms| at_ms - grid.offset_ms),
            offset_ms: grid.offset_ms,
            range_ms: grid.range_ms,
            lookback_ms: LOOKBACK_MS,
            floats: &floats,
            histograms: &histograms,
        },
        mode: grid.mode,
        args: &args,
        metric_name: "m",
        arg_ranges: &arg_ranges,
        range_arg_idx,
        call_range: &(0..100),
    };
    kernel.check(&input)?;
    let mut values = vec![ABSENT; grid.n_steps];
    let (mut cells, mut annotations) = (Vec::new(), Vec::new());
    kernel.eval(&input, &mut RowOut { values: &mut values, histograms: &mut cells, annotations: &mut annotations });
    assert!(cells.is_sorted_by_key(|(step_idx, _)| *step_idx), "histograms come in the order of steps");
    assert!(cells.iter().all(|(step_idx, _)| is_absent(values[*step_idx as usize])), "a cell has one kind of value");
    let values = values.into_iter().map(|v| (!is_absent(v)).then_some(v)).collect();
    Ok(Row { values, histograms: cells.into_iter().collect(), annotations })
}

/// Whether two results are equal within a relative tolerance, and a tolerance relative to the magnitude of the inputs.
pub(crate) fn near(a: f64, b: f64, relative: f64, slack: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= relative * b.abs() + slack
}
