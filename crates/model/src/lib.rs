//! Labels, matchers, samples, native histograms and annotations of PromQL.
//!
//! The lowest layer: it does not depend on syntax, storage or Arrow.

pub mod annotations;
pub mod duration;
pub mod features;
mod file_range;
#[cfg(feature = "serde")]
pub mod float_text;
pub mod histogram;
pub mod labels;
pub mod matcher;
pub mod names;
pub mod number;
pub mod operator;
pub mod quantile;
pub mod samples;
mod setters;
pub mod suggest;
pub mod value;

pub use annotations::{Annotation, Annotations, Severity};
pub use features::Features;
pub use file_range::FileRange;
pub use histogram::{FloatHistogram, SharedHistogram};
pub use labels::{Labels, LabelsBuilder};
pub use matcher::{MatchOp, Matcher};
pub use names::UnquotedNames;
pub use operator::BinaryOp;
pub use promenade_go::regex::{GoRegex, RegexError};
pub use promenade_stack as stack;
pub use samples::{FloatSamples, HistogramSamples};
pub use value::{STALE_NAN, TimestampMs, ValueType, is_stale_nan, stale_nan};
