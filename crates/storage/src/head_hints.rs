//! What a Prometheus's head says of counter resets when it hands histograms out again.
//!
//! Histograms lie in chunks. Of the first of a chunk nothing is known, of the others that there was no reset; a chunk of
//! gauges says so of all. A chunk ends where the layout changes, where there was a reset, and where a block's range of
//! time ends. That a chunk may also end because it is full is not followed here: tests are too short for it.

use std::collections::HashMap;

use promenade_model::histogram::{Buckets, CounterResetHint, FloatHistogram, custom_bounds_match};
use promenade_model::is_stale_nan;

use crate::SampleValue;

/// The range of time of a block of Prometheus's test storage, in milliseconds.
const BLOCK_MS: i64 = 24 * 60 * 60 * 1000;

/// Follows the samples of one series in the order of time.
#[derive(Debug, Clone, Default)]
pub struct HeadHints {
    chunk: Option<Chunk>,
}

/// The histogram chunk that is being written.
#[derive(Debug, Clone)]
struct Chunk {
    last: FloatHistogram,
    is_gauge: bool,
    end_ms: i64,
}

impl HeadHints {
    /// The sample as it comes out again.
    pub fn sample(&mut self, t_ms: i64, value: &SampleValue) -> SampleValue {
        match value {
            SampleValue::Float(v) if is_stale_nan(*v) && self.chunk.is_some() => {
                self.histogram(t_ms, &FloatHistogram::stale());
                value.clone()
            }
            SampleValue::Float(_) => {
                self.chunk = None;
                value.clone()
            }
            SampleValue::Histogram(histogram) => {
                let mut stored = histogram.to_float();
                stored.counter_reset_hint = self.histogram(t_ms, &stored);
                SampleValue::Histogram(stored.into())
            }
        }
    }

    fn histogram(&mut self, t_ms: i64, histogram: &FloatHistogram) -> CounterResetHint {
        let is_gauge = histogram.counter_reset_hint == CounterResetHint::Gauge;
        let continues =
            self.chunk.as_ref().is_some_and(|chunk| t_ms < chunk.end_ms && chunk.takes(histogram, is_gauge));
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
            () => CounterResetHint::Unknown,
        }
    }
}

impl Chunk {
    /// Whether a histogram can go on in the chunk.
    fn takes(&self, next: &FloatHistogram, is_gauge: bool) -> bool {
        let last = &self.last;
        let same_layout = next.schema == last.schema
            && next.zero_threshold == last.zero_threshold
            && custom_bounds_match(&next.custom_values, &last.custom_values);
        match () {
            () if is_gauge != self.is_gauge => false,
            () if is_gauge => same_layout,
            () if next.counter_reset_hint == CounterResetHint::Reset => false,
            () if next.is_stale() => true,
            () if last.is_stale() || !same_layout => false,
            () => next.count >= last.count && next.zero_count >= last.zero_count && !has_shrunk(last, next),
        }
    }
}

/// Whether a bucket has fewer observations than before.
fn has_shrunk(last: &FloatHistogram, next: &FloatHistogram) -> bool {
    let shrunk = |last: &Buckets, next: &Buckets| {
        let counts: HashMap<i32, f64> = next.indexed().collect();
        last.indexed().any(|(idx, count)| count > counts.get(&idx).copied().unwrap_or(0.0))
    };
    shrunk(&last.positive, &next.positive) || shrunk(&last.negative, &next.negative)
}
