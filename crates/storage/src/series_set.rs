//! The result of a selection: series sorted by labels.

use std::sync::Arc;

use promenade_model::Annotation;

use crate::{Series, StorageError};

/// The result of a selection: series sorted by labels, without duplicates.
#[derive(Clone, Default)]
pub struct SeriesSet {
    series: Vec<Arc<dyn Series>>,
    warnings: Vec<Annotation>,
    is_to_be_loaded: bool,
}

impl SeriesSet {
    /// Builds a set from series in any order.
    ///
    /// # Errors
    /// Returns an error if two series have the same labels.
    pub fn new(mut series: Vec<Arc<dyn Series>>) -> Result<Self, StorageError> {
        if !is_strictly_sorted(&series) {
            series.sort_by(|a, b| a.labels().cmp(b.labels()));
            if let Some(pair) = series.windows(2).find(|pair| pair[0].labels() == pair[1].labels()) {
                return Err(StorageError::DuplicateSeries { labels: pair[0].labels().clone() });
            }
        }
        Ok(Self::from_sorted(series))
    }

    /// Builds a set from series that are sorted by labels without duplicates. If they are not, query results are wrong.
    pub fn from_sorted(series: Vec<Arc<dyn Series>>) -> Self {
        debug_assert!(is_strictly_sorted(&series), "series in the order of their labels, each labels once");
        Self { series, warnings: Vec::new(), is_to_be_loaded: false }
    }

    /// The same set with warnings, which are added to the query result.
    #[must_use]
    pub fn with_warnings(mut self, warnings: Vec<Annotation>) -> Self {
        self.warnings = warnings;
        self
    }

    /// Marks the series as handles that must be [loaded](crate::Storage::load) before they are read.
    #[must_use]
    pub fn to_be_loaded(mut self) -> Self {
        self.is_to_be_loaded = true;
        self
    }

    /// The series.
    pub fn series(&self) -> &[Arc<dyn Series>] {
        &self.series
    }

    /// The series, taken out.
    pub fn into_series(self) -> Vec<Arc<dyn Series>> {
        self.series
    }

    /// Warnings of the store.
    pub fn warnings(&self) -> &[Annotation] {
        &self.warnings
    }

    /// Whether the series are handles that must be loaded before they are read.
    pub fn is_to_be_loaded(&self) -> bool {
        self.is_to_be_loaded
    }
}

fn is_strictly_sorted(series: &[Arc<dyn Series>]) -> bool {
    series.is_sorted_by(|a, b| a.labels() < b.labels())
}

impl std::fmt::Debug for SeriesSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.series.iter().map(|s| s.labels())).finish()
    }
}
