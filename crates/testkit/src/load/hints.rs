//! What a Prometheus's head says of counter resets when it hands histograms out again.
//!
//! Histograms lie in chunks. The first of a chunk says what is known of the cut before it, the others that there was no
//! reset; a chunk of gauges says so of all. A chunk ends where the layout changes in a way that it cannot take up, where
//! there was a reset, and where a block's range of time ends. That a chunk may also end because it is full is not
//! followed here: scripts are too short for it.

use std::sync::Arc;

use promenade::model::histogram::{CUSTOM_BUCKETS_SCHEMA, CounterResetHint, FloatHistogram, custom_bounds_match};
use promenade::model::is_stale_nan;
use promenade::storage::memory::SampleValue;

/// The range of time of a block in milliseconds.
const BLOCK_MS: i64 = 2 * 60 * 60 * 1000;

/// Follows the samples of one series in the order of time.
#[derive(Debug, Default)]
pub(super) struct HeadHints {
    chunk: Option<Chunk>,
}

/// The histogram chunk that is being written.
#[derive(Debug)]
struct Chunk {
    last: Arc<FloatHistogram>,
    is_gauge: bool,
    end_ms: i64,
}

impl HeadHints {
    /// The sample as it comes out again.
    pub(super) fn sample(&mut self, t_ms: i64, value: &SampleValue) -> SampleValue {
        match value {
            SampleValue::Float(v) if is_stale_nan(*v) && self.chunk.is_some() => {
                self.histogram(t_ms, &Arc::new(FloatHistogram::stale()));
                value.clone()
            }
            SampleValue::Float(_) => {
                self.chunk = None;
                value.clone()
            }
            SampleValue::Histogram(histogram) => {
                let hint = self.histogram(t_ms, histogram);
                let mut stored = FloatHistogram::clone(histogram);
                stored.counter_reset_hint = hint;
                SampleValue::Histogram(Arc::new(stored))
            }
        }
    }

    fn histogram(&mut self, t_ms: i64, histogram: &Arc<FloatHistogram>) -> CounterResetHint {
        let is_gauge = histogram.counter_reset_hint == CounterResetHint::Gauge;
        let said_reset = histogram.counter_reset_hint == CounterResetHint::Reset;
        let fit = self.chunk.as_ref().map(|chunk| (fit(chunk, histogram, is_gauge), t_ms >= chunk.end_ms));
        let continues = matches!(fit, Some((Fit::Fits, false)));
        let is_reset = said_reset || matches!(fit, Some((Fit::Reset, _)));
        match &mut self.chunk {
            Some(chunk) if continues => chunk.last = histogram.clone(),
            chunk => {
                let end_ms = (t_ms.div_euclid(BLOCK_MS) + 1) * BLOCK_MS;
                *chunk = Some(Chunk { last: histogram.clone(), is_gauge, end_ms });
            }
        }
        match () {
            () if is_gauge => CounterResetHint::Gauge,
            () if continues => CounterResetHint::NotReset,
            () if is_reset => CounterResetHint::Reset,
            () => CounterResetHint::Unknown,
        }
    }
}

/// Whether a histogram can go on in a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Fits,
    /// No, and nothing is known of a reset.
    OtherLayout,
    /// No: there was a reset.
    Reset,
}

fn fit(chunk: &Chunk, next: &FloatHistogram, is_gauge: bool) -> Fit {
    let last = &chunk.last;
    if is_gauge != chunk.is_gauge {
        return Fit::OtherLayout;
    }
    let same_bounds = custom_bounds_match(&next.custom_values, &last.custom_values);
    if is_gauge {
        let same = next.schema == last.schema && next.zero_threshold == last.zero_threshold && same_bounds;
        return if same { Fit::Fits } else { Fit::OtherLayout };
    }
    match () {
        () if next.counter_reset_hint == CounterResetHint::Reset => Fit::Reset,
        () if next.is_stale() => Fit::Fits,
        () if last.is_stale() => Fit::OtherLayout,
        () if next.count < last.count => Fit::Reset,
        () if next.schema != last.schema || next.zero_threshold != last.zero_threshold => Fit::OtherLayout,
        () if next.schema == CUSTOM_BUCKETS_SCHEMA && !same_bounds => Fit::Reset,
        () if next.zero_count < last.zero_count => Fit::Reset,
        () if has_shrunk(last, next) => Fit::Reset,
        () => Fit::Fits,
    }
}

/// Whether a bucket has fewer observations than before.
fn has_shrunk(last: &FloatHistogram, next: &FloatHistogram) -> bool {
    let shrunk = |last: &promenade::model::histogram::Buckets, next: &promenade::model::histogram::Buckets| {
        let counts: std::collections::HashMap<i32, f64> = next.indexed().collect();
        last.indexed().any(|(idx, count)| count > counts.get(&idx).copied().unwrap_or(0.0))
    };
    shrunk(&last.positive, &next.positive) || shrunk(&last.negative, &next.negative)
}
