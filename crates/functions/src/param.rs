//! Parameters of functions and aggregators: name, type and what the argument means.

use promenade_model::ValueType;

/// One parameter of a function or an aggregator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// The name that documentation and editors show.
    pub name: &'static str,
    /// The type of the argument.
    pub value_type: ValueType,
    /// What the argument means.
    pub role: ParamRole,
}

/// What an argument means. Completion, hover and lints ask for the role, never for the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamRole {
    /// The series that the function computes with.
    Series,
    /// Series whose values are Unix times in seconds.
    UnixTime,
    /// Native histograms, or series that are the buckets of classic histograms.
    Buckets,
    /// Native histograms; floats have no result.
    NativeHistograms,
    /// Matchers in braces that select info metrics and their labels. They are never evaluated.
    InfoSelector,
    /// Any number.
    Number,
    /// A lower or upper bound of values.
    Bound,
    /// The multiple to which values are rounded.
    Multiple,
    /// A quantile, between 0 and 1.
    Quantile,
    /// A factor of smoothing, between 0 and 1.
    SmoothingFactor,
    /// A time span in seconds.
    Seconds,
    /// A number that chooses one of several ways to compute.
    Choice,
    /// How many samples are picked.
    Count,
    /// Which share of the samples is picked, between -1 and 1.
    Ratio,
    /// The name of a label that is written.
    DestinationLabel,
    /// The name of a label that is read.
    SourceLabel,
    /// The name of a label by which samples are sorted.
    SortLabel,
    /// Text that may refer to the groups of a regular expression.
    Replacement,
    /// A regular expression.
    Regex,
    /// Text between the values of labels.
    Separator,
}

impl ParamRole {
    /// Whether the argument is the name of a label.
    pub const fn is_label_name(self) -> bool {
        matches!(self, Self::DestinationLabel | Self::SourceLabel | Self::SortLabel)
    }

    /// Whether the function reads the value of the label that the argument names.
    pub const fn reads_label(self) -> bool {
        matches!(self, Self::SourceLabel | Self::SortLabel)
    }
}

impl Param {
    /// The instant vector that most functions take.
    pub const VECTOR: Self = Self::vector("v", ParamRole::Series);
    /// The range vector that functions over windows take.
    pub const MATRIX: Self = Self { name: "v", value_type: ValueType::Matrix, role: ParamRole::Series };

    /// An instant vector.
    pub const fn vector(name: &'static str, role: ParamRole) -> Self {
        Self { name, value_type: ValueType::Vector, role }
    }

    /// A scalar.
    pub const fn scalar(name: &'static str, role: ParamRole) -> Self {
        Self { name, value_type: ValueType::Scalar, role }
    }

    /// A string.
    pub const fn string(name: &'static str, role: ParamRole) -> Self {
        Self { name, value_type: ValueType::String, role }
    }

    /// Whether the argument is an instant vector or a range vector.
    pub const fn is_series(&self) -> bool {
        matches!(self.value_type, ValueType::Vector | ValueType::Matrix)
    }
}
