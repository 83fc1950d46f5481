//! Sorting with inconsistent comparisons, with Go's results.
//!
//! NaN compares less than itself, and `01` comes both before and after `1`, so the result depends on the algorithm. Go
//! uses insertion sort up to twelve elements, and so does this module; beyond that, Go's order of such elements is
//! arbitrary, and this module uses merge sort.

/// Go uses insertion sort up to this length.
const MAX_INSERTION: usize = 12;

/// Sorts so that `less(later, earlier)` is false for neighbours, as far as `less` is consistent. Never panics.
pub(crate) fn sort_by_less<T: Copy>(items: &mut [T], less: impl Fn(T, T) -> bool) {
    if items.len() <= MAX_INSERTION { insertion_sort(items, less) } else { merge_sort(items, less) }
}

fn insertion_sort<T: Copy>(items: &mut [T], less: impl Fn(T, T) -> bool) {
    for end in 1..items.len() {
        let mut at = end;
        while at > 0 && less(items[at], items[at - 1]) {
            items.swap(at, at - 1);
            at -= 1;
        }
    }
}

fn merge_sort<T: Copy>(items: &mut [T], less: impl Fn(T, T) -> bool) {
    let mut from = items.to_vec();
    let mut width = 1;
    while width < items.len() {
        for (source, target) in from.chunks(2 * width).zip(items.chunks_mut(2 * width)) {
            let (left, right) = source.split_at(width.min(source.len()));
            merge(left, right, target, &less);
        }
        from.copy_from_slice(items);
        width *= 2;
    }
}

fn merge<'a, T: Copy>(mut left: &'a [T], mut right: &'a [T], target: &mut [T], less: impl Fn(T, T) -> bool) {
    for slot in target {
        let side = match (left, right) {
            ([l, ..], [r, ..]) if less(*r, *l) => &mut right,
            ([], _) => &mut right,
            _ => &mut left,
        };
        if let [first, rest @ ..] = *side {
            *slot = *first;
            *side = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_less;

    #[test]
    fn sorts_any_length_and_keeps_equal_elements_in_order() {
        for n in [0, 1, 2, 12, 13, 25, 100] {
            let mut items: Vec<(usize, usize)> = (0..n).map(|i| (i * 7919 % 10, i)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_less(&mut items, |a, b| a.0 < b.0);
            assert_eq!(items, expected);
        }
    }

    #[test]
    fn takes_contradictory_comparisons() {
        for n in [5, 50] {
            let mut items: Vec<usize> = (0..n).collect();
            sort_by_less(&mut items, |_, _| true);
            items.sort_unstable();
            assert!(items.into_iter().eq(0..n), "every element is still there");
        }
    }
}
