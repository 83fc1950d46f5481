//! Recording rules, groups, and rules among each other.

pub(crate) mod depends_on_later_rule;
pub(crate) mod depends_on_other_group;
pub(crate) mod duplicate_rule;
pub(crate) mod empty_group;
pub(crate) mod group_interval_too_long;
pub(crate) mod invalid_rule_file;
pub(crate) mod record_name_parts;
pub(crate) mod record_name_without_colon;
pub(crate) mod recorded_already;
pub(crate) mod shadowed_rule;
pub(crate) mod topk_in_rule;
pub(crate) mod unused_recording_rule;
