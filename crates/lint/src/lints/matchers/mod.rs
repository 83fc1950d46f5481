//! Matchers that do not say what is meant, or say it in a costly way.

pub(crate) mod bound_without_point;
pub(crate) mod impossible_matchers;
pub(crate) mod matches_everything;
pub(crate) mod name_matcher;
pub(crate) mod redundant_anchors;
pub(crate) mod redundant_matcher;
pub(crate) mod regex_plain_string;
pub(crate) mod regex_with_equal_sign;
pub(crate) mod value_in_parts;
