//! What a metric's name says of its kind.

/// Whether a recording rule makes the metric: colons are for them.
pub(crate) fn is_recorded(name: &str) -> bool {
    name.contains(':')
}
