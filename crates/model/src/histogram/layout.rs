//! Spans: walking along them, comparing them and making them.

use std::sync::Arc;

use super::{Buckets, NO_SPANS, Span};

/// Index and count of each bucket; walks from both ends. Where spans and counts do not agree, it ends with the shorter.
#[derive(Debug, Clone)]
pub struct IndexedCounts<'a> {
    spans: &'a [Span],
    counts: &'a [f64],
    /// Index of the next bucket from the front, and how many of the first span are gone.
    front_idx: i32,
    front_in_span: u32,
    /// Index behind the next bucket from the back, and how many of the last span are gone.
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

    /// Moves the back over buckets that have no count.
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

/// Makes spans from the indexes of buckets in ascending order.
#[derive(Debug, Clone, Default)]
pub struct LayoutBuilder {
    spans: Vec<Span>,
    next_idx: i32,
}

impl LayoutBuilder {
    /// Adds the bucket `idx`, which must lie behind those before it.
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

    /// The spans, shared with `like` where they are the same.
    pub(super) fn build_like(self, like: &Arc<[Span]>) -> Arc<[Span]> {
        if self.spans[..] == like[..] { like.clone() } else { self.build() }
    }
}

/// Whether spans mean the same layout where spans without buckets are left out.
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

/// The buckets that two layouts have between them, and where each of them is found in the one and the other.
pub(super) struct Union {
    pub(super) spans: Arc<[Span]>,
    pub(super) sources: Vec<(Option<usize>, Option<usize>)>,
}

impl Union {
    /// The first `n_skipped` buckets of `b` are left out.
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
