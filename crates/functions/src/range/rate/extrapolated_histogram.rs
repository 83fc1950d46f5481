//! `rate`, `increase` and `delta` of native histograms over plain selectors.

use std::borrow::Cow;
use std::sync::Arc;

use promenade_model::FloatHistogram;
use promenade_model::histogram::CounterResetHint;

use super::extrapolated::{LeftEnd, Span};
use super::{Rate, TimeRange};
use crate::range::start_timestamps::SampleTime;
use crate::range::window::{Marks, Note, Notes, add_histogram, subtract_histogram};
use crate::samples::{Bounds, HistogramSamples};

/// Increases of histograms. What is known of neighbours is found once for the row; a window reads its first and last
/// histogram and those before its resets.
pub(super) struct HistogramIncreases<'a> {
    rate: Rate,
    samples: HistogramSamples<'a>,
    /// Samples that are a reset after the one before.
    resets: Marks,
    /// Samples that overlap the one before.
    overlaps: Marks,
    /// Samples that say they are gauges.
    gauges: Marks,
    /// Samples whose schema is not that of the one before.
    schema_changes: Marks,
}

impl<'a> HistogramIncreases<'a> {
    pub(super) fn new(rate: Rate, samples: HistogramSamples<'a>) -> Self {
        let [resets, overlaps, gauges, schema_changes] = [const { Marks::new() }; 4];
        Self { rate, samples, resets, overlaps, gauges, schema_changes }
    }

    pub(super) fn extrapolated(
        &mut self,
        window: Bounds,
        range: TimeRange,
        divisor: f64,
        notes: &mut Notes,
    ) -> Option<FloatHistogram> {
        let HistogramSamples { timestamps, histograms, start_timestamps } = self.samples;
        let first = &histograms[window.start as usize];
        let increase = if window.len() > 1 { Some(self.increase(window, notes)?) } else { None };
        let span = Span::new(timestamps, window);
        let (mut increase, factor) = match (self.rate.zero_ms(timestamps, start_timestamps, window, range), increase) {
            (Some(zero_ms), increase) => {
                let increase = match increase {
                    Some(mut increase) => {
                        add_histogram(&mut increase, first, notes).ok()?;
                        increase
                    }
                    None => FloatHistogram::clone(first),
                };
                (increase, span.starting_at(zero_ms).factor(range, LeftEnd::Known))
            }
            (None, Some(increase)) => {
                let factor = span.factor(range, self.rate.left_end(first.count, increase.count));
                (increase, factor)
            }
            (None, None) => return None,
        };
        increase.mul(factor / divisor);
        Some(increase)
    }

    /// The difference between the ends of a window of two or more, and for a counter all that resets took from it.
    fn increase(&mut self, window: Bounds, notes: &mut Notes) -> Option<FloatHistogram> {
        let increase = if self.rate.is_counter { self.of_counter(window) } else { self.of_gauge(window) };
        let (Ok((_, found)) | Err(found)) = &increase;
        notes.merge(*found);
        increase.ok().map(|(mut increase, _)| {
            increase.counter_reset_hint = CounterResetHint::Gauge;
            increase.compact(0);
            increase
        })
    }

    fn of_gauge(&self, window: Bounds) -> Result<(FloatHistogram, Notes), Notes> {
        let histograms = &self.samples.histograms[window.range()];
        let (first, last) = (&histograms[0], &histograms[histograms.len() - 1]);
        let (increase, mut notes) = difference(first, last, first.schema.min(last.schema))?;
        if !is_gauge(first) || !is_gauge(last) {
            notes.add(Note::NativeHistogramNotGauge);
        }
        Ok((increase, notes))
    }

    /// Notes that come with an error are those that Prometheus keeps.
    fn of_counter(&mut self, window: Bounds) -> Result<(FloatHistogram, Notes), Notes> {
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
            .advance(window.start + 1, window.end, |i| histograms[i].schema != histograms[i - 1].schema)
            .is_empty();

        let second_idx = window.start + 1;
        let (first_is_reset, later_resets) = match resets.split_first() {
            Some((&reset, rest)) if reset == second_idx => (true, rest),
            _ => (false, resets),
        };
        let windowed = &histograms[window.range()];
        let first = if first_is_reset { Cow::Owned(empty_like(&windowed[1])) } else { Cow::Borrowed(&*windowed[0]) };
        let last = &windowed[windowed.len() - 1];
        let schema = if is_uniform { first.schema } else { least_schema(&first, windowed)? };

        let (mut increase, mut notes) = difference(&first, last, schema)?;
        if has_gauge {
            notes.add(Note::NativeHistogramNotCounter);
        }
        if has_overlap {
            notes.add_overlap();
        }
        let second = second_idx as usize;
        if first_is_reset && (is_start_reset(samples, second) || histograms[second].detect_reset(&first)) {
            add(&mut increase, &first, &mut notes)?;
        }
        for &idx in later_resets {
            add(&mut increase, &histograms[idx as usize - 1], &mut notes)?;
        }
        Ok((increase, notes))
    }
}

fn time(samples: HistogramSamples<'_>, idx: usize) -> SampleTime {
    SampleTime::at(samples.timestamps, samples.start_timestamps, idx)
}

fn is_start_reset(samples: HistogramSamples<'_>, idx: usize) -> bool {
    !samples.start_timestamps.is_empty() && time(samples, idx).is_reset_after(time(samples, idx - 1))
}

fn is_gauge(histogram: &FloatHistogram) -> bool {
    histogram.counter_reset_hint == CounterResetHint::Gauge
}

/// A histogram without observations that goes with another: what stands for a first sample that a reset follows, whose
/// own layout does not matter.
fn empty_like(other: &FloatHistogram) -> FloatHistogram {
    FloatHistogram {
        schema: other.schema,
        custom_values: Arc::clone(&other.custom_values),
        ..FloatHistogram::default()
    }
}

/// The least schema of a window whose first histogram may have been replaced, where not all are the same.
fn least_schema(first: &FloatHistogram, histograms: &[Arc<FloatHistogram>]) -> Result<i32, Notes> {
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
    Ok(histograms[1..].iter().map(|h| h.schema).fold(first.schema, i32::min))
}

/// The last less the first, in a schema that is not higher than either has.
fn difference(first: &FloatHistogram, last: &FloatHistogram, schema: i32) -> Result<(FloatHistogram, Notes), Notes> {
    let mixed = || Notes::only(Note::MixedExponentialCustomHistograms);
    let mut notes = Notes::default();
    let mut difference = last.with_schema(schema).map_err(|_| mixed())?;
    subtract_histogram(&mut difference, first, &mut notes).map_err(|_| mixed())?;
    Ok((difference, notes))
}

fn add(sum: &mut FloatHistogram, other: &FloatHistogram, notes: &mut Notes) -> Result<(), Notes> {
    add_histogram(sum, other, notes).map_err(|_| Notes::only(Note::MixedExponentialCustomHistograms))
}
