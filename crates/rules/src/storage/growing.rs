//! A store in memory that grows: series are only added, and samples only at the ends of series.

use std::sync::{Arc, Mutex, PoisonError};

use promenade_model::{Labels, Matcher, TimestampMs};
use promenade_storage::{BoxFuture, SampleValue, SelectHints, Series, SeriesSet, Storage, StorageError, TimeRange};
use rustc_hash::FxHashMap;

use super::selections::{Names, Selections};
use super::series::GrowingSeries;
use super::{AppendError, RuleStorage, WrittenSample};

/// A store in memory that grows. What a selector found is remembered, and only series that are new since are looked at.
#[derive(Debug, Default)]
pub struct GrowingStorage {
    series: Vec<Arc<GrowingSeries>>,
    by_labels: FxHashMap<Labels, u32>,
    names: Names,
    selections: Mutex<Selections>,
}

impl GrowingStorage {
    /// A store with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a sample.
    ///
    /// # Errors
    /// Returns an error if the series has a newer sample, or another one of the same timestamp.
    pub fn push(&mut self, labels: &Labels, time_ms: TimestampMs, value: &SampleValue) -> Result<(), AppendError> {
        self.check(labels, time_ms, value)?;
        self.push_checked(labels, time_ms, value);
        Ok(())
    }

    /// Whether the last sample of a series is a histogram.
    pub(super) fn ends_with_histogram(&self, labels: &Labels) -> bool {
        self.by_labels.get(labels).is_some_and(|position| self.series[*position as usize].ends_with_histogram())
    }

    /// All series, in the order of their labels.
    pub fn series(&self) -> Vec<Arc<dyn Series>> {
        let mut series: Vec<_> = self.series.iter().map(|series| Arc::clone(series) as Arc<dyn Series>).collect();
        series.sort_by(|a, b| a.labels().cmp(b.labels()));
        series
    }

    fn check(&self, labels: &Labels, time_ms: TimestampMs, value: &SampleValue) -> Result<(), AppendError> {
        match self.by_labels.get(labels) {
            Some(position) => self.series[*position as usize].check(time_ms, value),
            None => GrowingSeries::new(Labels::empty()).check(time_ms, value),
        }
    }

    fn push_checked(&mut self, labels: &Labels, time_ms: TimestampMs, value: &SampleValue) {
        let position = match self.by_labels.get(labels) {
            Some(position) => *position,
            None => self.add_series(labels),
        };
        // No query runs here, so that nobody else holds the series and nothing is copied.
        Arc::make_mut(&mut self.series[position as usize]).push(time_ms, value);
    }

    fn add_series(&mut self, labels: &Labels) -> u32 {
        let position = self.series.len() as u32;
        self.series.push(Arc::new(GrowingSeries::new(labels.clone())));
        self.by_labels.insert(labels.clone(), position);
        match self.names.get_mut(labels.metric_name()) {
            Some(positions) => positions.push(position),
            None => drop(self.names.insert(labels.metric_name().to_owned(), vec![position])),
        }
        position
    }

    fn select_set(&self, matchers: &[Matcher], time: TimeRange) -> SeriesSet {
        self.with_positions(matchers, |positions| {
            let series = positions.iter().map(|position| &self.series[*position as usize]);
            let in_time = series.filter(|series| series.may_have(time));
            SeriesSet::from_sorted(in_time.map(|series| Arc::clone(series) as Arc<dyn Series>).collect())
        })
    }

    /// What `read` makes of the positions of the series that match, in the order of their labels.
    fn with_positions<T>(&self, matchers: &[Matcher], read: impl FnOnce(&[u32]) -> T) -> T {
        let mut selections = self.selections.lock().unwrap_or_else(PoisonError::into_inner);
        let labels_of = |position: u32| self.series[position as usize].labels();
        read(selections.select(matchers, &self.names, self.series.len(), labels_of))
    }
}

impl Storage for GrowingStorage {
    fn select<'a>(
        &'a self,
        matchers: &'a [Matcher],
        hints: &'a SelectHints,
    ) -> BoxFuture<'a, Result<SeriesSet, StorageError>> {
        Box::pin(std::future::ready(Ok(self.select_set(matchers, hints.time))))
    }
}

impl RuleStorage for GrowingStorage {
    fn append(&mut self, samples: &[WrittenSample]) -> Vec<Result<(), AppendError>> {
        let taken: Vec<_> = samples.iter().map(|s| self.check(&s.labels, s.time_ms, &s.value)).collect();
        for (sample, _) in samples.iter().zip(&taken).filter(|(_, taken)| taken.is_ok()) {
            self.push_checked(&sample.labels, sample.time_ms, &sample.value);
        }
        taken
    }

    fn append_series(&mut self, labels: &Labels, samples: &[(TimestampMs, SampleValue)]) {
        if samples.is_empty() {
            return;
        }
        let position = match self.by_labels.get(labels) {
            Some(position) => *position,
            None => self.add_series(labels),
        };
        let series = Arc::make_mut(&mut self.series[position as usize]);
        for (time_ms, value) in samples {
            if series.check(*time_ms, value).is_ok() {
                series.push(*time_ms, value);
            }
        }
    }

    fn is_without(&self, matchers: &[Matcher]) -> bool {
        self.with_positions(matchers, <[u32]>::is_empty)
    }

    fn as_storage(&self) -> &dyn Storage {
        self
    }
}
