//! Threads based on rayon.

use std::fmt;
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The threads that compute a query: those of the process, or a separate pool. Clones share the pool.
#[derive(Clone, Default)]
pub struct Threads(Option<Arc<ThreadPool>>);

impl Threads {
    /// A pool of `n` threads; the threads of the process if they cannot be started.
    pub fn new(n: usize) -> Self {
        Self(ThreadPoolBuilder::new().num_threads(n).build().ok().map(Arc::new))
    }

    /// The number of threads.
    pub fn count(&self) -> usize {
        self.0.as_ref().map_or_else(rayon::current_num_threads, |pool| pool.current_num_threads()).max(1)
    }

    /// Runs `f` on these threads; parallel iteration inside `f` uses them too.
    pub(crate) fn install<T: Send>(&self, f: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(pool) => pool.install(f),
            None => f(),
        }
    }

    /// Starts `job` on one of these threads.
    pub(crate) fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        match &self.0 {
            Some(pool) => pool.spawn(job),
            None => rayon::spawn(job),
        }
    }

    /// Whether the calling thread belongs to a pool. Such a thread must not wait for its own pool.
    pub(crate) fn is_one() -> bool {
        rayon::current_thread_index().is_some()
    }
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Threads").field(&self.count()).finish()
    }
}
