//! What the catalogue says of a function.

use promenade_model::ValueType;

use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

/// One function: all that any part of Promenade knows of it.
#[derive(Debug)]
pub struct FunctionDef {
    /// The name, which is case-sensitive.
    pub name: &'static str,
    /// Parameters and the type of the result.
    pub signature: Signature,
    /// Whether it needs a feature flag.
    pub stability: Stability,
    /// What people read of it.
    pub docs: Docs,
    /// What planner and engine must know beyond its kernel.
    pub behavior: Behavior,
    /// How it is computed.
    pub kernel: Kernel,
}

/// Parameters and the type of the result.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// The parameters; where [`Signature::variadic`] says so, the last stands for several arguments or none.
    pub params: &'static [Param],
    /// Which arguments may be left out or repeated.
    pub variadic: Variadic,
    /// Type of the result.
    pub returns: ValueType,
}

/// Which arguments may be left out or repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variadic {
    /// None: as many arguments as parameters.
    No,
    /// The last argument may be left out, and stands for up to so many arguments.
    UpTo(usize),
    /// The last argument may be left out, and stands for any number of arguments.
    Any,
}

impl Signature {
    /// A signature of as many arguments as parameters.
    pub const fn fixed(params: &'static [Param], returns: ValueType) -> Self {
        Self { params, variadic: Variadic::No, returns }
    }

    /// The same signature with its last argument left out or repeated as `variadic` says.
    #[must_use]
    pub const fn with(mut self, variadic: Variadic) -> Self {
        self.variadic = variadic;
        self
    }

    /// The least number of arguments.
    pub const fn min_args(&self) -> usize {
        match self.variadic {
            Variadic::No => self.params.len(),
            Variadic::UpTo(_) | Variadic::Any => self.params.len() - 1,
        }
    }

    /// The greatest number of arguments; none where there is no limit.
    pub const fn max_args(&self) -> Option<usize> {
        match self.variadic {
            Variadic::No => Some(self.params.len()),
            Variadic::UpTo(n) => Some(self.params.len() - 1 + n),
            Variadic::Any => None,
        }
    }

    /// The parameter of the argument at `index`; the last one of surplus arguments.
    pub fn param(&self, index: usize) -> Option<&'static Param> {
        self.params.get(index).or(self.params.last())
    }

    /// The type of the argument at `index`.
    pub fn arg(&self, index: usize) -> Option<ValueType> {
        self.param(index).map(|param| param.value_type)
    }

    /// The index of the parameter of this role.
    pub fn position(&self, role: ParamRole) -> Option<usize> {
        self.params.iter().position(|param| param.role == role)
    }

    /// Whether a parameter has this role.
    pub fn has(&self, role: ParamRole) -> bool {
        self.position(role).is_some()
    }

    /// Whether the function takes series at all.
    pub fn takes_series(&self) -> bool {
        self.params.iter().any(Param::is_series)
    }
}

/// Whether a function or aggregator needs a feature flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stability {
    /// Always there.
    Stable,
    /// Needs `promql-experimental-functions`.
    Experimental,
}

/// What people read of a function. The texts are there with the feature `docs` only.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Docs {
    /// One sentence that starts with a verb.
    #[cfg(feature = "docs")]
    pub summary: &'static str,
    /// Markdown: meaning, corner cases, native histograms.
    #[cfg(feature = "docs")]
    pub details: &'static str,
    /// A query that a person could write.
    #[cfg(feature = "docs")]
    pub example: &'static str,
}

impl Docs {
    /// These texts: summary, details and example.
    #[cfg(feature = "docs")]
    pub(crate) const fn new(summary: &'static str, details: &'static str, example: &'static str) -> Self {
        Self { summary, details, example }
    }

    /// Nothing of these texts, as nobody reads them.
    #[cfg(not(feature = "docs"))]
    pub(crate) const fn new(_summary: &'static str, _details: &'static str, _example: &'static str) -> Self {
        Self {}
    }
}

/// What planner and engine must know of a function beyond its kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent properties
pub struct Behavior {
    /// The result keeps the metric name (`last_over_time`, `label_replace`, `sort`, ...).
    pub keeps_name: bool,
    /// It is meant for counters: a float series whose name says otherwise gets an info.
    pub expects_counter: bool,
    /// Its result depends on the evaluation time even where its arguments do not, so `@` does not make it constant.
    pub at_unsafe: bool,
    /// It may be used over an `anchored` selector.
    pub anchored: bool,
    /// It may be used over a `smoothed` selector.
    pub smoothed: bool,
    /// It honours start timestamps where the feature `use-start-timestamps` is on.
    pub start_timestamps: bool,
    /// It returns a sample where its argument has none (`absent`, `absent_over_time`).
    pub reports_absence: bool,
    /// The samples of its result have an order in an instant query.
    pub sorts: bool,
    /// What it does with the buckets of native histograms.
    pub buckets: BucketUse,
    /// Which floats it can give.
    pub value_range: ValueRange,
    /// What it is meant for, as advice goes by it.
    pub usage: Usage,
}

/// What a function does with the buckets of native histograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketUse {
    /// It hands histograms on, so that buckets are needed where they are needed of its result.
    Passes,
    /// Its result depends on count and sum at most, so that buckets need not be decoded.
    Skips,
    /// Its result depends on buckets.
    Reads,
}

/// Which floats a function can give, whatever it is given. All but [`ValueRange::Any`] leave `NaN` out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRange {
    /// Any float.
    Any,
    /// This number alone.
    Only(i32),
    /// This number or more.
    AtLeast(i32),
    /// Numbers between two, both included.
    Between(i32, i32),
}

impl ValueRange {
    /// The smallest and the largest float.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Any => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Only(value) => (value.into(), value.into()),
            Self::AtLeast(min) => (min.into(), f64::INFINITY),
            Self::Between(min, max) => (min.into(), max.into()),
        }
    }
}

/// What a function is meant for. Nothing of this is enforced: advice goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent properties
pub struct Usage {
    /// The kind of metric that its first vector argument should hold.
    pub takes: MetricKind,
    /// Only the presence or the time of samples matters, not their value.
    pub ignores_values: bool,
    /// Only the last two samples of a window count.
    pub last_two_samples: bool,
    /// Its result is per second.
    pub per_second: bool,
    /// The unit of its result.
    pub unit: ResultUnit,
}

/// The unit of the values that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultUnit {
    /// None, or one that the catalogue does not know.
    Unknown,
    /// Seconds.
    Seconds,
    /// The unit of the first argument; per second where [`Usage::per_second`] says so.
    OfArgument,
}

/// Kinds of metrics, as far as functions tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Either kind.
    Any,
    /// Counts something, so it rises until it is reset to zero.
    Counter,
    /// Rises and falls.
    Gauge,
}

impl MetricKind {
    /// The ends of the names of counters, and of the parts of histograms and summaries that are counters.
    pub const COUNTER_SUFFIXES: [&'static str; 4] = ["_total", "_sum", "_count", "_bucket"];

    /// Whether a metric of this name may be a counter, as Prometheus judges it.
    pub fn may_be_counter(name: &str) -> bool {
        Self::COUNTER_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
    }
}

impl Usage {
    /// Takes all kinds of metrics and reads their values.
    pub const DEFAULT: Self = Self {
        takes: MetricKind::Any,
        ignores_values: false,
        last_two_samples: false,
        per_second: false,
        unit: ResultUnit::Unknown,
    };
    /// Takes all kinds of metrics; the result has the unit of the argument.
    pub const SAME_UNIT: Self = Self { unit: ResultUnit::OfArgument, ..Self::DEFAULT };
    /// The result is a time or a time span in seconds.
    pub const SECONDS: Self = Self { unit: ResultUnit::Seconds, ..Self::DEFAULT };
    /// For counters.
    pub const COUNTER: Self = Self { takes: MetricKind::Counter, ..Self::SAME_UNIT };
    /// The same of the last two samples of a window alone.
    #[must_use]
    pub const fn of_last_two_samples(self) -> Self {
        Self { last_two_samples: true, ..self }
    }

    /// For counters, with a result per second.
    pub const COUNTER_PER_SECOND: Self = Self { per_second: true, ..Self::COUNTER };
    /// For gauges.
    pub const GAUGE: Self = Self { takes: MetricKind::Gauge, ..Self::SAME_UNIT };
    /// For gauges, with a result per second.
    pub const GAUGE_PER_SECOND: Self = Self { per_second: true, ..Self::GAUGE };
    /// Looks at the presence or the time of samples alone.
    pub const PRESENCE: Self = Self { ignores_values: true, ..Self::DEFAULT };

    /// The same with a result in this unit.
    #[must_use]
    pub const fn in_unit(self, unit: ResultUnit) -> Self {
        Self { unit, ..self }
    }
}

impl Behavior {
    /// The usual: drops the name, expects nothing.
    pub const DEFAULT: Self = Self {
        keeps_name: false,
        expects_counter: false,
        at_unsafe: false,
        anchored: false,
        smoothed: false,
        start_timestamps: false,
        reports_absence: false,
        sorts: false,
        buckets: BucketUse::Passes,
        value_range: ValueRange::Any,
        usage: Usage::DEFAULT,
    };

    /// The same for a result that depends on count and sum of native histograms at most.
    pub const SKIPS_BUCKETS: Self = Self { buckets: BucketUse::Skips, ..Self::DEFAULT };

    /// The same for a result that depends on buckets of native histograms.
    pub const READS_BUCKETS: Self = Self { buckets: BucketUse::Reads, ..Self::DEFAULT };
}
