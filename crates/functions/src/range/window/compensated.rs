//! A sum with its rounding error (Kahan-Neumaier summation).

/// A running sum and its rounding error.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::range) struct Compensated {
    /// The rounded sum.
    pub(in crate::range) sum: f64,
    /// The correction to add.
    pub(in crate::range) compensation: f64,
}

impl Compensated {
    /// A sum of one value.
    #[inline]
    pub(in crate::range) const fn new(value: f64) -> Self {
        Self { sum: value, compensation: 0.0 }
    }

    /// The sum with a value added. As in Prometheus, a sum that overflows loses its compensation.
    #[inline]
    pub(in crate::range) fn plus(self, value: f64) -> Self {
        let (sum, error) = two_sum(self.sum, value);
        let compensation = if sum.is_infinite() { 0.0 } else { self.compensation + error };
        Self { sum, compensation }
    }

    /// The sum with values added one by one, as by [`plus`](Self::plus). A non-finite sum stays non-finite: it is
    /// checked only at the end.
    #[inline]
    pub(in crate::range) fn plus_all(self, values: &[f64]) -> Self {
        let Self { mut sum, mut compensation } = self;
        for value in values {
            let (next, error) = two_sum(sum, *value);
            (sum, compensation) = (next, compensation + error);
        }
        Self::of_parts(sum, compensation)
    }

    /// A sum accumulated without overflow checks, and its rounding error.
    #[inline]
    pub(in crate::range) fn of_parts(sum: f64, compensation: f64) -> Self {
        Self { sum, compensation: if sum.is_infinite() { 0.0 } else { compensation } }
    }

    /// The sum of two finite sums.
    #[inline]
    pub(in crate::range) fn merge(self, other: Self) -> Self {
        let (sum, error) = two_sum(self.sum, other.sum);
        Self { sum, compensation: self.compensation + other.compensation + error }
    }

    /// The sum plus its compensation.
    #[inline]
    pub(in crate::range) fn total(self) -> f64 {
        self.sum + self.compensation
    }
}

/// The rounded sum and its exact rounding error, for any order of magnitudes (Knuth).
#[inline]
pub(in crate::range) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let b_part = sum - a;
    (sum, (a - (sum - b_part)) + (b - b_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_rounding_takes() {
        let sum = [1.0, 1e100, 1.0, -1e100].into_iter().fold(Compensated::default(), Compensated::plus);
        assert_eq!(sum.total(), 2.0);
        let halves = Compensated::new(1.0).plus(1e100).merge(Compensated::new(1.0).plus(-1e100));
        assert_eq!(halves.total(), 2.0);
    }

    #[test]
    fn overflow_is_infinite() {
        let infinite = Compensated { sum: f64::INFINITY, compensation: 0.0 };
        assert_eq!(Compensated::new(f64::MAX).plus(f64::MAX).plus(1.0), infinite);
        assert_eq!(Compensated::new(f64::MAX).plus_all(&[f64::MAX, 1.0, -7.0]), infinite);
    }

    #[test]
    fn values_are_added_one_by_one() {
        const ODD: [f64; 9] = [0.1, 1e100, -1e100, 1e308, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, -0.0];
        let mut state = 1_u64;
        let mut random = |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        for _ in 0..10_000 {
            let n_odd = random(3) * 4 + 1;
            let values: Vec<f64> = (0..random(9)).map(|_| ODD[random(n_odd)]).collect();
            let (one_by_one, all) = (
                values.iter().copied().fold(Compensated::default(), Compensated::plus),
                Compensated::default().plus_all(&values),
            );
            assert_eq!(one_by_one.sum.to_bits(), all.sum.to_bits(), "{values:?}");
            assert_eq!(one_by_one.total().to_bits(), all.total().to_bits(), "{values:?}");
        }
    }
}
