//! Removal of empty buckets.

use super::layout::LayoutBuilder;
use super::{Buckets, FloatHistogram};

/// The maximum number of empty buckets kept between two others, regardless of the caller's limit: indexes may be
/// billions apart.
pub(super) const MAX_KEPT_EMPTY: usize = 1 << 16;

impl FloatHistogram {
    /// Removes empty buckets. Gaps of up to `max_empty` buckets (at most 65,536) are kept, so that their neighbours
    /// share a span.
    pub fn compact(&mut self, max_empty: usize) {
        self.positive.compact(max_empty, None);
        self.negative.compact(max_empty, None);
    }
}

impl Buckets {
    /// A bucket is empty if its compensation is zero too.
    pub(super) fn compact(&mut self, max_empty: usize, mut compensation: Option<&mut Vec<f64>>) {
        if self.is_compact(max_empty) {
            return;
        }
        let mut layout = LayoutBuilder::default();
        let mut counts = Vec::with_capacity(self.len());
        let mut compensations = Vec::with_capacity(compensation.as_ref().map_or(0, |c| c.len()));
        let mut next_idx = None;
        let has_compensation = compensation.is_some();
        for (i, (idx, count)) in self.indexed().enumerate() {
            let rest = compensation.as_ref().map_or(0.0, |c| c[i]);
            if count == 0.0 && rest == 0.0 {
                continue;
            }
            let n_empty = next_idx.map_or(0, |next| i64::from(idx) - i64::from(next)).max(0) as usize;
            if n_empty <= max_empty.min(MAX_KEPT_EMPTY) {
                for gap_idx in next_idx.unwrap_or(idx)..idx {
                    layout.push(gap_idx);
                    counts.push(0.0);
                    compensations.extend(has_compensation.then_some(0.0));
                }
            }
            layout.push(idx);
            counts.push(count);
            compensations.extend(has_compensation.then_some(rest));
            next_idx = Some(idx.wrapping_add(1));
        }
        self.spans = layout.build_like(&self.spans);
        self.counts = counts;
        if let Some(c) = &mut compensation {
            **c = compensations;
        }
    }

    fn is_compact(&self, max_empty: usize) -> bool {
        self.counts.iter().all(|&count| count != 0.0)
            && self.spans.iter().all(|span| span.length > 0)
            && self.spans.iter().skip(1).all(|span| usize::try_from(span.offset).is_ok_and(|gap| gap > max_empty))
            && self.spans.iter().map(|span| u64::from(span.length)).sum::<u64>() == self.len() as u64
    }
}
