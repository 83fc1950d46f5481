//! The shapes that a function's computation can have. Planner and operators dispatch on these, never on a name.

use std::fmt;
#[cfg(not(feature = "kernels"))]
use std::marker::PhantomData;

use promenade_model::SharedHistogram;

use crate::error::FunctionError;
use crate::samples::{RangeInput, RowOut, ScalarColumn};

/// A kernel of a definition. Without the feature `kernels` it is left out: what the catalogue says of signatures, roles and
/// behaviour is all there, and a program that only reads queries holds no code of kernels.
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

    /// Leaves a kernel out.
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

/// How a function is computed. Functions of single floats are there without the feature `kernels` too: the semantic model
/// computes constants with them.
#[derive(Debug, Clone, Copy)]
pub enum Kernel {
    /// Float to float, sample by sample; histograms are dropped.
    Math(fn(f64) -> f64),
    /// Float and scalar arguments to float, sample by sample; [`ABSENT`](crate::samples::ABSENT) drops the sample,
    /// histograms are dropped. Arguments left out are not in the slice.
    Elementwise(fn(f64, &[f64]) -> f64),
    /// Unix seconds to float; without argument it takes the evaluation time. Histograms are dropped.
    Date(fn(f64) -> f64),
    /// Histogram to float; floats are dropped.
    Histogram(KernelRef<fn(&SharedHistogram) -> f64>),
    /// Scalar arguments to scalar.
    Scalar(fn(&[f64]) -> f64),
    /// The evaluation time in seconds.
    Time,
    /// A property of the query's grid: start, end, step or range, in seconds.
    Context(ContextValue),
    /// Window by window.
    Range(KernelRef<&'static dyn RangeKernel>),
    /// `absent`: 1 at the steps where the argument has no sample.
    Absent,
    /// `absent_over_time`: 1 at the steps where no series has a sample in the window.
    AbsentOverTime,
    /// `scalar`: the value of the only sample of a vector, else NaN.
    ToScalar,
    /// `vector`: a scalar as a sample without labels.
    ToVector,
    /// `timestamp`: the time of each sample in seconds.
    Timestamp,
    /// `start_timestamp`: the start time of each sample in seconds.
    StartTimestamp,
    /// `sort`, `sort_desc`: samples in the order of their values.
    Sort(SortOrder),
    /// `sort_by_label`, `sort_by_label_desc`: samples in the natural order of label values.
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

/// Which property of the query's grid a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContextValue {
    /// First evaluation time.
    Start,
    /// Last evaluation time.
    End,
    /// Time from step to step.
    Step,
    /// Time from start to end.
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

/// A function over the windows of one series: all steps of a row at once, in O(samples + steps).
pub trait RangeKernel: Send + Sync {
    /// Refuses scalar arguments that the function cannot work with. To be asked before [`RangeKernel::eval`]; only steps
    /// whose window has samples matter.
    ///
    /// # Errors
    /// What is wrong with an argument.
    fn check(&self, _input: &RangeInput<'_>) -> Result<(), FunctionError> {
        Ok(())
    }

    /// Whether [`check`](RangeKernel::check) may refuse these scalar arguments. Then all rows are computed at once, so that
    /// of several errors of a query the first is reported.
    fn may_refuse(&self, _args: &[ScalarColumn]) -> bool {
        false
    }

    /// Computes the row of one series. Steps whose window gives no result are left as they are.
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>);
}

impl fmt::Debug for dyn RangeKernel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RangeKernel")
    }
}
