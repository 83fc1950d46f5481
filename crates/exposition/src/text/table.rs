//! Cache of known series by their text, so that each is parsed once.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use promenade_model::{Labels, TimestampMs};
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Sample;
use super::labels::LabelRole;

/// The number of a series of a [`TextReader`](crate::TextReader): equal keys mean equal labels. Each generation numbers
/// from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SeriesKey {
    /// Increases when the reader clears its cache, after 131,072 series.
    pub generation: u32,
    /// Counts from 0, without gaps.
    pub idx: u32,
}

#[derive(Debug, Default)]
pub(super) struct SeriesTable {
    known: Vec<Known>,
    /// The concatenated texts of all series.
    texts: Vec<u8>,
    rows: HashTable<u32>,
    metrics: FxHashMap<Labels, u32>,
    /// The number of metrics in all generations, so that no number comes again.
    n_metrics: u32,
    /// The last row that was found.
    last: u32,
    generation: u32,
}

#[derive(Debug)]
struct Known {
    labels: Labels,
    metric_idx: Option<u32>,
    is_created: bool,
    role: LabelRole,
    /// The range of the text.
    text: (usize, usize),
    /// The row that followed this one the last time.
    next: u32,
}

/// The most series in the cache, and the most bytes of their texts.
const MAX_KNOWN: usize = 1 << 17;
const MAX_TEXT_BYTES: usize = 1 << 25;

impl SeriesTable {
    /// The series at the start of a line, if it is the one that came next the last time: scrapes repeat their order.
    /// Returns its row and the length of its text.
    pub(super) fn expect(&mut self, line: &[u8], role: LabelRole) -> Option<(u32, usize)> {
        let row = self.known.get(self.last as usize)?.next;
        let known = self.known.get(row as usize)?;
        let text = &self.texts[known.text.0..known.text.1];
        let rest = line.strip_prefix(text)?;
        // After a closing brace the series is complete; a bare name is if a blank follows and no brace.
        let has_ended =
            text.ends_with(b"}") || matches!(rest, [b' ', after, ..] if !matches!(after, b' ' | b'\t' | b'{'));
        (has_ended && known.role == role).then(|| {
            self.last = row;
            (row, text.len())
        })
    }

    pub(super) fn find(&mut self, text: &[u8], role: LabelRole) -> Option<u32> {
        let row = *self.rows.find(hash(text, role), |&row| self.is(row, text, role))?;
        self.follow(row);
        Some(row)
    }

    /// Adds a series; `has_starts` is whether the format has start timestamps.
    pub(super) fn insert(&mut self, text: &[u8], role: LabelRole, labels: Labels, has_starts: bool) -> u32 {
        let metric = if has_starts { role.metric_of(&labels) } else { None };
        let is_full = self.known.len() >= MAX_KNOWN || self.texts.len() >= MAX_TEXT_BYTES;
        // The series of a metric stay together, as one of them may give the others their start.
        if is_full && metric.as_ref().is_none_or(|(metric, _)| !self.metrics.contains_key(metric)) {
            let generation = self.generation.wrapping_add(1);
            *self = Self { generation, n_metrics: self.n_metrics, ..Self::default() };
        }
        let is_created = metric.as_ref().is_some_and(|(_, is_created)| *is_created);
        let metric_idx = metric.map(|(metric, _)| {
            *self.metrics.entry(metric).or_insert_with(|| {
                self.n_metrics = self.n_metrics.wrapping_add(1);
                self.n_metrics
            })
        });
        let row = self.known.len() as u32;
        let start = self.texts.len();
        self.texts.extend_from_slice(text);
        let text_range = (start, self.texts.len());
        self.known.push(Known { labels, metric_idx, is_created, role, text: text_range, next: 0 });
        let Self { rows, known, texts, .. } = self;
        rows.insert_unique(hash(text, role), row, |&row| {
            let known = &known[row as usize];
            hash(&texts[known.text.0..known.text.1], known.role)
        });
        self.follow(row);
        row
    }

    pub(super) fn sample(&self, row: u32, t_ms: Option<TimestampMs>, value: f64) -> Sample<'_> {
        let Known { labels, metric_idx, is_created, .. } = &self.known[row as usize];
        let series = SeriesKey { generation: self.generation, idx: row };
        Sample { labels, series, t_ms, value, metric_idx: *metric_idx, is_created: *is_created }
    }

    fn is(&self, row: u32, text: &[u8], role: LabelRole) -> bool {
        let known = &self.known[row as usize];
        known.role == role && &self.texts[known.text.0..known.text.1] == text
    }

    fn follow(&mut self, row: u32) {
        if let Some(last) = self.known.get_mut(self.last as usize) {
            last.next = row;
        }
        self.last = row;
    }
}

/// The same text may mean different labels, depending on the role.
fn hash(text: &[u8], role: LabelRole) -> u64 {
    FxBuildHasher.hash_one((text, role as u8))
}
