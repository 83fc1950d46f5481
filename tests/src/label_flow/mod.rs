//! Queries and data for what is said of labels: few names and values, so that series meet often.

pub mod data;
pub mod queries;

pub use data::Data;
pub use queries::LabelQueries;

/// Labels that series have and queries name.
pub const LABELS: &[&str] = &["a", "b", "c", "job", "instance"];
/// Values of labels.
pub const VALUES: &[&str] = &["x", "y", "z"];
/// Metrics of floats.
pub const FLOATS: &[&str] = &["m", "n", "o"];
/// The metric of classic buckets.
pub const BUCKETS: &str = "h_bucket";
/// The metric of native histograms.
pub const NATIVE: &str = "h";
/// Info metrics.
pub const INFOS: &[&str] = &["target_info", "build_info"];
