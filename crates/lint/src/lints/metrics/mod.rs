//! What does not fit the metrics that a snapshot lists.

pub(crate) mod metric_type;
pub(crate) mod misspelt_value;
pub(crate) mod several_series;
pub(crate) mod unknown_label;
#[cfg(feature = "documents")]
pub(crate) mod unknown_metric;
pub(crate) mod unknown_value;
