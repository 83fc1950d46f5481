//! `rate`, `increase` and `delta` of native histograms over `anchored` and `smoothed` selectors.

use promenade_model::histogram::CounterResetHint;
use promenade_model::{FloatHistogram, SharedHistogram, TimestampMs};

use super::extended::Ends;
use super::{Rate, TimeRange};
use crate::range::window::{KindsDiffer, Marks, Note, Notes, add_histogram, subtract_histogram};
use crate::samples::{Bounds, HistogramSamples};

/// Changes of histograms. Resets, gauges and changes of the kind of buckets are found once per row.
pub(super) struct ExtendedHistograms<'a> {
    rate: Rate,
    is_smoothed: bool,
    samples: HistogramSamples<'a>,
    resets: Marks,
    gauges: Marks,
    kind_changes: Marks,
}

impl<'a> ExtendedHistograms<'a> {
    pub(super) fn new(rate: Rate, is_smoothed: bool, samples: HistogramSamples<'a>) -> Self {
        let [resets, gauges, kind_changes] = [const { Marks::new() }; 3];
        Self { rate, is_smoothed, samples, resets, gauges, kind_changes }
    }

    /// The difference between the ends of the range, and for a counter plus the total lost to resets. `None` if the
    /// window gives no result.
    pub(super) fn change(
        &mut self,
        window: Bounds,
        range: TimeRange,
        notes: &mut Notes,
    ) -> Result<Option<FloatHistogram>, KindsDiffer> {
        let Some(ends) = Ends::locate(self.samples.timestamps, window, range, self.is_smoothed) else {
            return Ok(None);
        };
        if self.samples.timestamps[ends.first] > range.end_ms {
            return Ok(None);
        }
        self.validate(ends, notes)?;
        let left = self.left(ends.first, range, notes)?;
        let right = self.right(ends.last, window, range, notes)?;
        let are_gauges = is_gauge(&left) && is_gauge(&right);
        if !self.rate.is_counter && !are_gauges {
            notes.add(Note::NativeHistogramNotGauge);
        }
        let mut change = right.to_float();
        subtract_histogram(&mut change, &left.to_float(), notes)?;
        if self.rate.is_counter
            && let Some(lost) = self.lost_by_resets(ends, range, &left, &right, notes)?
        {
            add_histogram(&mut change, &lost, notes)?;
        }
        change.counter_reset_hint = CounterResetHint::Gauge;
        Ok(Some(change))
    }

    /// Checks that all histograms have the same kind of buckets. Notes gauges passed to a function for counters.
    fn validate(&mut self, ends: Ends, notes: &mut Notes) -> Result<(), KindsDiffer> {
        let histograms = self.samples.histograms;
        let (first, end) = (ends.first as u32, ends.last as u32 + 1);
        let kind = |i: usize| histograms[i].uses_custom_buckets();
        let kind_change = self.kind_changes.advance(first + 1, end, |i| kind(i) != kind(i - 1)).first().copied();
        let gauge = self.gauges.advance(first, end, |i| is_gauge(&histograms[i])).first().copied();
        if self.rate.is_counter && gauge.is_some_and(|idx| idx < kind_change.unwrap_or(end)) {
            notes.add(Note::NativeHistogramNotCounter);
        }
        if kind_change.is_some() {
            notes.add(Note::MixedExponentialCustomHistograms);
            return Err(KindsDiffer);
        }
        Ok(())
    }

    fn left(&self, first: usize, range: TimeRange, notes: &mut Notes) -> Result<SharedHistogram, KindsDiffer> {
        if self.is_smoothed && self.samples.timestamps[first] < range.start_ms {
            return self.interpolate(first, range.start_ms, notes);
        }
        Ok(self.samples.histograms[first].clone())
    }

    fn right(
        &self,
        last: usize,
        window: Bounds,
        range: TimeRange,
        notes: &mut Notes,
    ) -> Result<SharedHistogram, KindsDiffer> {
        if self.is_smoothed && last > window.start as usize && self.samples.timestamps[last] > range.end_ms {
            return self.interpolate(last - 1, range.end_ms, notes);
        }
        Ok(self.samples.histograms[last].clone())
    }

    /// The histogram between the sample at `idx` and the next. A counter reset between them is interpolated from zero.
    fn interpolate(&self, idx: usize, at_ms: TimestampMs, notes: &mut Notes) -> Result<SharedHistogram, KindsDiffer> {
        interpolate(self.samples, idx, at_ms, self.rate.is_counter, notes)
    }

    /// The total lost to resets between the left end and the right end.
    fn lost_by_resets(
        &mut self,
        ends: Ends,
        range: TimeRange,
        left: &SharedHistogram,
        right: &SharedHistogram,
        notes: &mut Notes,
    ) -> Result<Option<FloatHistogram>, KindsDiffer> {
        let HistogramSamples { timestamps, histograms, .. } = self.samples;
        let (mut start, mut previous) = (ends.first + 1, left);
        let spans_reset = |idx: usize| histograms[idx + 1].detect_reset(&histograms[idx]);
        if self.is_smoothed && timestamps[ends.first] < range.start_ms && spans_reset(ends.first) {
            // The reset lies within the interpolation of the left end, which accounts for it.
            previous = &histograms[start];
            start += 1;
        }
        // The right end replaces the last sample: otherwise its hint would count twice.
        let end = ends.last;
        let resets = self.resets.advance(start as u32 + 1, end as u32, |i| spans_reset(i - 1));
        if start > end {
            return Ok(None);
        }
        let mut lost = None;
        if start < end {
            if histograms[start].detect_reset(previous) {
                add_lost(&mut lost, previous, notes)?;
            }
            for &idx in resets {
                add_lost(&mut lost, &histograms[idx as usize - 1], notes)?;
            }
            previous = &histograms[end - 1];
        }
        if right.detect_reset(previous) {
            add_lost(&mut lost, previous, notes)?;
        }
        Ok(lost)
    }
}

fn is_gauge(histogram: &SharedHistogram) -> bool {
    histogram.counter_reset_hint() == CounterResetHint::Gauge
}

fn add_lost(
    lost: &mut Option<FloatHistogram>,
    histogram: &SharedHistogram,
    notes: &mut Notes,
) -> Result<(), KindsDiffer> {
    let histogram = histogram.to_float();
    if let Some(lost) = lost {
        return add_histogram(lost, &histogram, notes);
    }
    *lost = Some(histogram);
    Ok(())
}

/// The histogram between the sample at `idx` and the next. A counter reset between them is interpolated from zero.
pub(in crate::range) fn interpolate(
    samples: HistogramSamples<'_>,
    idx: usize,
    at_ms: TimestampMs,
    is_counter: bool,
    notes: &mut Notes,
) -> Result<SharedHistogram, KindsDiffer> {
    let (t1, t2) = (samples.timestamps[idx], samples.timestamps[idx + 1]);
    let (h1, h2) = (&samples.histograms[idx], &samples.histograms[idx + 1]);
    if at_ms == t1 {
        return Ok(h1.clone());
    }
    if at_ms == t2 {
        return Ok(h2.clone());
    }
    let fraction = at_ms.wrapping_sub(t1) as f64 / t2.wrapping_sub(t1) as f64;
    let mut result = h2.to_float();
    if is_counter && h2.detect_reset(h1) {
        result.mul(fraction);
        return Ok(result.into());
    }
    let h1 = h1.to_float();
    subtract_histogram(&mut result, &h1, notes)?;
    result.mul(fraction);
    add_histogram(&mut result, &h1, notes)?;
    Ok(result.into())
}
