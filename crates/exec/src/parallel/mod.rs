//! The threads that queries compute on, and parallel iteration over slices. Without the feature `threads` the same calls
//! run one after the other on the calling thread, with the same results.

#[cfg(feature = "threads")]
mod pool;
#[cfg(not(feature = "threads"))]
mod sequential;

#[cfg(feature = "threads")]
pub use self::pool::Threads;
#[cfg(not(feature = "threads"))]
pub use self::sequential::Threads;

/// The parallel iterations over slices, by the names that rayon has for them.
pub(crate) mod prelude {
    #[cfg(not(feature = "threads"))]
    pub(crate) use super::sequential::{SequentialIter, SequentialSlice};
    #[cfg(feature = "threads")]
    pub(crate) use rayon::prelude::*;
}

/// Whether there can be a thread beside the one that polls a query's future. Where there is none, the future computes
/// itself, and all samples are loaded before.
pub(crate) const COMPUTES_IN_BACKGROUND: bool = cfg!(all(feature = "threads", not(target_family = "wasm")));
