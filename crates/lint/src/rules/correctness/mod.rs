//! Queries that are accepted but do not do what is meant.

pub(crate) mod rate_of_aggregate;
