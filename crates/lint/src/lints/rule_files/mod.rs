//! Recording rules, groups, and rules among each other.

#[cfg(feature = "documents")]
pub(crate) mod depends_on_later_rule;
#[cfg(feature = "documents")]
pub(crate) mod depends_on_other_group;
#[cfg(feature = "documents")]
pub(crate) mod duplicate_rule;
#[cfg(feature = "documents")]
pub(crate) mod empty_group;
#[cfg(feature = "documents")]
pub(crate) mod group_interval_too_long;
#[cfg(feature = "documents")]
pub(crate) mod invalid_rule_file;
#[cfg(feature = "documents")]
pub(crate) mod record_name_parts;
#[cfg(feature = "documents")]
pub(crate) mod record_name_without_colon;
#[cfg(feature = "documents")]
pub(crate) mod recorded_already;
#[cfg(feature = "documents")]
pub(crate) mod second_document;
#[cfg(feature = "documents")]
pub(crate) mod shadowed_rule;
pub(crate) mod topk_in_rule;
#[cfg(feature = "documents")]
pub(crate) mod unused_recording_rule;
