//! Labels and suffixes with a special meaning for a metric type.

use promenade_model::Labels;
use promenade_model::labels::{BUCKET_LABEL, METRIC_NAME};
use promenade_storage::MetricType;

/// The label that holds the quantile of a summary.
const QUANTILE_LABEL: &str = "quantile";

/// The special labels of a metric type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelRole {
    /// None.
    Plain,
    /// None, but there may be a start timestamp.
    Counter,
    /// `le` is a bound.
    Histogram,
    /// `quantile` is a quantile.
    Summary,
}

impl LabelRole {
    pub(super) fn of(metric_type: MetricType) -> Self {
        match metric_type {
            MetricType::Counter => Self::Counter,
            MetricType::Histogram => Self::Histogram,
            MetricType::Summary => Self::Summary,
            _ => Self::Plain,
        }
    }

    pub(super) fn bound_label(self) -> Option<&'static [u8]> {
        match self {
            Self::Histogram => Some(BUCKET_LABEL.as_bytes()),
            Self::Summary => Some(QUANTILE_LABEL.as_bytes()),
            Self::Plain | Self::Counter => None,
        }
    }

    /// The suffixes of the family's samples, without that of start timestamps.
    fn suffixes(self) -> &'static [&'static str] {
        match self {
            Self::Plain => &[],
            Self::Counter => &["_total"],
            Self::Histogram => &["_bucket", "_count", "_sum"],
            Self::Summary => &["_count", "_sum"],
        }
    }

    /// The metric of a series (the family's name and all labels except the bound), and whether the series holds start
    /// timestamps. `None` if the type has no start timestamps.
    pub(super) fn metric_of(self, labels: &Labels) -> Option<(Labels, bool)> {
        if self == Self::Plain {
            return None;
        }
        let name = labels.metric_name();
        let created = name.strip_suffix("_created");
        let family =
            created.or_else(|| self.suffixes().iter().find_map(|suffix| name.strip_suffix(suffix))).unwrap_or(name);
        let bound = self.bound_label();
        let mut metric = labels.retain(|n| bound.is_none_or(|b| n.as_bytes() != b)).to_builder();
        metric.set(METRIC_NAME, family);
        Some((metric.build(), created.is_some()))
    }
}
