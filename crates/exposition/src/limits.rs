//! Limits on input, to bound memory.

/// Limits of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum length of a line in bytes; a quoted string that spans lines counts as one line.
    pub max_line_bytes: usize,
    /// The maximum number of labels of a sample, without the metric name.
    pub max_labels: usize,
}

promenade_model::setters!(Limits { max_line_bytes: usize, max_labels: usize });

impl Default for Limits {
    /// Lines of 64 MiB and 1024 labels.
    fn default() -> Self {
        Self { max_line_bytes: 64 << 20, max_labels: 1024 }
    }
}

/// The maximum length of a label name or value in bytes, a limit of the label encoding.
pub(crate) const MAX_LABEL_BYTES: usize = (1 << 24) - 1;
