//! How common functions and aggregators are, for lists in which the usual ones come first.
//!
//! The order is that of their counts in 6,743 queries of public rule files and dashboards. It gives nothing a meaning.

/// The names of the common ones, the most common first.
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

/// The place of a function or an aggregator among the common ones, from 0; none where it is rare.
pub fn place(name: &str) -> Option<usize> {
    COMMON.iter().position(|common| *common == name)
}

/// How many have a place.
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
