//! Binary heaps in slices, with the moves of Go's `container/heap`, which determine which of several equal samples is
//! kept and the order of the results.

use super::Extreme;

/// A sample in a heap.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its value.
    pub value: f64,
    /// Its row.
    pub row: u32,
}

/// The order of a heap; the sample to be evicted first is at the top.
#[derive(Debug, Clone, Copy)]
pub struct HeapOrder(pub Extreme);

impl HeapOrder {
    /// Whether `a` is evicted before `b`; NaN is evicted first, even before another NaN.
    fn less(self, a: Entry, b: Entry) -> bool {
        a.value.is_nan() || self.is_worse(a.value, b.value)
    }

    fn is_worse(self, a: f64, b: f64) -> bool {
        match self.0 {
            Extreme::Largest => a < b,
            Extreme::Smallest => a > b,
        }
    }

    /// Whether `value` replaces `top` in a full heap.
    #[inline]
    pub fn replaces(self, top: f64, value: f64) -> bool {
        self.is_worse(top, value) || (top.is_nan() && !value.is_nan())
    }

    /// Sifts up the new last entry.
    pub fn push_last(self, heap: &mut [Entry]) {
        let mut at = heap.len().saturating_sub(1);
        while at > 0 {
            let parent = (at - 1) / 2;
            if !self.less(heap[at], heap[parent]) {
                break;
            }
            heap.swap(at, parent);
            at = parent;
        }
    }

    /// Sifts down the new top entry.
    pub fn fix_top(self, heap: &mut [Entry]) {
        let mut at = 0;
        loop {
            let left = 2 * at + 1;
            if left >= heap.len() {
                break;
            }
            let right = left + 1;
            let child = if right < heap.len() && self.less(heap[right], heap[left]) { right } else { left };
            if !self.less(heap[child], heap[at]) {
                break;
            }
            heap.swap(at, child);
            at = child;
        }
    }

    /// Sorts the entries in the order of the result, the best first.
    pub fn sort(self, heap: &mut [Entry]) {
        if heap.len() <= SMALL {
            for end in 1..heap.len() {
                let mut at = end;
                while at > 0 && self.less(heap[at - 1], heap[at]) {
                    heap.swap(at - 1, at);
                    at -= 1;
                }
            }
            return;
        }
        let rank = |v: f64| if self.0 == Extreme::Largest { -v } else { v };
        heap.sort_by(|a, b| {
            let by_value = rank(a.value).partial_cmp(&rank(b.value));
            by_value.unwrap_or_else(|| a.value.is_nan().cmp(&b.value.is_nan()))
        });
    }
}

/// Go uses insertion sort up to this length.
const SMALL: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn best(extreme: Extreme, k: usize, values: &[f64]) -> Vec<(f64, u32)> {
        let order = HeapOrder(extreme);
        let mut heap: Vec<Entry> = Vec::new();
        for (row, value) in values.iter().enumerate() {
            let entry = Entry { value: *value, row: row as u32 };
            if heap.len() < k {
                heap.push(entry);
                order.push_last(&mut heap);
            } else if order.replaces(heap[0].value, *value) {
                heap[0] = entry;
                order.fix_top(&mut heap);
            }
        }
        order.sort(&mut heap);
        heap.iter().map(|entry| (entry.value, entry.row)).collect()
    }

    #[test]
    fn keeps_the_best_and_sorts_them() {
        let values = [3.0, f64::NAN, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        assert_eq!(best(Extreme::Largest, 3, &values), [(9.0, 6), (6.0, 8), (5.0, 5)]);
        assert_eq!(best(Extreme::Smallest, 3, &values), [(1.0, 4), (1.0, 2), (2.0, 7)]);
        let all = best(Extreme::Largest, 20, &values);
        assert!(all[8].0.is_nan());
        assert_eq!(all.len(), 9);
        let many: Vec<f64> = (0..40).map(|i| f64::from(i % 7)).collect();
        assert!(best(Extreme::Largest, 30, &many).is_sorted_by(|a, b| a.0 >= b.0));
        assert!(best(Extreme::Smallest, 30, &many).is_sorted_by(|a, b| a.0 <= b.0));
    }
}
