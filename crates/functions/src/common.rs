//! Ranks functions and aggregators by how common they are, for lists that show common ones first.
//!
//! The order is that of their counts in 6,743 queries of public rule files and dashboards. It has no effect on the
//! meaning of queries.

/// The common functions and aggregators, most common first.
const COMMON: &[&str] = &[
    "sum",
    "rate",
    "avg",
    "increase",
    "max",
    "count",
    "topk",
    "irate",
    "histogram_quantile",
    "clamp_min",
    "max_over_time",
    "label_replace",
    "vector",
    "last_over_time",
    "time",
    "sum_over_time",
    "sort_desc",
    "min",
    "count_over_time",
    "min_over_time",
    "avg_over_time",
    "changes",
    "quantile",
    "scalar",
    "absent",
    "delta",
    "predict_linear",
    "group",
    "round",
    "deriv",
    "ceil",
    "bottomk",
    "clamp_max",
];

/// The rank of a function or an aggregator, from 0; `None` if it is rare.
pub fn place(name: &str) -> Option<usize> {
    COMMON.iter().position(|common| *common == name)
}

/// The number of ranked names.
pub const fn count() -> usize {
    COMMON.len()
}

#[cfg(test)]
mod tests {
    use super::COMMON;
    use crate::{aggregator, function};

    #[test]
    fn the_names_are_in_the_catalogue() {
        for name in COMMON {
            assert!(function(name).is_some() || aggregator(name).is_some(), "{name}");
        }
    }
}
