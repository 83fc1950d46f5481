//! A sum that carries its rounding error (Kahan's summation as Neumaier improved it).

/// A running sum and what rounding took from it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::range) struct Compensated {
    /// The sum as floats give it.
    pub(in crate::range) sum: f64,
    /// What is to be added to it.
    pub(in crate::range) compensation: f64,
}

impl Compensated {
    /// A sum of one value.
    #[inline]
    pub(in crate::range) const fn new(value: f64) -> Self {
        Self { sum: value, compensation: 0.0 }
    }

    /// The sum with a value added. As in Prometheus a sum that overflows forgets its compensation.
    #[inline]
    pub(in crate::range) fn plus(self, value: f64) -> Self {
        let (sum, error) = two_sum(self.sum, value);
        let compensation = if sum.is_infinite() { 0.0 } else { self.compensation + error };
        Self { sum, compensation }
    }

    /// The sum of two sums, both of which are finite.
    #[inline]
    pub(in crate::range) fn merge(self, other: Self) -> Self {
        let (sum, error) = two_sum(self.sum, other.sum);
        Self { sum, compensation: self.compensation + other.compensation + error }
    }

    /// Sum and compensation together.
    #[inline]
    pub(in crate::range) fn total(self) -> f64 {
        self.sum + self.compensation
    }
}

/// The rounded sum and its exact rounding error, whichever is larger (Knuth).
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
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
        let sum = Compensated::new(f64::MAX).plus(f64::MAX).plus(1.0);
        assert_eq!(sum, Compensated { sum: f64::INFINITY, compensation: 0.0 });
    }
}
