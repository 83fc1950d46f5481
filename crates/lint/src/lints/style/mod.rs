//! Simpler ways to say the same.

pub(crate) mod aggregate_of_one;
pub(crate) mod duplicate_label;
pub(crate) mod empty_grouping;
pub(crate) mod ignoring_nothing;
pub(crate) mod mixed_set_operators;
pub(crate) mod sort_without_effect;
pub(crate) mod unary_plus;
pub(crate) mod useless_parentheses;
pub(crate) mod zero_offset;
