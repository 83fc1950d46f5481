//! Alerting rules.

pub(crate) mod absent_without_for;
pub(crate) mod always_firing;
pub(crate) mod bool_condition;
pub(crate) mod fragile_ratio;
pub(crate) mod irate_in_rule;
pub(crate) mod missing_annotations;
pub(crate) mod missing_for;
pub(crate) mod template_query;
pub(crate) mod value_in_label;
pub(crate) mod value_not_humanized;
pub(crate) mod zero_for;
