//! Parts of one series made into one: each timestamp once, as Prometheus chains them.

use promenade_model::histogram::CounterResetHint;
use promenade_model::{SharedHistogram, TimestampMs};
use promenade_storage::{SampleBuffer, StorageError, TimeRange};

use super::Part;
use super::columns::Mark;

/// Appends the samples of parts, which are in the order of their first sample, to an empty buffer.
pub(super) fn read(parts: &[&dyn Part], range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError> {
    let is_sequence = parts.windows(2).all(|pair| pair[0].time().end_ms < pair[1].time().start_ms);
    if is_sequence { read_sequence(parts, range, out) } else { read_overlapping(parts, range, out) }
}

fn read_sequence(parts: &[&dyn Part], range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError> {
    for part in parts {
        let mark = Mark::end_of(out);
        part.read(range, out)?;
        let [floats, histograms] = mark.times(out);
        let is_first = histograms.first().is_some_and(|t| floats.first().is_none_or(|first| t < first));
        let first = out.histogram_timestamps.len() - histograms.len();
        if is_first {
            out.histograms[first] = after_a_change(&out.histograms[first]);
        }
    }
    Ok(())
}

/// Where the part changes it is not known whether the counter was reset.
fn after_a_change(histogram: &SharedHistogram) -> SharedHistogram {
    match histogram.counter_reset_hint() {
        CounterResetHint::Gauge | CounterResetHint::Unknown => histogram.clone(),
        _ => histogram.with_hint(CounterResetHint::Unknown),
    }
}

fn read_overlapping(parts: &[&dyn Part], range: TimeRange, out: &mut SampleBuffer) -> Result<(), StorageError> {
    let mut columns = vec![SampleBuffer::default(); parts.len()];
    for (part, columns) in parts.iter().zip(&mut columns) {
        part.read(range, columns)?;
    }
    let mut cursors: Vec<Cursor<'_>> = columns.iter().map(Cursor::new).collect();
    cursors.retain(|cursor| cursor.time().is_some());
    let has_starts = |of: fn(&SampleBuffer) -> &Vec<TimestampMs>| columns.iter().any(|c| !of(c).is_empty());
    let starts = (has_starts(|c| &c.start_timestamps), has_starts(|c| &c.histogram_start_timestamps));
    let mut last: Option<(usize, TimestampMs)> = None;
    while let Some(i) = next_part(&cursors, last.map(|(i, _)| i)) {
        let cursor = &mut cursors[i];
        let time = cursor.time();
        if time.is_some() && time == last.map(|(_, t)| t) {
            cursor.skip();
            continue;
        }
        let is_consecutive = last.is_some_and(|(part, _)| part == i);
        last = time.map(|t| (i, t));
        cursor.take(out, is_consecutive, starts);
    }
    Ok(())
}

/// The part with the next sample. Of parts with the same time it is the one that was not read last, as in Prometheus.
fn next_part(cursors: &[Cursor<'_>], last: Option<usize>) -> Option<usize> {
    let with_time = cursors.iter().enumerate().filter_map(|(i, cursor)| Some((cursor.time()?, Some(i) == last, i)));
    with_time.min().map(|(_, _, i)| i)
}

/// A place in the samples of a part.
#[derive(Debug)]
struct Cursor<'a> {
    columns: &'a SampleBuffer,
    float: usize,
    histogram: usize,
}

impl<'a> Cursor<'a> {
    fn new(columns: &'a SampleBuffer) -> Self {
        Self { columns, float: 0, histogram: 0 }
    }

    fn times(&self) -> (Option<TimestampMs>, Option<TimestampMs>) {
        let at = |times: &[TimestampMs], i: usize| times.get(i).copied();
        (at(&self.columns.timestamps, self.float), at(&self.columns.histogram_timestamps, self.histogram))
    }

    fn time(&self) -> Option<TimestampMs> {
        let (float, histogram) = self.times();
        float.into_iter().chain(histogram).min()
    }

    fn is_at_histogram(&self) -> bool {
        let (float, histogram) = self.times();
        histogram.is_some_and(|t| float.is_none_or(|float| t < float))
    }

    fn skip(&mut self) {
        if self.is_at_histogram() {
            self.histogram += 1;
        } else {
            self.float += 1;
        }
    }

    /// Appends the sample and goes on; `starts` says whether floats and histograms have start timestamps.
    fn take(&mut self, out: &mut SampleBuffer, is_consecutive: bool, starts: (bool, bool)) {
        let columns = self.columns;
        if self.is_at_histogram() {
            let i = self.histogram;
            let histogram = &columns.histograms[i];
            out.histogram_timestamps.push(columns.histogram_timestamps[i]);
            out.histograms.push(if is_consecutive { histogram.clone() } else { after_a_change(histogram) });
            if starts.1 {
                out.histogram_start_timestamps.push(start(&columns.histogram_start_timestamps, i));
            }
        } else {
            let i = self.float;
            out.timestamps.push(columns.timestamps[i]);
            out.values.push(columns.values[i]);
            if starts.0 {
                out.start_timestamps.push(start(&columns.start_timestamps, i));
            }
        }
        self.skip();
    }
}

/// A start timestamp; 0 where it is unknown.
fn start(starts: &[TimestampMs], i: usize) -> TimestampMs {
    starts.get(i).copied().unwrap_or_default()
}
