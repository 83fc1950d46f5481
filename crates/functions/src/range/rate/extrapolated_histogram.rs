//! `rate`, `increase` and `delta` of native histograms over plain selectors.

use std::sync::Arc;

use promenade_model::histogram::{CounterResetHint, RowSum, RunWriter};
use promenade_model::{FloatHistogram, SharedHistogram};

use super::extrapolated::{LeftEnd, Span};
use super::{Rate, TimeRange};
use crate::range::start_timestamps::SampleTime;
use crate::range::window::{Marks, Note, Notes, add_histogram, subtract_histogram};
use crate::samples::{Bounds, HistogramSamples, RowOut};

/// Increases of histograms. Relations between neighbours are found once per row; a window reads its first and last
/// histogram and those before resets.
pub(super) struct HistogramIncreases<'a> {
    rate: Rate,
    samples: HistogramSamples<'a>,
    /// Samples after a reset.
    resets: Marks,
    /// Samples that overlap their predecessor.
    overlaps: Marks,
    /// Samples with the hint "gauge".
    gauges: Marks,
    /// Samples whose schema differs from their predecessor's.
    schema_changes: Marks,
    results: RunWriter,
}

/// The increase of a window.
enum Increase<'a> {
    /// A difference computed bucket by bucket.
    Rows(RowSum<'a>),
    /// Any other difference.
    Histogram(FloatHistogram),
}

impl<'a> HistogramIncreases<'a> {
    pub(super) fn new(rate: Rate, samples: HistogramSamples<'a>) -> Self {
        let [resets, overlaps, gauges, schema_changes] = [const { Marks::new() }; 4];
        Self { rate, samples, resets, overlaps, gauges, schema_changes, results: RunWriter::default() }
    }

    /// Writes the increase of a window, extrapolated to a range and divided.
    pub(super) fn extrapolate(
        &mut self,
        step_idx: usize,
        window: Bounds,
        (range, divisor): (TimeRange, f64),
        notes: &mut Notes,
        out: &mut RowOut<'_>,
    ) {
        let increase = if window.len() > 1 {
            match self.increase(window, notes) {
                Some(increase) => Some(increase),
                None => return,
            }
        } else {
            None
        };
        let zero_ms = self.rate.zero_ms(self.samples.timestamps, self.samples.start_timestamps, window, range);
        let rows = match (&increase, zero_ms) {
            (Some(Increase::Rows(rows)), None) => Some(*rows),
            _ => None,
        };
        if rows.is_some_and(|rows| self.write_row(step_idx, window, rows, (range, divisor), out)) {
            return;
        }
        let increase = increase.map(Increase::into_histogram);
        if let Some(histogram) = self.extrapolated(window, increase, zero_ms, (range, divisor), notes) {
            self.results.finish(out.histograms);
            out.set_histogram(step_idx, histogram);
        }
    }

    /// Flushes the pending results.
    pub(super) fn finish(&mut self, out: &mut RowOut<'_>) {
        self.results.finish(out.histograms);
    }

    /// Writes a difference computed bucket by bucket; returns `false` if that is not possible.
    fn write_row(
        &mut self,
        step_idx: usize,
        window: Bounds,
        rows: RowSum<'_>,
        (range, divisor): (TimeRange, f64),
        out: &mut RowOut<'_>,
    ) -> bool {
        let span = Span::new(self.samples.timestamps, window);
        let first_count = self.samples.histograms[window.start as usize].count();
        let factor = span.factor(range, self.rate.left_end(first_count, rows.head.count)) / divisor;
        let is_scaled = factor.is_finite() && factor > 0.0;
        is_scaled && self.results.push_sum(step_idx, rows.of_gauge(), |v| v * factor, out.histograms)
    }

    fn extrapolated(
        &self,
        window: Bounds,
        increase: Option<FloatHistogram>,
        zero_ms: Option<i64>,
        (range, divisor): (TimeRange, f64),
        notes: &mut Notes,
    ) -> Option<FloatHistogram> {
        let first = &self.samples.histograms[window.start as usize];
        let span = Span::new(self.samples.timestamps, window);
        let (mut increase, factor) = match (zero_ms, increase) {
            (Some(zero_ms), increase) => {
                let increase = match increase {
                    Some(mut increase) => {
                        add_histogram(&mut increase, &first.to_float(), notes).ok()?;
                        increase
                    }
                    None => first.to_float(),
                };
                (increase, span.starting_at(zero_ms).factor(range, LeftEnd::Known))
            }
            (None, Some(increase)) => {
                let factor = span.factor(range, self.rate.left_end(first.count(), increase.count));
                (increase, factor)
            }
            (None, None) => return None,
        };
        increase.mul(factor / divisor);
        Some(increase)
    }

    /// The difference between the ends of a window of at least two, and for a counter plus the total lost to resets.
    fn increase(&mut self, window: Bounds, notes: &mut Notes) -> Option<Increase<'a>> {
        let increase = if self.rate.is_counter { self.of_counter(window) } else { self.of_gauge(window) };
        let (Ok((_, found)) | Err(found)) = &increase;
        notes.merge(*found);
        increase.ok().map(|(increase, _)| increase)
    }

    fn of_gauge(&self, window: Bounds) -> Result<(Increase<'a>, Notes), Notes> {
        let histograms = &self.samples.histograms[window.range()];
        let (first, last) = (&histograms[0], &histograms[histograms.len() - 1]);
        let (increase, mut notes) = if let Some(rows) = last.row_sum(first, -1.0) {
            (Increase::Rows(rows), Notes::default())
        } else {
            let schema = first.layout().schema().min(last.layout().schema());
            let (increase, notes) = difference(&first.to_float(), last, schema)?;
            (Increase::Histogram(increase), notes)
        };
        if !is_gauge(first) || !is_gauge(last) {
            notes.add(Note::NativeHistogramNotGauge);
        }
        Ok((increase, notes))
    }

    /// Prometheus keeps the notes of a window that fails.
    fn of_counter(&mut self, window: Bounds) -> Result<(Increase<'a>, Notes), Notes> {
        let samples = self.samples;
        let histograms = samples.histograms;
        let resets = self.resets.advance(window.start + 1, window.end, |i| {
            is_start_reset(samples, i) || histograms[i].detect_reset(&histograms[i - 1])
        });
        let has_overlap = !samples.start_timestamps.is_empty()
            && !self
                .overlaps
                .advance(window.start + 1, window.end, |i| time(samples, i).overlaps(time(samples, i - 1)))
                .is_empty();
        let has_gauge = !self.gauges.advance(window.start, window.end, |i| is_gauge(&histograms[i])).is_empty();
        let is_uniform = self
            .schema_changes
            .advance(window.start + 1, window.end, |i| !has_schema_of(&histograms[i], &histograms[i - 1]))
            .is_empty();

        let mut notes = Notes::default();
        if has_gauge {
            notes.add(Note::NativeHistogramNotCounter);
        }
        if has_overlap {
            notes.add_overlap();
        }
        let windowed = &histograms[window.range()];
        let last = &windowed[windowed.len() - 1];
        if resets.is_empty()
            && is_uniform
            && let Some(rows) = last.row_sum(&windowed[0], -1.0)
        {
            return Ok((Increase::Rows(rows), notes));
        }
        let second_idx = window.start + 1;
        let (first_is_reset, later_resets) = match resets.split_first() {
            Some((&reset, rest)) if reset == second_idx => (true, rest),
            _ => (false, resets),
        };
        let first = if first_is_reset { empty_like(&windowed[1]) } else { windowed[0].to_float() };
        let schema = if is_uniform { first.schema } else { least_schema(&first, windowed)? };

        let (mut increase, found) = difference(&first, last, schema)?;
        notes.merge(found);
        let second = second_idx as usize;
        let is_reset = || is_start_reset(samples, second) || histograms[second].to_float().detect_reset(&first);
        if first_is_reset && is_reset() {
            add(&mut increase, &first, &mut notes)?;
        }
        for &idx in later_resets {
            add(&mut increase, &histograms[idx as usize - 1].to_float(), &mut notes)?;
        }
        Ok((Increase::Histogram(increase), notes))
    }
}

impl Increase<'_> {
    /// The increase as a gauge.
    fn into_histogram(self) -> FloatHistogram {
        let mut increase = match self {
            Self::Rows(rows) => rows.to_float(),
            Self::Histogram(increase) => increase,
        };
        increase.counter_reset_hint = CounterResetHint::Gauge;
        increase.compact(0);
        increase
    }
}

fn has_schema_of(a: &SharedHistogram, b: &SharedHistogram) -> bool {
    a.shares_run(b) || a.layout().schema() == b.layout().schema()
}

fn time(samples: HistogramSamples<'_>, idx: usize) -> SampleTime {
    SampleTime::at(samples.timestamps, samples.start_timestamps, idx)
}

fn is_start_reset(samples: HistogramSamples<'_>, idx: usize) -> bool {
    !samples.start_timestamps.is_empty() && time(samples, idx).is_reset_after(time(samples, idx - 1))
}

fn is_gauge(histogram: &SharedHistogram) -> bool {
    histogram.counter_reset_hint() == CounterResetHint::Gauge
}

/// An empty histogram compatible with another: replaces a first sample that a reset follows, whose layout does not
/// matter.
fn empty_like(other: &SharedHistogram) -> FloatHistogram {
    let layout = other.layout();
    FloatHistogram {
        schema: layout.schema(),
        custom_values: Arc::clone(layout.custom_values()),
        ..FloatHistogram::default()
    }
}

/// The lowest schema of a window whose first histogram may have been replaced, if schemas differ.
fn least_schema(first: &FloatHistogram, histograms: &[SharedHistogram]) -> Result<i32, Notes> {
    let is_custom = first.uses_custom_buckets();
    let last = &histograms[histograms.len() - 1];
    if last.uses_custom_buckets() != is_custom {
        let mut notes = Notes::only(Note::MixedExponentialCustomHistograms);
        if is_gauge(&histograms[0]) || is_gauge(last) {
            notes.add(Note::NativeHistogramNotCounter);
        }
        return Err(notes);
    }
    if histograms[1..].iter().any(|h| h.uses_custom_buckets() != is_custom) {
        return Err(Notes::only(Note::MixedExponentialCustomHistograms));
    }
    Ok(histograms[1..].iter().map(|h| h.layout().schema()).fold(first.schema, i32::min))
}

/// Last minus first, in a schema not higher than either's.
fn difference(first: &FloatHistogram, last: &SharedHistogram, schema: i32) -> Result<(FloatHistogram, Notes), Notes> {
    let mixed = || Notes::only(Note::MixedExponentialCustomHistograms);
    let mut notes = Notes::default();
    let mut difference = last.to_float().with_schema(schema).map_err(|_| mixed())?;
    subtract_histogram(&mut difference, first, &mut notes).map_err(|_| mixed())?;
    Ok((difference, notes))
}

fn add(sum: &mut FloatHistogram, other: &FloatHistogram, notes: &mut Notes) -> Result<(), Notes> {
    add_histogram(sum, other, notes).map_err(|_| Notes::only(Note::MixedExponentialCustomHistograms))
}
