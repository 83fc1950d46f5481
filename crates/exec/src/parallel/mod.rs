//! The threads that compute queries, and parallel iteration over slices. Without the feature `threads`, the same
//! calls run sequentially on the calling thread, with the same results.

#[cfg(feature = "threads")]
mod pool;
#[cfg(not(feature = "threads"))]
mod sequential;

#[cfg(feature = "threads")]
pub use self::pool::Threads;
#[cfg(not(feature = "threads"))]
pub use self::sequential::Threads;

/// Parallel iteration over slices, with rayon's names.
pub(crate) mod prelude {
    #[cfg(not(feature = "threads"))]
    pub(crate) use super::sequential::{SequentialIter, SequentialSlice};
    #[cfg(feature = "threads")]
    pub(crate) use rayon::prelude::*;
}

/// Whether another thread can compute while one polls a query's future. Otherwise the future computes itself, and all
/// samples are loaded before.
pub(crate) const COMPUTES_IN_BACKGROUND: bool = cfg!(all(feature = "threads", not(target_family = "wasm")));
