//! The same calls without threads.

use std::cmp::Ordering;

/// The threads that a query computes on: the calling thread, as the feature `threads` is off.
#[derive(Debug, Clone, Default)]
pub struct Threads(());

impl Threads {
    /// The calling thread, whatever `n` is.
    pub fn new(_n: usize) -> Self {
        Self(())
    }

    /// How many there are: one.
    #[allow(clippy::unused_self)] // as where there are threads
    pub fn count(&self) -> usize {
        1
    }

    /// Runs `f`.
    #[allow(clippy::unused_self)] // as where there are threads
    pub(crate) fn install<T>(&self, f: impl FnOnce() -> T) -> T {
        f()
    }

    /// Runs `job`.
    #[allow(clippy::unused_self)] // as where there are threads
    pub(crate) fn spawn(&self, job: impl FnOnce()) {
        job();
    }

    /// Whether the calling thread is one of a pool: there is none.
    pub(crate) fn is_one() -> bool {
        false
    }
}

/// Iterations over slices, by the names of their parallel twins.
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

/// What parallel iterators have and others have not.
pub(crate) trait SequentialIter: Iterator + Sized {
    /// The same iterator: there is nothing to be cut.
    fn with_min_len(self, _n: usize) -> Self {
        self
    }

    /// Maps with a value that the calls share.
    fn map_init<S, R>(self, init: impl FnOnce() -> S, f: impl Fn(&mut S, Self::Item) -> R) -> impl Iterator<Item = R> {
        let mut state = init();
        self.map(move |item| f(&mut state, item))
    }
}

impl<I: Iterator> SequentialIter for I {}
