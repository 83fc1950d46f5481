//! The ordered values of a sliding window, with selection by rank in O(log samples).

use super::span;
use crate::samples::Bounds;

/// A window over values that are ranked once. NaN comes first.
#[derive(Debug)]
pub(in crate::range) struct OrderedWindow {
    /// All values, sorted.
    sorted: Vec<f64>,
    /// Rank of each sample of the span.
    ranks: Vec<u32>,
    first_idx: u32,
    members: RankSet,
    window: Bounds,
}

impl OrderedWindow {
    /// Ranks all values of the windows.
    pub(in crate::range) fn new(values: &[f64], windows: &[Bounds]) -> Self {
        let span = span(windows);
        let mut keyed: Vec<_> = values[span.range()].iter().zip(0u32..).map(|(&v, i)| (sort_key(v), i)).collect();
        keyed.sort_unstable();
        let mut ranks = vec![0; keyed.len()];
        for (&(_, i), rank) in keyed.iter().zip(0u32..) {
            ranks[i as usize] = rank;
        }
        let sorted = keyed.iter().map(|&(_, i)| values[span.start as usize + i as usize]).collect();
        let members = RankSet::new(keyed.len());
        Self { sorted, ranks, first_idx: span.start, members, window: Bounds { start: span.start, end: span.start } }
    }

    /// Moves the window; its bounds must not decrease.
    pub(in crate::range) fn advance(&mut self, to: Bounds) {
        for idx in self.window.start..to.start.min(self.window.end) {
            self.members.remove(self.ranks[(idx - self.first_idx) as usize]);
        }
        for idx in self.window.end.max(to.start)..to.end {
            self.members.insert(self.ranks[(idx - self.first_idx) as usize]);
        }
        self.window = to;
    }

    /// Number of values in the window.
    pub(in crate::range) const fn len(&self) -> usize {
        self.window.len()
    }

    /// The `k`th smallest value in the window, from 0.
    pub(in crate::range) fn nth(&self, k: usize) -> f64 {
        self.sorted[self.members.select(k as u32) as usize]
    }

    /// The number of values in the window less than `bound`, NaN included.
    pub(in crate::range) fn n_below(&self, bound: f64) -> usize {
        let rank = self.sorted.partition_point(|&v| v.is_nan() || v < bound);
        self.members.n_below(rank as u32) as usize
    }
}

/// An integer in the order of the values: NaN, `-Inf` to `+Inf`. Zeros of both signs are adjacent.
fn sort_key(v: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    let bits = v.to_bits();
    match (v.is_nan(), bits & SIGN == 0) {
        (true, _) => 0,
        (false, true) => bits | SIGN,
        (false, false) => !bits,
    }
}

/// A set of ranks: a bitmap, and a Fenwick tree over the bit counts of its words.
#[derive(Debug)]
struct RankSet {
    words: Vec<u64>,
    /// One-based; its length is a power of two plus one.
    tree: Vec<u32>,
}

impl RankSet {
    fn new(n_ranks: usize) -> Self {
        let n_words = n_ranks.div_ceil(64).max(1).next_power_of_two();
        Self { words: vec![0; n_words], tree: vec![0; n_words + 1] }
    }

    fn insert(&mut self, rank: u32) {
        self.words[rank as usize / 64] |= 1 << (rank % 64);
        self.update(rank, |n| *n += 1);
    }

    fn remove(&mut self, rank: u32) {
        self.words[rank as usize / 64] &= !(1 << (rank % 64));
        self.update(rank, |n| *n -= 1);
    }

    fn update(&mut self, rank: u32, change: impl Fn(&mut u32)) {
        let mut node = rank as usize / 64 + 1;
        while let Some(n) = self.tree.get_mut(node) {
            change(n);
            node += node & node.wrapping_neg();
        }
    }

    /// The `k`th smallest rank in the set, from 0.
    fn select(&self, mut k: u32) -> u32 {
        let mut n_words = 0;
        let mut half = self.words.len();
        while half > 0 {
            if let Some(&n) = self.tree.get(n_words + half)
                && n <= k
            {
                n_words += half;
                k -= n;
            }
            half /= 2;
        }
        let word = self.words.get(n_words).copied().unwrap_or(0);
        n_words as u32 * 64 + select_in_word(word, k)
    }

    /// The number of ranks in the set less than `rank`.
    fn n_below(&self, rank: u32) -> u32 {
        let (mut node, bit) = (rank as usize / 64, rank % 64);
        let word = self.words.get(node).copied().unwrap_or(0);
        let mut n = (word & ((1 << bit) - 1)).count_ones();
        while node > 0 {
            n += self.tree[node];
            node &= node - 1;
        }
        n
    }
}

/// The position of the `k`th set bit, from 0.
fn select_in_word(mut word: u64, mut k: u32) -> u32 {
    let mut position = 0;
    let mut width = 32;
    while width > 0 {
        let n = (word & ((1 << width) - 1)).count_ones();
        if n <= k {
            k -= n;
            word >>= width;
            position += width;
        }
        width /= 2;
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_any_window_sorted() {
        let values: Vec<f64> = (0..500).map(|i| f64::from((i * 7919) % 211) - 100.0).collect();
        let windows: Vec<_> = [(3, 4), (3, 200), (50, 333), (51, 333), (400, 401), (420, 500)]
            .map(|(start, end)| Bounds { start, end })
            .into();
        let mut ordered = OrderedWindow::new(&values, &windows);
        for &window in &windows {
            ordered.advance(window);
            let mut expected = values[window.range()].to_vec();
            expected.sort_by(f64::total_cmp);
            assert_eq!((0..ordered.len()).map(|k| ordered.nth(k)).collect::<Vec<_>>(), expected);
            let n_below = expected.iter().filter(|&&v| v < 7.0).count();
            assert_eq!(ordered.n_below(7.0), n_below);
        }
    }

    #[test]
    fn nan_comes_first() {
        let values = [1.0, -0.0, f64::NAN, f64::NEG_INFINITY, 0.0, -2.0];
        let window = Bounds { start: 0, end: 6 };
        let mut ordered = OrderedWindow::new(&values, &[window]);
        ordered.advance(window);
        assert!(ordered.nth(0).is_nan());
        assert_eq!((1..6).map(|k| ordered.nth(k)).collect::<Vec<_>>(), [f64::NEG_INFINITY, -2.0, 0.0, 0.0, 1.0]);
    }
}
