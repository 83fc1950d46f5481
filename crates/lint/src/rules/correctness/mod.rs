//! Queries that are accepted but do not do what is meant.

pub(crate) mod average_of_quantiles;
pub(crate) mod count_never_zero;
pub(crate) mod count_of_bool;
pub(crate) mod counter_compared_with_constant;
pub(crate) mod delta_of_counter;
pub(crate) mod quantile_of_no_buckets;
pub(crate) mod quantile_of_raw_buckets;
pub(crate) mod quantile_out_of_range;
pub(crate) mod quantile_without_le;
pub(crate) mod rate_of_aggregate;
pub(crate) mod rate_of_gauge;
pub(crate) mod rate_of_rate;
pub(crate) mod rate_of_unnamed_counter;
pub(crate) mod raw_counter;
pub(crate) mod set_operator_on_bool;
pub(crate) mod sum_of_equality;
