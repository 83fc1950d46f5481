//! NaN and infinities in sliding windows, which folds skip because no arithmetic can remove them again.

use super::{Marks, span};
use crate::samples::Bounds;

/// A window of values up to this magnitude can be added and squared without overflow.
pub(in crate::range) const MAX_SUMMED: f64 = 1e140;

/// The positions of non-finite values.
#[derive(Debug)]
pub(in crate::range) struct Specials {
    any: bool,
    nans: Marks,
    positive: Marks,
    negative: Marks,
}

/// The sum of the non-finite values of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::range) enum Special {
    /// All values are finite.
    None,
    /// A NaN, or infinities of both signs.
    Nan,
    /// `+Inf`, one or more.
    PositiveInfinity,
    /// `-Inf`, one or more.
    NegativeInfinity,
}

impl Specials {
    /// Examines all values of overlapping windows; `None` if finite values are so large that a fold may overflow, so
    /// that each window must be read in Prometheus's order.
    pub(in crate::range) fn of(values: &[f64], windows: &[Bounds]) -> Option<Self> {
        let values = &values[span(windows).range()];
        let any = !values.iter().all(|v| v.is_finite());
        let is_safe = |v: &f64| v.abs() <= MAX_SUMMED || !v.is_finite();
        values.iter().all(is_safe).then(|| Self {
            any,
            nans: Marks::default(),
            positive: Marks::default(),
            negative: Marks::default(),
        })
    }

    /// The non-finite values in the window.
    #[inline]
    pub(in crate::range) fn advance(&mut self, values: &[f64], Bounds { start, end }: Bounds) -> Special {
        if !self.any {
            return Special::None;
        }
        let has_nan = !self.nans.advance(start, end, |i| values[i].is_nan()).is_empty();
        let has_positive = !self.positive.advance(start, end, |i| values[i] == f64::INFINITY).is_empty();
        let has_negative = !self.negative.advance(start, end, |i| values[i] == f64::NEG_INFINITY).is_empty();
        match (has_nan, has_positive, has_negative) {
            (false, false, false) => Special::None,
            (false, true, false) => Special::PositiveInfinity,
            (false, false, true) => Special::NegativeInfinity,
            _ => Special::Nan,
        }
    }
}

impl Special {
    /// The sum of the values, if any is not finite.
    pub(in crate::range) const fn sum(self) -> Option<f64> {
        match self {
            Self::None => None,
            Self::Nan => Some(f64::NAN),
            Self::PositiveInfinity => Some(f64::INFINITY),
            Self::NegativeInfinity => Some(f64::NEG_INFINITY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_a_window_holds() {
        const INF: f64 = f64::INFINITY;
        let values = [1.0, INF, 2.0, -INF, 3.0, f64::NAN, 4.0];
        let windows: Vec<_> = (0..6).map(|start| Bounds { start, end: start + 2 }).collect();
        let mut specials = Specials::of(&values, &windows).unwrap();
        let sums: Vec<_> = windows.iter().map(|&w| specials.advance(&values, w).sum()).collect();
        let texts: Vec<_> = sums.iter().map(|s| s.map_or("finite".into(), |v| v.to_string())).collect();
        assert_eq!(texts, ["inf", "inf", "-inf", "-inf", "NaN", "NaN"]);
        assert!(Specials::of(&[1e300], &[Bounds { start: 0, end: 1 }]).is_none());
    }
}
