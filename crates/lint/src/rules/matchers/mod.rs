//! Matchers that do not say what is meant, or say it in a costly way.

pub(crate) mod regex_plain_string;
