//! Series that were seen before, found by their text, so that it is taken apart once.

use promenade_model::{Labels, TimestampMs};
use rustc_hash::FxHashMap;

use super::Sample;
use super::labels::LabelRole;

/// A number for a series of a [`TextReader`](crate::TextReader): equal keys are equal labels. Numbers start again from 0
/// in each generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeriesKey {
    /// Grows when the reader forgets what it knew, which it does after a million series.
    pub generation: u32,
    /// Counts from 0, without gaps.
    pub idx: u32,
}

#[derive(Debug, Default)]
pub(super) struct SeriesTable {
    /// For each role, as it decides on labels.
    rows: [FxHashMap<Box<[u8]>, u32>; LabelRole::N],
    known: Vec<Known>,
    metrics: FxHashMap<Labels, u32>,
    generation: u32,
}

#[derive(Debug)]
struct Known {
    labels: Labels,
    metric_idx: Option<u32>,
    is_created: bool,
}

/// So many series are remembered at most.
const MAX_KNOWN: usize = 1 << 20;

impl SeriesTable {
    pub(super) fn find(&self, text: &[u8], role: LabelRole) -> Option<u32> {
        self.rows[role as usize].get(text).copied()
    }

    /// Remembers a series; `has_starts` says that the format has start timestamps.
    pub(super) fn insert(&mut self, text: &[u8], role: LabelRole, labels: Labels, has_starts: bool) -> u32 {
        if self.known.len() >= MAX_KNOWN {
            *self = Self { generation: self.generation.wrapping_add(1), ..Self::default() };
        }
        let metric = if has_starts { role.metric_of(&labels) } else { None };
        let is_created = metric.as_ref().is_some_and(|(_, is_created)| *is_created);
        let metric_idx = metric.map(|(metric, _)| {
            let next = self.metrics.len() as u32;
            *self.metrics.entry(metric).or_insert(next)
        });
        let row = self.known.len() as u32;
        self.known.push(Known { labels, metric_idx, is_created });
        self.rows[role as usize].insert(text.into(), row);
        row
    }

    pub(super) fn sample(&self, row: u32, t_ms: Option<TimestampMs>, value: f64) -> Sample<'_> {
        let Known { labels, metric_idx, is_created } = &self.known[row as usize];
        let series = SeriesKey { generation: self.generation, idx: row };
        Sample { labels, series, t_ms, value, metric_idx: *metric_idx, is_created: *is_created }
    }
}
