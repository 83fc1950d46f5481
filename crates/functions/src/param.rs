//! Parameters of functions and aggregators: name, type and role.

use promenade_model::ValueType;

/// A parameter of a function or an aggregator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Param {
    /// The name in documentation and editors.
    pub name: &'static str,
    /// The type of the argument.
    pub value_type: ValueType,
    /// The role of the argument.
    pub role: ParamRole,
}

/// The role of an argument. Completion, hover and lints use the role, never the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParamRole {
    /// The series that the function computes with.
    Series,
    /// Series whose values are Unix times in seconds.
    UnixTime,
    /// Native histograms, or the bucket series of classic histograms.
    Buckets,
    /// Native histograms; floats have no result.
    NativeHistograms,
    /// Matchers in braces that select info metrics and their labels. Never evaluated.
    InfoSelector,
    /// Any number.
    Number,
    /// A lower or upper bound of values.
    Bound,
    /// The multiple to which values are rounded.
    Multiple,
    /// A quantile, between 0 and 1.
    Quantile,
    /// A smoothing factor, between 0 and 1.
    SmoothingFactor,
    /// A duration in seconds.
    Seconds,
    /// A number that selects a method.
    Choice,
    /// The number of samples to pick.
    Count,
    /// The share of samples to pick, between -1 and 1.
    Ratio,
    /// The name of the label to write.
    DestinationLabel,
    /// The name of a label to read.
    SourceLabel,
    /// The name of a label to sort by.
    SortLabel,
    /// Text with references to the groups of a regular expression.
    Replacement,
    /// A regular expression.
    Regex,
    /// The separator between joined label values.
    Separator,
}

impl ParamRole {
    /// Whether the argument is a label name.
    pub const fn is_label_name(self) -> bool {
        matches!(self, Self::DestinationLabel | Self::SourceLabel | Self::SortLabel)
    }

    /// Whether the function reads the label that the argument names.
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
