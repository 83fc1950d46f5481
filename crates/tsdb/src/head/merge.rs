//! Chunks of one series that overlap, merged as Prometheus merges them.

use promenade_model::TimestampMs;
use promenade_model::histogram::CounterResetHint;
use promenade_storage::SampleBuffer;

use super::sample_list::Walk;

/// Samples of a chunk.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) min_time: TimestampMs,
    pub(super) max_time: TimestampMs,
    /// The order among parts that begin at the same time: in-order ones first, each in the order of writing.
    pub(super) rank: (bool, u64),
    pub(super) samples: SampleBuffer,
}

/// All samples in the order of time, one for each timestamp.
///
/// Which of several is taken is as Prometheus's iterator over overlapping chunks does it: it stays with a chunk until
/// another has an earlier or an equal time, and goes on with that one, so that of two of equal time the one of the other
/// chunk is taken.
pub(super) fn merge(mut parts: Vec<Part>) -> SampleBuffer {
    parts.sort_by_key(|part| (part.min_time, part.rank));
    let mut out = SampleBuffer::default();
    let mut rest = &parts[..];
    while let Some(first) = rest.first() {
        let mut max_time = first.max_time;
        let n_more = rest[1..].iter().take_while(|part| {
            let overlaps = part.min_time <= max_time;
            max_time = max_time.max(part.max_time);
            overlaps
        });
        let (group, others) = rest.split_at(1 + n_more.count());
        merge_group(group, &mut out);
        rest = others;
    }
    out
}

fn merge_group(group: &[Part], out: &mut SampleBuffer) {
    let mut walks = group.iter().map(|part| Walk::new(&part.samples));
    let Some(mut current) = walks.next() else { return };
    let mut heap = Heap::default();
    walks.for_each(|walk| heap.push(walk));
    let mut last = None;
    loop {
        let mut has_changed = false;
        match (current.time(), heap.first_time()) {
            (None, None) => return,
            (Some(time), _) if last == Some(time) => {
                current.advance();
                continue;
            }
            (Some(time), other) if other.is_none_or(|other| time < other) => {}
            _ => {
                heap.push(current);
                let Some(next) = heap.pop() else { return };
                current = next;
                has_changed = true;
                if last == current.time() {
                    current.advance();
                    continue;
                }
            }
        }
        last = current.time();
        let n_histograms = out.histograms.len();
        current.copy_to(out);
        forget_hint(out, n_histograms, has_changed);
        current.advance();
    }
}

/// Where the sample before is of another chunk, nothing is known of a reset between them.
fn forget_hint(out: &mut SampleBuffer, n_before: usize, has_changed: bool) {
    if let (true, Some(last)) = (has_changed, out.histograms[n_before..].last_mut())
        && last.counter_reset_hint() == CounterResetHint::NotReset
    {
        *last = last.with_hint(CounterResetHint::Unknown);
    }
}

/// A binary heap by time. Equal times leave it in the order of Go's `container/heap`.
#[derive(Default)]
struct Heap<'a> {
    walks: Vec<Walk<'a>>,
}

impl<'a> Heap<'a> {
    fn first_time(&self) -> Option<TimestampMs> {
        self.walks.first().and_then(Walk::time)
    }

    fn is_less(&self, i: usize, j: usize) -> bool {
        self.walks[i].time() < self.walks[j].time()
    }

    /// Adds a walk that is not at its end.
    fn push(&mut self, walk: Walk<'a>) {
        if walk.time().is_none() {
            return;
        }
        self.walks.push(walk);
        let mut child = self.walks.len() - 1;
        while child > 0 {
            let parent = (child - 1) / 2;
            if !self.is_less(child, parent) {
                return;
            }
            self.walks.swap(child, parent);
            child = parent;
        }
    }

    fn pop(&mut self) -> Option<Walk<'a>> {
        if self.walks.is_empty() {
            return None;
        }
        let popped = self.walks.swap_remove(0);
        let mut parent = 0;
        loop {
            let left = 2 * parent + 1;
            if left >= self.walks.len() {
                return Some(popped);
            }
            let right = left + 1;
            let child = if right < self.walks.len() && self.is_less(right, left) { right } else { left };
            if !self.is_less(child, parent) {
                return Some(popped);
            }
            self.walks.swap(child, parent);
            parent = child;
        }
    }
}
