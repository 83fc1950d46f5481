//! Spans: iteration, comparison and construction.

use std::sync::Arc;

use super::{Buckets, NO_SPANS, Span};

/// Double-ended iterator over index and count of each bucket. It ends with the shorter of spans and counts.
#[derive(Debug, Clone)]
pub struct IndexedCounts<'a> {
    spans: &'a [Span],
    counts: &'a [f64],
    /// Index of the next bucket from the front, and the number of consumed buckets of the first span.
    front_idx: i32,
    front_in_span: u32,
    /// Index after the next bucket from the back, and the number of consumed buckets of the last span.
    back_idx: i32,
    back_in_span: u32,
}

impl<'a> IndexedCounts<'a> {
    pub(super) fn new(spans: &'a [Span], counts: &'a [f64]) -> Self {
        let (n_spanned, end_idx) = spans.iter().fold((0_u64, 0_i32), |(n, idx), span| {
            (n + u64::from(span.length), idx.wrapping_add(span.offset).wrapping_add_unsigned(span.length))
        });
        let n_buckets = usize::try_from(n_spanned).map_or(counts.len(), |n| n.min(counts.len()));
        let mut iter = Self {
            spans,
            counts: &counts[..n_buckets],
            front_idx: spans.first().map_or(0, |span| span.offset),
            front_in_span: 0,
            back_idx: end_idx,
            back_in_span: 0,
        };
        iter.drop_spans_without_counts(n_spanned - n_buckets as u64);
        iter
    }

    /// Moves the back over buckets without a count.
    fn drop_spans_without_counts(&mut self, mut n_missing: u64) {
        while n_missing > 0 {
            let Some(last) = self.spans.last() else { return };
            let n = n_missing.min(u64::from(last.length)) as u32;
            self.back_idx = self.back_idx.wrapping_sub_unsigned(n);
            self.back_in_span = n;
            n_missing -= u64::from(n);
            if n_missing > 0 {
                self.leave_last_span();
            }
        }
    }

    fn leave_last_span(&mut self) {
        if let [rest @ .., last] = self.spans {
            self.back_idx = self.back_idx.wrapping_sub(last.offset);
            self.back_in_span = 0;
            self.spans = rest;
        }
    }
}

impl Iterator for IndexedCounts<'_> {
    type Item = (i32, f64);

    fn next(&mut self) -> Option<Self::Item> {
        let (&count, counts) = self.counts.split_first()?;
        while self.front_in_span >= self.spans.first()?.length {
            self.spans = &self.spans[1..];
            self.front_in_span = 0;
            self.front_idx = self.front_idx.wrapping_add(self.spans.first()?.offset);
        }
        let idx = self.front_idx;
        self.counts = counts;
        self.front_in_span += 1;
        self.front_idx = idx.wrapping_add(1);
        Some((idx, count))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.counts.len(), Some(self.counts.len()))
    }
}

impl DoubleEndedIterator for IndexedCounts<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let (&count, counts) = self.counts.split_last()?;
        while self.back_in_span >= self.spans.last()?.length {
            self.leave_last_span();
        }
        self.counts = counts;
        self.back_in_span += 1;
        self.back_idx = self.back_idx.wrapping_sub(1);
        Some((self.back_idx, count))
    }
}

impl ExactSizeIterator for IndexedCounts<'_> {}

/// Builds spans from bucket indexes in ascending order.
#[derive(Debug, Clone, Default)]
pub struct LayoutBuilder {
    spans: Vec<Span>,
    next_idx: i32,
}

impl LayoutBuilder {
    /// Adds the bucket `idx`, which must be greater than the previous ones.
    pub fn push(&mut self, idx: i32) {
        match self.spans.last_mut() {
            Some(last) if idx == self.next_idx => last.length += 1,
            _ => {
                let offset = if self.spans.is_empty() { idx } else { idx.wrapping_sub(self.next_idx) };
                self.spans.push(Span { offset, length: 1 });
            }
        }
        self.next_idx = idx.wrapping_add(1);
    }

    /// The spans.
    pub fn build(self) -> Arc<[Span]> {
        if self.spans.is_empty() { NO_SPANS.clone() } else { self.spans.into() }
    }

    /// The spans; shares the memory of `like` if they are equal.
    pub(super) fn build_like(self, like: &Arc<[Span]>) -> Arc<[Span]> {
        if self.spans[..] == like[..] { like.clone() } else { self.build() }
    }
}

/// Whether spans describe the same layout, ignoring empty spans.
pub(super) fn spans_match(a: &[Span], b: &[Span]) -> bool {
    a == b || without_empty(a).eq(without_empty(b))
}

fn without_empty(spans: &[Span]) -> impl Iterator<Item = Span> {
    let mut gap = 0_i32;
    spans.iter().filter_map(move |span| {
        gap = gap.wrapping_add(span.offset);
        (span.length > 0).then(|| Span { offset: std::mem::take(&mut gap), length: span.length })
    })
}

/// Consecutive buckets that two layouts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Position of the first bucket in one layout.
    pub(super) own: usize,
    /// Position of the first bucket in the other layout.
    pub(super) other: usize,
    /// Number of buckets.
    pub(super) len: usize,
}

impl Run {
    /// The run without buckets that are among the first `n` of the other layout.
    pub(super) fn skip(self, n: usize) -> Self {
        let n = n.saturating_sub(self.other).min(self.len);
        Self { own: self.own + n, other: self.other + n, len: self.len - n }
    }
}

/// Visits the buckets of `other` in `own`, run by run. Returns `false` if some are missing; others may have been
/// visited then.
pub(super) fn each_run(own: &[Span], other: &[Span], mut visit: impl FnMut(Run)) -> bool {
    let mut rest = own.iter();
    let (mut own_idx, mut own_start, mut own_end, mut own_position) = (0_i64, i64::MIN, i64::MIN, 0);
    let (mut idx, mut position) = (0_i64, 0);
    for span in other {
        let start = idx + i64::from(span.offset);
        idx = start + i64::from(span.length);
        if span.length == 0 {
            continue;
        }
        while own_end <= start {
            own_position += own_end.wrapping_sub(own_start) as usize;
            let Some(next) = rest.next() else { return false };
            own_start = own_idx + i64::from(next.offset);
            own_end = own_start + i64::from(next.length);
            own_idx = own_end;
        }
        if start < own_start || idx > own_end {
            return false;
        }
        let len = span.length as usize;
        visit(Run { own: own_position + (start - own_start) as usize, other: position, len });
        position += len;
    }
    true
}

impl Buckets {
    /// Whether these buckets include all of another's and are laid out as [`Union`] would.
    pub(super) fn includes(&self, other: &Self) -> bool {
        let is_plain = |(i, span): (usize, &Span)| span.length > 0 && (i == 0 || span.offset > 0);
        self.has_count_for_each()
            && other.has_count_for_each()
            && self.spans.iter().enumerate().all(is_plain)
            && each_run(&self.spans, &other.spans, |_| {})
    }

    fn has_count_for_each(&self) -> bool {
        self.spans.iter().map(|span| u64::from(span.length)).sum::<u64>() == self.counts.len() as u64
    }
}

/// The union of the buckets of two layouts, with the positions of each in both.
pub(super) struct Union {
    pub(super) spans: Arc<[Span]>,
    pub(super) sources: Vec<(Option<usize>, Option<usize>)>,
}

impl Union {
    /// Skips the first `n_skipped` buckets of `b`.
    pub(super) fn new(a: &Buckets, b: &Buckets, n_skipped: usize) -> Self {
        let mut left = a.indexed().map(|(idx, _)| idx).enumerate().peekable();
        let mut right = b.indexed().map(|(idx, _)| idx).enumerate().skip(n_skipped).peekable();
        let mut layout = LayoutBuilder::default();
        let mut sources = Vec::with_capacity(a.len().max(b.len()));
        loop {
            let (idx, source) = match (left.peek().copied(), right.peek().copied()) {
                (Some((i, a_idx)), Some((j, b_idx))) if a_idx == b_idx => (a_idx, (Some(i), Some(j))),
                (Some((i, a_idx)), Some((_, b_idx))) if a_idx < b_idx => (a_idx, (Some(i), None)),
                (_, Some((j, b_idx))) => (b_idx, (None, Some(j))),
                (Some((i, a_idx)), None) => (a_idx, (Some(i), None)),
                (None, None) => break,
            };
            layout.push(idx);
            sources.push(source);
            if source.0.is_some() {
                left.next();
            }
            if source.1.is_some() {
                right.next();
            }
        }
        Self { spans: layout.build_like(&a.spans), sources }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(spans: &[(i32, u32)]) -> Buckets {
        let n = spans.iter().map(|(_, length)| *length as usize).sum();
        let spans: Vec<Span> = spans.iter().map(|&(offset, length)| Span { offset, length }).collect();
        Buckets::new(spans, (0..n).map(|i| 1.0 + i as f64).collect())
    }

    #[test]
    fn buckets_that_another_has_are_added_in_place_as_by_the_union() {
        let own = buckets(&[(-3, 4), (2, 1), (5, 3)]);
        for (other, is_included) in [
            (&[][..], true),
            (&[(-3, 4), (2, 1), (5, 3)], true),
            (&[(-2, 2), (3, 1)], true),
            (&[(-2, 2), (1, 0), (2, 1), (5, 1), (1, 1)], true),
            (&[(9, 3)], true),
            (&[(9, 4)], false),
            (&[(-3, 5)], false),
            (&[(-4, 1)], false),
            (&[(4, 1)], false),
            (&[(0, 1), (2, 1)], true),
            (&[(20, 1)], false),
        ] {
            let other = buckets(other);
            assert_eq!(own.includes(&other), is_included, "{other:?}");
            for n_skipped in 0..=other.len() {
                let mut sum = own.clone();
                sum.add(&other, n_skipped, 1.0);
                let union = Union::new(&own, &other, n_skipped);
                let count = |source: &(Option<usize>, Option<usize>)| {
                    source.0.map_or(0.0, |i| own.counts[i]) + source.1.map_or(0.0, |j| other.counts[j])
                };
                let expected: Vec<f64> = union.sources.iter().map(count).collect();
                assert_eq!((&sum.spans[..], &sum.counts), (&union.spans[..], &expected), "{other:?}");
            }
        }
    }
}
