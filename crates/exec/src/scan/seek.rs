//! Searches sorted timestamps forward from a known position.

use promenade_functions::samples::Bounds;
use promenade_model::TimestampMs;

/// The number of timestamps up to `t`, given that the first `from` are. It mostly advances by a sample or two per
/// step.
#[inline]
pub(crate) fn count_up_to(timestamps: &[TimestampMs], from: usize, t: TimestampMs) -> usize {
    match timestamps[from..] {
        [] => from,
        [first, ..] if first > t => from,
        [_] => from + 1,
        [_, second, ..] if second > t => from + 1,
        [_, _] => from + 2,
        [_, _, third, ..] if third > t => from + 2,
        _ => gallop_up_to(timestamps, from + 3, t),
    }
}

/// Same as [`count_up_to`]; the cost is logarithmic in the distance.
fn gallop_up_to(timestamps: &[TimestampMs], from: usize, t: TimestampMs) -> usize {
    let rest = &timestamps[from..];
    let mut width = 1;
    while width < rest.len() && rest[width - 1] <= t {
        width *= 2;
    }
    let low = width / 2;
    let high = width.min(rest.len());
    from + low + rest[low..high].partition_point(|x| *x <= t)
}

/// A cache of values computed from the timestamps of a row. Rows that were scraped together have the same timestamps,
/// so the values are computed once for all of them.
#[derive(Debug)]
pub(crate) struct ByTimestamps<T> {
    timestamps: Vec<TimestampMs>,
    /// Empty until the first row.
    found: Vec<T>,
}

impl<T> Default for ByTimestamps<T> {
    fn default() -> Self {
        Self { timestamps: Vec::new(), found: Vec::new() }
    }
}

impl<T> ByTimestamps<T> {
    /// The values that `find` computes for these timestamps, one per step.
    pub(crate) fn of(&mut self, timestamps: &[TimestampMs], find: impl FnOnce(&mut Vec<T>)) -> &[T] {
        if self.found.is_empty() || self.timestamps != timestamps {
            self.timestamps.clear();
            self.timestamps.extend_from_slice(timestamps);
            self.found.clear();
            find(&mut self.found);
        }
        &self.found
    }
}

/// The samples in each window. `window(step)` returns its start (exclusive) and end (inclusive); neither may decrease
/// from step to step.
pub(crate) fn window_bounds(
    timestamps: &[TimestampMs],
    n_steps: usize,
    window: impl Fn(usize) -> (TimestampMs, TimestampMs),
    out: &mut Vec<Bounds>,
) {
    out.reserve(n_steps);
    let (mut start, mut end) = (0, 0);
    for step_idx in 0..n_steps {
        let (after, until) = window(step_idx);
        start = count_up_to(timestamps, start, after);
        end = count_up_to(timestamps, end.max(start), until);
        out.push(Bounds { start: start as u32, end: end as u32 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gallops_to_the_same_place_as_a_linear_search() {
        let timestamps: Vec<i64> = (0..200).map(|i| i * i / 3).collect();
        for from in [0, 1, 5, 150, 200] {
            for t in -2..14_000 {
                let linear = timestamps.iter().filter(|x| **x <= t).count().max(from);
                assert_eq!(count_up_to(&timestamps, from, t), linear, "from {from} to {t}");
            }
        }
    }

    #[test]
    fn windows_are_open_at_the_start_and_closed_at_the_end() {
        let mut out = Vec::new();
        window_bounds(&[0, 10, 20, 30], 3, |i| (i as i64 * 10 - 10, i as i64 * 10 + 10), &mut out);
        let ranges: Vec<_> = out.iter().map(|b| b.range()).collect();
        assert_eq!(ranges, [0..2, 1..3, 2..4]);
    }
}
