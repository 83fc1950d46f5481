//! Definitions of functions.

use promenade_model::ValueType;

use crate::kernel::Kernel;
use crate::param::{Param, ParamRole};

/// The definition of a function.
#[derive(Debug)]
pub struct FunctionDef {
    /// The name (case-sensitive).
    pub name: &'static str,
    /// Parameters and the type of the result.
    pub signature: Signature,
    /// Whether it needs a feature flag.
    pub stability: Stability,
    /// The documentation.
    pub docs: Docs,
    /// Properties for planner and engine.
    pub behavior: Behavior,
    /// The implementation.
    pub kernel: Kernel,
}

/// Parameters and the type of the result.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// The parameters. If [`Signature::variadic`] allows, the last stands for any number of arguments.
    pub params: &'static [Param],
    /// Which arguments may be omitted or repeated.
    pub variadic: Variadic,
    /// Type of the result.
    pub returns: ValueType,
}

/// Which arguments may be omitted or repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variadic {
    /// None: as many arguments as parameters.
    No,
    /// The last argument may be omitted, or repeated up to this number of arguments.
    UpTo(usize),
    /// The last argument may be omitted or repeated any number of times.
    Any,
}

impl Signature {
    /// A signature with exactly these parameters.
    pub const fn fixed(params: &'static [Param], returns: ValueType) -> Self {
        Self { params, variadic: Variadic::No, returns }
    }

    /// The same signature with an optional or repeated last argument.
    #[must_use]
    pub const fn with(mut self, variadic: Variadic) -> Self {
        self.variadic = variadic;
        self
    }

    /// The minimum number of arguments.
    pub const fn min_args(&self) -> usize {
        match self.variadic {
            Variadic::No => self.params.len(),
            Variadic::UpTo(_) | Variadic::Any => self.params.len() - 1,
        }
    }

    /// The maximum number of arguments; `None` if unlimited.
    pub const fn max_args(&self) -> Option<usize> {
        match self.variadic {
            Variadic::No => Some(self.params.len()),
            Variadic::UpTo(n) => Some(self.params.len() - 1 + n),
            Variadic::Any => None,
        }
    }

    /// The parameter of the argument at `index`; the last parameter for repeated arguments.
    pub fn param(&self, index: usize) -> Option<&'static Param> {
        self.params.get(index).or(self.params.last())
    }

    /// The type of the argument at `index`.
    pub fn arg(&self, index: usize) -> Option<ValueType> {
        self.param(index).map(|param| param.value_type)
    }

    /// The index of the first parameter with this role.
    pub fn position(&self, role: ParamRole) -> Option<usize> {
        self.params.iter().position(|param| param.role == role)
    }

    /// Whether a parameter has this role.
    pub fn has(&self, role: ParamRole) -> bool {
        self.position(role).is_some()
    }

    /// Whether the function takes vectors.
    pub fn takes_series(&self) -> bool {
        self.params.iter().any(Param::is_series)
    }
}

/// Whether a function or aggregator needs a feature flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stability {
    /// Always available.
    Stable,
    /// Needs `promql-experimental-functions`.
    Experimental,
}

/// The documentation of a function. The texts are included only with the feature `docs`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Docs {
    /// One sentence that starts with a verb.
    #[cfg(feature = "docs")]
    pub summary: &'static str,
    /// Markdown: meaning, corner cases, native histograms.
    #[cfg(feature = "docs")]
    pub details: &'static str,
    /// A realistic query.
    #[cfg(feature = "docs")]
    pub example: &'static str,
}

impl Docs {
    /// The documentation: summary, details and example.
    #[cfg(feature = "docs")]
    pub(crate) const fn new(summary: &'static str, details: &'static str, example: &'static str) -> Self {
        Self { summary, details, example }
    }

    /// Drops the texts, since the feature `docs` is off.
    #[cfg(not(feature = "docs"))]
    pub(crate) const fn new(_summary: &'static str, _details: &'static str, _example: &'static str) -> Self {
        Self {}
    }
}

/// Properties of a function for planner and engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent properties
pub struct Behavior {
    /// The result keeps the metric name (`last_over_time`, `label_replace`, `sort`, ...).
    pub keeps_name: bool,
    /// It is meant for counters: a float series without a counter's name raises an info.
    pub expects_counter: bool,
    /// The result depends on the evaluation time even if the arguments do not, so `@` does not make it constant.
    pub at_unsafe: bool,
    /// It can be used with an `anchored` selector.
    pub anchored: bool,
    /// It can be used with a `smoothed` selector.
    pub smoothed: bool,
    /// It uses start timestamps if the feature `use-start-timestamps` is on.
    pub start_timestamps: bool,
    /// It returns a sample if its argument has none (`absent`, `absent_over_time`).
    pub reports_absence: bool,
    /// The result is sorted in an instant query.
    pub sorts: bool,
    /// How it uses the buckets of native histograms.
    pub buckets: BucketUse,
    /// The range of its float results.
    pub value_range: ValueRange,
    /// Intended use, for lints.
    pub usage: Usage,
}

/// How a function uses the buckets of native histograms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BucketUse {
    /// Passes histograms on: it needs buckets if the buckets of its result are needed.
    Passes,
    /// The result depends at most on count and sum, so buckets need not be decoded.
    Skips,
    /// The result depends on buckets.
    Reads,
}

/// The range of a function's float results for any input. All but [`ValueRange::Any`] exclude `NaN`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRange {
    /// Any float.
    Any,
    /// Only this number.
    Only(i32),
    /// This number or greater.
    AtLeast(i32),
    /// Between two numbers, both included.
    Between(i32, i32),
}

impl ValueRange {
    /// The smallest and the largest possible float.
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Self::Any => (f64::NEG_INFINITY, f64::INFINITY),
            Self::Only(value) => (value.into(), value.into()),
            Self::AtLeast(min) => (min.into(), f64::INFINITY),
            Self::Between(min, max) => (min.into(), max.into()),
        }
    }
}

/// The intended use of a function, for lints. It is not enforced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // independent properties
pub struct Usage {
    /// The kind of metric expected by its first vector argument.
    pub takes: MetricKind,
    /// Only presence or timestamps of samples matter, not their values.
    pub ignores_values: bool,
    /// Only the last two samples of a window are used.
    pub last_two_samples: bool,
    /// The result is per second.
    pub per_second: bool,
    /// The unit of the result.
    pub unit: ResultUnit,
}

/// The unit of the values that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultUnit {
    /// None or unknown.
    Unknown,
    /// Seconds.
    Seconds,
    /// The unit of the first argument; per second if [`Usage::per_second`] is set.
    OfArgument,
}

/// Kinds of metrics that functions distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Any kind.
    Any,
    /// Increases until it is reset to zero.
    Counter,
    /// Increases and decreases.
    Gauge,
}

impl MetricKind {
    /// Suffixes of counter names, and of the counter parts of histograms and summaries.
    pub const COUNTER_SUFFIXES: [&'static str; 4] = ["_total", "_sum", "_count", "_bucket"];

    /// Whether a metric with this name may be a counter, by Prometheus's heuristic.
    pub fn may_be_counter(name: &str) -> bool {
        Self::COUNTER_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
    }
}

impl Usage {
    /// Takes any kind of metric and reads values.
    pub const DEFAULT: Self = Self {
        takes: MetricKind::Any,
        ignores_values: false,
        last_two_samples: false,
        per_second: false,
        unit: ResultUnit::Unknown,
    };
    /// Takes any kind of metric; the result has the unit of the argument.
    pub const SAME_UNIT: Self = Self { unit: ResultUnit::OfArgument, ..Self::DEFAULT };
    /// The result is a time or a duration in seconds.
    pub const SECONDS: Self = Self { unit: ResultUnit::Seconds, ..Self::DEFAULT };
    /// For counters.
    pub const COUNTER: Self = Self { takes: MetricKind::Counter, ..Self::SAME_UNIT };
    /// Marks that only the last two samples of a window are used.
    #[must_use]
    pub const fn of_last_two_samples(self) -> Self {
        Self { last_two_samples: true, ..self }
    }

    /// For counters; the result is per second.
    pub const COUNTER_PER_SECOND: Self = Self { per_second: true, ..Self::COUNTER };
    /// For gauges.
    pub const GAUGE: Self = Self { takes: MetricKind::Gauge, ..Self::SAME_UNIT };
    /// For gauges; the result is per second.
    pub const GAUGE_PER_SECOND: Self = Self { per_second: true, ..Self::GAUGE };
    /// Uses only presence or timestamps of samples.
    pub const PRESENCE: Self = Self { ignores_values: true, ..Self::DEFAULT };

    /// Sets the unit of the result.
    #[must_use]
    pub const fn in_unit(self, unit: ResultUnit) -> Self {
        Self { unit, ..self }
    }
}

impl Behavior {
    /// The default: drops the name, no special properties.
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

    /// The default for a result that depends at most on count and sum of native histograms.
    pub const SKIPS_BUCKETS: Self = Self { buckets: BucketUse::Skips, ..Self::DEFAULT };

    /// The default for a result that depends on buckets of native histograms.
    pub const READS_BUCKETS: Self = Self { buckets: BucketUse::Reads, ..Self::DEFAULT };
}
