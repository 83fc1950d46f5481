//! The samples with some property in a sliding window, as a list of indexes.

use super::span;
use crate::samples::Bounds;

/// Indexes of marked samples. Each sample is examined once, and only if it is in some window.
#[derive(Debug, Default)]
pub(in crate::range) struct Marks {
    marked: Vec<u32>,
    /// The number of marked samples before the window.
    n_left: usize,
    /// One past the last examined sample.
    cursor: u32,
}

impl Marks {
    pub(in crate::range) const fn new() -> Self {
        Self { marked: Vec::new(), n_left: 0, cursor: 0 }
    }

    /// The marked samples from `start` to `end` (exclusive), in order. Neither bound may decrease between calls.
    #[inline]
    pub(in crate::range) fn advance(&mut self, start: u32, end: u32, is_marked: impl Fn(usize) -> bool) -> &[u32] {
        for idx in self.cursor.max(start)..end {
            if is_marked(idx as usize) {
                self.marked.push(idx);
            }
        }
        self.cursor = self.cursor.max(end);
        self.drop_before(start)
    }

    /// The marked samples of a window except its first, where marks depend on a sample and its predecessor.
    #[inline]
    pub(in crate::range) fn advance_pairs(
        &mut self,
        values: &[f64],
        window: Bounds,
        is_marked: impl Fn(f64, f64) -> bool,
    ) -> &[u32] {
        let start = window.start + 1;
        let from = self.cursor.max(start);
        if from < window.end {
            let (from, end) = (from as usize, window.end as usize);
            self.mark_pairs(from, &values[from - 1..end - 1], &values[from..end], is_marked);
        }
        self.cursor = self.cursor.max(window.end);
        self.drop_before(start)
    }

    /// Whether [`advance_pairs`](Self::advance_pairs) may mark any sample. If windows cover most samples, it examines
    /// all of them at once, which is faster than window by window.
    pub(in crate::range) fn may_have_pairs(
        &mut self,
        values: &[f64],
        windows: &[Bounds],
        is_marked: impl Fn(f64, f64) -> bool,
    ) -> bool {
        let span = span(windows);
        let n_read: usize = windows.iter().map(|window| window.len()).sum();
        if span.len() > 2 * n_read {
            return true;
        }
        let has_any = !self.advance_pairs(values, span, is_marked).is_empty();
        // Each window searches for its own marks, later ones not yet found.
        *self = Self::new();
        has_any
    }

    /// Marks are rare: checking a chunk for any of them is branch-free.
    #[inline]
    fn mark_pairs(&mut self, first_idx: usize, a: &[f64], b: &[f64], is_marked: impl Fn(f64, f64) -> bool) {
        const N_CHUNK: usize = 16;
        let (a_chunks, a_rest) = a.as_chunks::<N_CHUNK>();
        let (b_chunks, b_rest) = b.as_chunks::<N_CHUNK>();
        for (n, (a, b)) in a_chunks.iter().zip(b_chunks).enumerate() {
            if a.iter().zip(b).fold(false, |any, (&a, &b)| any | is_marked(a, b)) {
                self.mark_each(first_idx + n * N_CHUNK, a, b, &is_marked);
            }
        }
        self.mark_each(first_idx + a.len() - a_rest.len(), a_rest, b_rest, &is_marked);
    }

    #[inline]
    fn mark_each(&mut self, first_idx: usize, a: &[f64], b: &[f64], is_marked: impl Fn(f64, f64) -> bool) {
        for (n, (&a, &b)) in a.iter().zip(b).enumerate() {
            if is_marked(a, b) {
                self.marked.push((first_idx + n) as u32);
            }
        }
    }

    #[inline]
    fn drop_before(&mut self, start: u32) -> &[u32] {
        while self.marked.get(self.n_left).is_some_and(|&idx| idx < start) {
            self.n_left += 1;
        }
        &self.marked[self.n_left..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_window_and_skips_gaps() {
        let mut marks = Marks::default();
        let even = |i: usize| i.is_multiple_of(2);
        assert_eq!(marks.advance(0, 5, even), [0, 2, 4]);
        assert_eq!(marks.advance(1, 5, even), [2, 4]);
        assert_eq!(marks.advance(5, 5, even), [0; 0]);
        assert_eq!(marks.advance(9, 13, even), [10, 12]);
    }

    #[test]
    fn finds_pairs_however_far_the_window_moves() {
        let values: Vec<f64> = (0..300).map(|i| f64::from((i * 7919) % 211)).collect();
        let mut marks = Marks::default();
        for (start, end) in [(0, 1), (0, 100), (3, 131), (3, 132), (99, 132), (200, 300), (299, 300), (300, 300)] {
            let expected: Vec<_> = (start + 1..end).filter(|&i| values[i as usize] < values[i as usize - 1]).collect();
            assert_eq!(marks.advance_pairs(&values, Bounds { start, end }, |a, b| b < a), expected);
        }
    }
}
