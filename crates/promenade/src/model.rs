//! Labels, matchers, samples, native histograms, annotations and durations.

pub use promenade_model::{
    Annotation, Annotations, BinaryOp, Features, FloatHistogram, FloatSamples, GoRegex, HistogramSamples, Labels,
    LabelsBuilder, MatchOp, Matcher, RegexError, STALE_NAN, Severity, SharedHistogram, TimestampMs, UnquotedNames,
    ValueType, is_stale_nan, stale_nan,
};

/// Annotations: warnings and infos of queries, with places.
pub mod annotations {
    pub use promenade_model::annotations::{Annotation, Annotations, Severity, position_text};
}

/// Durations as PromQL writes them.
pub mod duration {
    pub use promenade_model::duration::{ParseDurationError, format_duration, parse_duration};
}

/// Native histograms.
pub mod histogram {
    pub use promenade_model::histogram::{
        Bucket, Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, FloatHistogram, HistogramError, Span,
        custom_bounds_match,
    };
}

/// Names of labels, and which names are valid.
pub mod labels {
    pub use promenade_model::labels::{
        BUCKET_LABEL, Labels, LabelsBuilder, METRIC_NAME, is_legacy_label_name, is_legacy_metric_name,
    };
}

/// What a misspelt word most likely means.
pub mod suggest {
    pub use promenade_model::suggest::nearest;
}

/// Places in a query, quoted texts, stale markers.
pub mod value {
    pub use promenade_model::value::{SourceRange, ValueType, is_stale_nan, quote, stale_nan};
}
