//! Sorting by labels.

use promenade_model::Labels;
use promenade_model::labels::KeyedLabels;

use crate::parallel::prelude::*;

/// The positions of labels in sorted order; equal labels keep their order.
pub(crate) fn positions<'a>(labels: impl Iterator<Item = &'a Labels> + Clone) -> Vec<u32> {
    let mut all = KeyedLabels::all(labels);
    all.par_sort_by(Ord::cmp);
    all.iter().map(KeyedLabels::position).collect()
}

/// Sorts items by labels; those with equal labels keep their order.
pub(crate) fn sort<T>(items: &mut [T], labels: impl Fn(&T) -> &Labels) {
    if !items.is_sorted_by(|a, b| labels(a) <= labels(b)) {
        let order = positions(items.iter().map(&labels));
        permute(items, order);
    }
}

/// Moves the item at `order[i]` to each position `i`, cycle by cycle.
fn permute<T>(items: &mut [T], mut order: Vec<u32>) {
    for start in 0..items.len() {
        let mut to = start;
        loop {
            let from = std::mem::replace(&mut order[to], to as u32) as usize;
            if from == start {
                break;
            }
            items.swap(to, from);
            to = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_labels_keep_their_order() {
        // A linear congruential generator.
        let mut state = 7_u32;
        let mut next = |n: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % n
        };
        for n in [0, 1, 2, 3, 10, 1_000] {
            let labels = |value: u32| Labels::from_pairs([("__name__", "up"), ("pod", &format!("pod-{value}"))]);
            let items: Vec<(Labels, u32)> = (0..n).map(|i| (labels(next(n / 2 + 1)), i)).collect();
            let (mut sorted, mut expected) = (items.clone(), items);
            sort(&mut sorted, |(labels, _)| labels);
            expected.sort();
            assert_eq!(sorted, expected, "{n}");
        }
    }
}
