//! The same interface without threads.

use std::cmp::Ordering;

/// The threads that compute a query: only the calling thread, since the feature `threads` is off.
#[derive(Debug, Clone, Default)]
pub struct Threads(());

impl Threads {
    /// The calling thread, regardless of `n`.
    pub fn new(_n: usize) -> Self {
        Self(())
    }

    /// The number of threads: 1.
    #[allow(clippy::unused_self)] // same signature as with threads
    pub fn count(&self) -> usize {
        1
    }

    /// Runs `f`.
    #[allow(clippy::unused_self)] // same signature as with threads
    pub(crate) fn install<T>(&self, f: impl FnOnce() -> T) -> T {
        f()
    }

    /// Runs `job`.
    #[allow(clippy::unused_self)] // same signature as with threads
    pub(crate) fn spawn(&self, job: impl FnOnce()) {
        job();
    }

    /// Whether the calling thread belongs to a pool: never.
    pub(crate) fn is_one() -> bool {
        false
    }
}

/// Sequential iteration over slices, with the names of the parallel methods.
pub(crate) trait SequentialSlice<T> {
    fn par_iter(&self) -> std::slice::Iter<'_, T>;
    fn par_iter_mut(&mut self) -> std::slice::IterMut<'_, T>;
    fn par_chunks_mut(&mut self, n: usize) -> std::slice::ChunksMut<'_, T>;
    fn par_sort_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);
}

impl<T> SequentialSlice<T> for [T] {
    fn par_iter(&self) -> std::slice::Iter<'_, T> {
        self.iter()
    }

    fn par_iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.iter_mut()
    }

    fn par_chunks_mut(&mut self, n: usize) -> std::slice::ChunksMut<'_, T> {
        self.chunks_mut(n)
    }

    fn par_sort_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        self.sort_by(compare);
    }
}

/// Methods that only parallel iterators have.
pub(crate) trait SequentialIter: Iterator + Sized {
    /// Returns the iterator unchanged; there is nothing to split.
    fn with_min_len(self, _n: usize) -> Self {
        self
    }

    /// Maps items with state shared between the calls.
    fn map_init<S, R>(self, init: impl FnOnce() -> S, f: impl Fn(&mut S, Self::Item) -> R) -> impl Iterator<Item = R> {
        let mut state = init();
        self.map(move |item| f(&mut state, item))
    }
}

impl<I: Iterator> SequentialIter for I {}
