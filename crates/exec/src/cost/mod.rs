//! What a query costs, in Prometheus's numbers: series touched, samples read, samples held at once.
//!
//! Selectors count what they read as they read it ([`Reads`]), each row once however often it is computed. Counts belong to
//! the evaluation around the selector: that of the query, of a part that is evaluated once, or of a subquery ([`Frames`]).
//! Samples held at once are found for queries that may come near the limit: all nodes count the samples of their results
//! ([`Held`]), from which the most that Prometheus's evaluator would hold is computed at the end ([`peak`]).

mod bound;
mod counted;
mod counts;
mod frames;
mod held;
mod marks;
mod peak;
mod reads;
mod stats;
mod tally;
mod windows;

pub(crate) use counted::Counted;
pub(crate) use counts::Counts;
pub(crate) use frames::{FrameId, Frames};
pub(crate) use held::{Held, WindowLoads};
use held::{NodeHeld, RowLoad};
pub use reads::Reads;
use reads::TileReads;
pub(crate) use reads::{Unread, count_unread};
pub use stats::{QueryStats, StepStats};
pub(crate) use tally::Tally;
pub(crate) use windows::{RowWindows, WindowCounts};
