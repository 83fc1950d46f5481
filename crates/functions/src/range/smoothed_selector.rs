//! An instant selector with `smoothed`: the value at each step, interpolated between the samples around it.

use promenade_model::histogram::CounterResetHint;
use promenade_model::{SharedHistogram, TimestampMs};

use super::rate::interpolate_histogram;
use super::window::{KindsDiffer, Note, Notes};
use crate::kernel::RangeKernel;
use crate::samples::{Bounds, FloatSamples, HistogramSamples, RangeInput, RowOut};

/// The value at the end of each window of length 0, whose samples extend by the lookback on both sides.
pub static SMOOTHED_SELECTOR: &dyn RangeKernel = &SmoothedSelector;

struct SmoothedSelector;

impl RangeKernel for SmoothedSelector {
    fn eval(&self, input: &RangeInput<'_>, out: &mut RowOut<'_>) {
        let mut notes = Notes::default();
        for step_idx in 0..input.windows.n_steps() {
            let (floats, histograms) = (input.windows.floats[step_idx], input.windows.histograms[step_idx]);
            let at_ms = input.windows.end_ms(step_idx);
            if !floats.is_empty() && !histograms.is_empty() {
                notes.add(Note::MixedFloatsHistograms);
            } else if !floats.is_empty() {
                if let Some(value) = float_at(input.floats, floats, at_ms) {
                    out.values[step_idx] = value;
                }
            } else if let Ok(Some(value)) = histogram_at(input.histograms, histograms, at_ms, &mut notes) {
                out.set_histogram(step_idx, value);
            }
        }
        notes.raise_at(input.call_range, input, out);
    }
}

/// The position of a time among the samples of a window.
enum Place {
    /// Before all samples.
    Before,
    /// At this sample.
    At(usize),
    /// Between this sample and the next.
    Between(usize),
    /// After this sample, the last one.
    After(usize),
}

fn place(timestamps: &[TimestampMs], window: Bounds, at_ms: TimestampMs) -> Place {
    let next = window.start as usize + timestamps[window.range()].partition_point(|t| *t < at_ms);
    let end = window.end as usize;
    match next {
        _ if next < end && timestamps[next] == at_ms => Place::At(next),
        _ if next == window.start as usize => Place::Before,
        _ if next < end => Place::Between(next - 1),
        _ => Place::After(next - 1),
    }
}

fn float_at(samples: FloatSamples<'_>, window: Bounds, at_ms: TimestampMs) -> Option<f64> {
    match place(samples.timestamps, window, at_ms) {
        Place::Before => None,
        Place::At(idx) | Place::After(idx) => Some(samples.values[idx]),
        Place::Between(idx) => {
            let (t1, t2) = (samples.timestamps[idx], samples.timestamps[idx + 1]);
            let (y1, y2) = (samples.values[idx], samples.values[idx + 1]);
            Some(y1 + (y2 - y1) * at_ms.wrapping_sub(t1) as f64 / t2.wrapping_sub(t1) as f64)
        }
    }
}

fn histogram_at(
    samples: HistogramSamples<'_>,
    window: Bounds,
    at_ms: TimestampMs,
    notes: &mut Notes,
) -> Result<Option<SharedHistogram>, KindsDiffer> {
    if window.is_empty() {
        return Ok(None);
    }
    match place(samples.timestamps, window, at_ms) {
        Place::Before => Ok(None),
        Place::At(idx) => Ok(Some(samples.histograms[idx].clone())),
        Place::After(idx) => {
            // The hint relates to the previous sample, not to the value.
            Ok(Some(samples.histograms[idx].with_hint(CounterResetHint::Unknown)))
        }
        Place::Between(idx) => {
            let pair = &samples.histograms[idx..idx + 2];
            if pair[0].uses_custom_buckets() != pair[1].uses_custom_buckets() {
                notes.add(Note::MixedExponentialCustomHistograms);
                return Err(KindsDiffer);
            }
            let is_counter = pair.iter().any(|h| h.counter_reset_hint() != CounterResetHint::Gauge);
            interpolate_histogram(samples, idx, at_ms, is_counter, notes).map(Some)
        }
    }
}
