//! What a selector selected, shared by all operators that read it.

use std::sync::{Arc, OnceLock};

use promenade_storage::Series;

use crate::RowMeta;

/// How many times heavier than a float a native histogram is.
const HISTOGRAM_WEIGHT: usize = 16;

/// The series of a selector. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Selected(Arc<Inner>);

#[derive(Default)]
struct Inner {
    series: Vec<Arc<dyn Series>>,
    rows: OnceLock<Arc<[RowMeta]>>,
}

impl Selected {
    pub(crate) fn new(series: Vec<Arc<dyn Series>>) -> Self {
        Self(Arc::new(Inner { series, rows: OnceLock::new() }))
    }

    /// The series, in the order of their labels.
    pub(crate) fn series(&self) -> &[Arc<dyn Series>] {
        &self.0.series
    }

    /// How many times heavier than a float a sample of these series is. The first of them tells of what kind they are.
    pub(crate) fn cell_weight(&self) -> usize {
        if self.0.series.first().is_some_and(|series| series.has_histograms()) { HISTOGRAM_WEIGHT } else { 1 }
    }

    /// The series as rows, made when first asked for: an aggregation without labels never asks.
    pub(crate) fn rows(&self) -> &Arc<[RowMeta]> {
        let row = |series: &Arc<dyn Series>| RowMeta::new(series.labels().clone());
        self.0.rows.get_or_init(|| self.0.series.iter().map(row).collect())
    }
}
