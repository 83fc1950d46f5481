//! Helpers for edits.

/// The offset moved before the spaces in front of it.
pub(crate) fn start_with_gap(text: &str, at: usize) -> usize {
    text.get(..at).map_or(at, |before| before.trim_end_matches([' ', '\t']).len())
}
