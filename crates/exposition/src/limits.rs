//! Limits that keep hostile input from taking memory without end.

/// Limits of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The longest line in bytes; a quoted string that goes over several lines counts as one.
    pub max_line_bytes: usize,
    /// The most labels a sample may have, the metric name not counted.
    pub max_labels: usize,
}

promenade_model::setters!(Limits { max_line_bytes: usize, max_labels: usize });

impl Default for Limits {
    /// Lines of 64 MiB and 1024 labels.
    fn default() -> Self {
        Self { max_line_bytes: 64 << 20, max_labels: 1024 }
    }
}

/// The longest label name or value in bytes, which is what labels can hold.
pub(crate) const MAX_LABEL_BYTES: usize = (1 << 24) - 1;
