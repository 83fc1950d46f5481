//! Reduction of different custom bounds to the common ones.

use super::layout::LayoutBuilder;
use super::{Buckets, kahan_inc};

/// The intersection of two lists of bounds.
pub(super) fn intersect_bounds(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut shared = Vec::new();
    let (mut a, mut b) = (a, b);
    while let ([x, a_rest @ ..], [y, b_rest @ ..]) = (a, b) {
        if x == y {
            shared.push(*x);
            (a, b) = (a_rest, b_rest);
        } else if x < y {
            a = a_rest;
        } else {
            b = b_rest;
        }
    }
    shared
}

/// Count and compensation for each bucket of the common bounds.
pub(super) struct SharedBuckets<'a> {
    bounds: &'a [f64],
    counts: Vec<f64>,
    compensation: Vec<f64>,
}

impl<'a> SharedBuckets<'a> {
    pub(super) fn new(bounds: &'a [f64]) -> Self {
        let n_buckets = bounds.len() + 1;
        Self { bounds, counts: vec![0.0; n_buckets], compensation: vec![0.0; n_buckets] }
    }

    /// Adds the buckets of a superset of the bounds times `sign`.
    pub(super) fn add(&mut self, buckets: &Buckets, bounds: &[f64], sign: f64, compensation: Option<&[f64]>) {
        let mut next = 0;
        for (i, (idx, count)) in buckets.indexed().enumerate() {
            let upper = usize::try_from(idx).ok().and_then(|idx| bounds.get(idx));
            let target = match upper {
                Some(upper) => {
                    next += self.bounds[next..].iter().take_while(|shared| **shared < *upper).count();
                    next
                }
                None => self.bounds.len(),
            };
            self.inc(target, sign * count);
            if let Some(c) = compensation {
                self.inc(target, c[i]);
            }
        }
    }

    fn inc(&mut self, target: usize, value: f64) {
        let (count, compensation) = kahan_inc(value, self.counts[target], self.compensation[target]);
        self.counts[target] = count;
        self.compensation[target] = compensation;
    }

    /// The nonempty buckets, and their compensation.
    pub(super) fn finish(self) -> (Buckets, Vec<f64>) {
        let mut layout = LayoutBuilder::default();
        let (mut counts, mut compensation) = (Vec::new(), Vec::new());
        for (i, (count, rest)) in self.counts.into_iter().zip(self.compensation).enumerate() {
            if count != 0.0 || rest != 0.0 {
                layout.push(i as i32);
                counts.push(count);
                compensation.push(rest);
            }
        }
        (Buckets { spans: layout.build(), counts }, compensation)
    }
}
