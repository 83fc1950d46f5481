//! Any associative fold over sliding windows in O(samples + steps): the two-stack, or block suffix and running prefix.

use crate::samples::Bounds;

/// A fold over samples whose parts can be merged but not subtracted.
pub(in crate::range) trait Fold {
    /// The accumulator of a run of samples.
    type Acc: Copy;
    /// The reference point of values, so that large values with small differences keep their precision.
    type Origin: Copy;

    /// The origin at a sample.
    fn origin(&self, idx: usize) -> Self::Origin;

    /// The accumulator of one sample.
    fn lift(&self, origin: Self::Origin, idx: usize) -> Self::Acc;

    /// Merges the accumulators of two neighbouring runs.
    fn merge(&self, earlier: Self::Acc, later: Self::Acc) -> Self::Acc;
}

/// The state of the fold: for each sample before `mid` the fold from it to `mid`, and one running accumulator from
/// `mid` on. The origin is the last sample before `mid`, which is in every window.
pub(in crate::range) struct TwoStack<F: Fold> {
    fold: F,
    origin: Option<F::Origin>,
    /// Suffixes, latest first: index `k` starts at sample `mid - 1 - k`.
    suffixes: Vec<F::Acc>,
    prefix: Option<F::Acc>,
    mid: usize,
    end: usize,
}

impl<F: Fold> TwoStack<F> {
    pub(in crate::range) const fn new(fold: F) -> Self {
        Self { fold, origin: None, suffixes: Vec::new(), prefix: None, mid: 0, end: 0 }
    }

    /// The fold of a window, and its origin. The window must not be empty, and its bounds must not decrease.
    #[inline]
    pub(in crate::range) fn advance(&mut self, window: Bounds) -> (F::Origin, F::Acc) {
        let (start, end) = (window.start as usize, window.end as usize);
        let origin = match self.origin {
            Some(origin) if start < self.mid => {
                self.extend(origin, end);
                origin
            }
            _ => self.flip(start, end),
        };
        let suffix = self.suffixes[self.mid - 1 - start];
        let acc = match self.prefix {
            Some(prefix) => self.fold.merge(suffix, prefix),
            None => suffix,
        };
        (origin, acc)
    }

    fn extend(&mut self, origin: F::Origin, end: usize) {
        let Some(first) = (self.end < end).then_some(self.end) else { return };
        let mut prefix = match self.prefix {
            Some(prefix) => self.fold.merge(prefix, self.fold.lift(origin, first)),
            None => self.fold.lift(origin, first),
        };
        for idx in first + 1..end {
            prefix = self.fold.merge(prefix, self.fold.lift(origin, idx));
        }
        self.prefix = Some(prefix);
        self.end = end;
    }

    fn flip(&mut self, start: usize, end: usize) -> F::Origin {
        let origin = self.fold.origin(end - 1);
        let mut suffix = self.fold.lift(origin, end - 1);
        self.suffixes.clear();
        self.suffixes.push(suffix);
        for idx in (start..end - 1).rev() {
            suffix = self.fold.merge(self.fold.lift(origin, idx), suffix);
            self.suffixes.push(suffix);
        }
        (self.mid, self.end, self.prefix, self.origin) = (end, end, None, Some(origin));
        origin
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Concatenation;

    impl Fold for Concatenation {
        type Acc = (usize, usize);
        type Origin = usize;

        fn origin(&self, idx: usize) -> usize {
            idx
        }

        fn lift(&self, _: usize, idx: usize) -> (usize, usize) {
            (idx, idx + 1)
        }

        fn merge(&self, earlier: (usize, usize), later: (usize, usize)) -> (usize, usize) {
            assert_eq!(earlier.1, later.0);
            (earlier.0, later.1)
        }
    }

    #[test]
    fn covers_each_window_in_order_and_measures_from_inside() {
        let mut stack = TwoStack::new(Concatenation);
        for (start, end) in [(2, 3), (2, 7), (3, 7), (6, 9), (6, 9), (8, 10), (9, 12), (30, 33), (31, 40)] {
            let (origin, acc) = stack.advance(Bounds { start, end });
            assert_eq!(acc, (start as usize, end as usize));
            assert!((acc.0..acc.1).contains(&origin));
        }
    }
}
