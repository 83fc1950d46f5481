//! Kinds of kernels. Planner and operators dispatch on these, never on a name.

use std::fmt;
#[cfg(not(feature = "kernels"))]
use std::marker::PhantomData;

use promenade_model::SharedHistogram;

use crate::error::FunctionError;
use crate::samples::{RangeInput, RowOut, ScalarColumn};

/// A kernel of a definition. Without the feature `kernels` it is omitted: the signatures, roles and behaviour of the
/// catalogue remain, and a program that only analyses queries contains no kernel code.
#[derive(Clone, Copy)]
pub struct KernelRef<K> {
    #[cfg(feature = "kernels")]
    kernel: K,
    #[cfg(not(feature = "kernels"))]
    kernel: PhantomData<K>,
}

impl<K: Copy> KernelRef<K> {
    /// Refers to a kernel.
    #[cfg(feature = "kernels")]
    pub(crate) const fn new(kernel: K) -> Self {
        Self { kernel }
    }

    /// Drops the kernel.
    #[cfg(not(feature = "kernels"))]
    pub(crate) const fn new(_kernel: K) -> Self {
        Self { kernel: PhantomData }
    }

    /// The kernel.
    #[cfg(feature = "kernels")]
    pub const fn get(self) -> K {
        self.kernel
    }
}

impl<K> fmt::Debug for KernelRef<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KernelRef")
    }
}

/// How a function is computed. Functions of single floats are available without the feature `kernels`, for constant
/// folding.
#[derive(Debug, Clone, Copy)]
pub enum Kernel {
    /// Float to float, sample by sample; histograms are dropped.
    Math(fn(f64) -> f64),
    /// Float and scalar arguments to float, sample by sample; [`ABSENT`](crate::samples::ABSENT) drops the sample,
    /// histograms are dropped. Omitted arguments are not in the slice.
    Elementwise(fn(f64, &[f64]) -> f64),
    /// Unix seconds to float; the argument defaults to the evaluation time. Histograms are dropped.
    Date(fn(f64) -> f64),
    /// Histogram to float; floats are dropped.
    Histogram(KernelRef<fn(&SharedHistogram) -> f64>),
    /// Scalar arguments to scalar.
    Scalar(fn(&[f64]) -> f64),
    /// The evaluation time in seconds.
    Time,
    /// A property of the query's time grid: start, end, step or range, in seconds.
    Context(ContextValue),
    /// Evaluated over the windows of a range vector.
    Range(KernelRef<&'static dyn RangeKernel>),
    /// `absent`: 1 at steps where the argument has no sample.
    Absent,
    /// `absent_over_time`: 1 at steps where no series has a sample in the window.
    AbsentOverTime,
    /// `scalar`: the value of the only sample of a vector, otherwise NaN.
    ToScalar,
    /// `vector`: a scalar as a sample without labels.
    ToVector,
    /// `timestamp`: the timestamp of each sample in seconds.
    Timestamp,
    /// `start_timestamp`: the start timestamp of each sample in seconds.
    StartTimestamp,
    /// `sort`, `sort_desc`: sorts samples by value.
    Sort(SortOrder),
    /// `sort_by_label`, `sort_by_label_desc`: sorts samples by label values in natural order.
    SortByLabel(SortOrder),
    /// `label_replace`
    LabelReplace,
    /// `label_join`
    LabelJoin,
    /// `histogram_quantile`
    HistogramQuantile,
    /// `histogram_quantiles`
    HistogramQuantiles,
    /// `histogram_fraction`
    HistogramFraction,
    /// `info`
    Info,
}

/// The property of the query's time grid that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextValue {
    /// First evaluation time.
    Start,
    /// Last evaluation time.
    End,
    /// Step.
    Step,
    /// End minus start.
    Range,
}

/// Direction of a sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A function over the windows of one series: computes all steps of a row at once, in O(samples + steps).
pub trait RangeKernel: Send + Sync {
    /// Validates scalar arguments. Must be called before [`RangeKernel::eval`]; only steps with samples in their window
    /// count.
    ///
    /// # Errors
    /// Returns the first invalid argument.
    fn check(&self, _input: &RangeInput<'_>) -> Result<(), FunctionError> {
        Ok(())
    }

    /// Whether [`check`](RangeKernel::check) may reject these scalar arguments. If so, all rows are computed at once,
    /// so that the first of several errors is reported.
    fn may_refuse(&self, _args: &[ScalarColumn]) -> bool {
        false
    }

    /// Computes the row of one series. Steps without a result stay unchanged.
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>);
}

impl fmt::Debug for dyn RangeKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RangeKernel")
    }
}
