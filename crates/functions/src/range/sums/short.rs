//! Sums of short windows, each read individually: four at a time, for vectorization.

use super::SumKind;
use crate::range::window::{Compensated, is_short, two_sum};
use crate::samples::Bounds;

/// The number of windows summed side by side.
const N_LANES: usize = 4;

/// The sum of the values in each short window, one by one from the first; not computed for long windows. Empty if no
/// window is short.
pub(super) fn sums(kind: SumKind, values: &[f64], windows: &[Bounds]) -> Vec<Compensated> {
    if !windows.iter().any(|window| is_short(*window)) {
        return Vec::new();
    }
    let mut out = Vec::with_capacity(windows.len());
    let (fours, rest) = windows.as_chunks::<N_LANES>();
    for four in fours {
        let n = four[0].len();
        if four.iter().all(|window| window.len() == n && is_short(*window)) {
            out.extend(side_by_side(kind, four.map(|window| &values[window.range()]), n));
        } else {
            out.extend(four.iter().map(|window| alone(kind, values, *window)));
        }
    }
    out.extend(rest.iter().map(|window| alone(kind, values, *window)));
    out
}

fn alone(kind: SumKind, values: &[f64], window: Bounds) -> Compensated {
    if is_short(window) { kind.sum(&values[window.range()]) } else { Compensated::default() }
}

/// The sums of slices of `n` values each.
fn side_by_side(kind: SumKind, slices: [&[f64]; N_LANES], n: usize) -> [Compensated; N_LANES] {
    let (mut sums, mut rests) = ([0.0; N_LANES], [0.0; N_LANES]);
    let n_first = match kind {
        SumKind::Sum => 0,
        SumKind::Mean => n.min(1),
    };
    if n_first > 0 {
        sums = slices.map(|slice| slice[0]);
    }
    let [a, b, c, d] = slices.map(|slice| slice[n_first..n].iter());
    for (((a, b), c), d) in a.zip(b).zip(c).zip(d) {
        for (lane, value) in [*a, *b, *c, *d].into_iter().enumerate() {
            let (sum, error) = two_sum(sums[lane], value);
            (sums[lane], rests[lane]) = (sum, rests[lane] + error);
        }
    }
    std::array::from_fn(|lane| Compensated::of_parts(sums[lane], rests[lane]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn are_those_of_each_window() {
        let values: Vec<f64> = (0..200).map(|i| (f64::from(i) * 0.37).sin() * 1e3_f64.powi(i % 3)).collect();
        for (n, stride) in [(0, 1), (1, 1), (10, 1), (10, 3), (64, 2), (65, 1)] {
            let windows: Vec<Bounds> =
                (0..30).map(|i| Bounds { start: i * stride, end: i * stride + n + u32::from(i == 17) }).collect();
            for kind in [SumKind::Sum, SumKind::Mean] {
                for (sum, window) in sums(kind, &values, &windows).iter().zip(&windows).filter(|(_, w)| is_short(**w)) {
                    assert_eq!(*sum, kind.sum(&values[window.range()]), "{window:?}");
                }
            }
        }
    }
}
