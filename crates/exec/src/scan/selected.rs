//! The series of a selector, shared by all operators that read it.

use std::sync::{Arc, OnceLock};

use promenade_storage::{SelectHints, Series, TimeRange};

use crate::RowMeta;
use crate::loads::Loads;

/// The weight of a native histogram relative to a float.
const HISTOGRAM_WEIGHT: usize = 16;

/// The series of a selector. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Selected(Arc<Inner>);

#[derive(Default)]
struct Inner {
    series: Vec<Arc<dyn Series>>,
    /// The times for which the series were selected.
    time: Option<TimeRange>,
    /// How the series are loaded, if they have to be loaded before they are read.
    loading: Option<Loading>,
    rows: OnceLock<Arc<[RowMeta]>>,
    time_range: OnceLock<TimeRange>,
}

/// How the series of a selector are loaded.
pub(crate) struct Loading {
    /// The hints of the selection.
    pub(crate) hints: Arc<SelectHints>,
    /// The channel on which loads are requested.
    pub(crate) loads: Loads,
}

impl Selected {
    pub(crate) fn new(series: Vec<Arc<dyn Series>>, time: TimeRange, loading: Option<Loading>) -> Self {
        let (rows, time_range) = (OnceLock::new(), OnceLock::new());
        Self(Arc::new(Inner { series, time: Some(time), loading, rows, time_range }))
    }

    /// How the series are loaded, if they have to be loaded before they are read.
    pub(crate) fn loading(&self) -> Option<&Loading> {
        self.0.loading.as_ref()
    }

    /// The number of series that a selection for these times would have returned, as far as the series know their
    /// times.
    pub(crate) fn n_series_in(&self, time: TimeRange) -> usize {
        let is_whole = self.0.time.is_none_or(|all| time.start_ms <= all.start_ms && all.end_ms <= time.end_ms);
        if is_whole {
            return self.0.series.len();
        }
        let meets = |own: TimeRange| own.start_ms <= time.end_ms && time.start_ms <= own.end_ms;
        self.0.series.iter().filter(|series| series.time().is_none_or(meets)).count()
    }

    /// The series, sorted by labels.
    pub(crate) fn series(&self) -> &[Arc<dyn Series>] {
        &self.0.series
    }

    /// The weight of a sample relative to a float. The first series decides for all.
    pub(crate) fn cell_weight(&self) -> usize {
        if self.0.series.first().is_some_and(|series| series.has_histograms()) { HISTOGRAM_WEIGHT } else { 1 }
    }

    /// A range that contains all samples of these series; arbitrary if there are no series.
    pub(crate) fn time_range(&self) -> TimeRange {
        let all = || self.0.series.iter().map(|series| series.time().unwrap_or(TimeRange::ALL));
        let hull = || TimeRange {
            start_ms: all().map(|range| range.start_ms).min().unwrap_or_default(),
            end_ms: all().map(|range| range.end_ms).max().unwrap_or_default(),
        };
        *self.0.time_range.get_or_init(hull)
    }

    /// The series as rows, built on the first call. Aggregations without labels do not need them.
    pub(crate) fn rows(&self) -> &Arc<[RowMeta]> {
        let row = |series: &Arc<dyn Series>| RowMeta::new(series.labels().clone());
        self.0.rows.get_or_init(|| self.0.series.iter().map(row).collect())
    }
}
