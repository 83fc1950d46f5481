//! Helpers for changes of the text.

/// The offset with the spaces before it taken in.
pub(crate) fn start_with_gap(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |before| before.trim_end_matches([' ', '\t']).len())
}
