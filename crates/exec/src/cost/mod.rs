//! The cost of a query in Prometheus's numbers: series touched, samples read, samples held at once.
//!
//! Selectors count the samples that they read ([`Reads`]), each row once even if it is computed several times. The
//! counts belong to the evaluation that contains the selector: the query, a part that is evaluated once, or a
//! subquery ([`Frames`]). Samples held at once are counted only for queries that may come near the limit: each node
//! counts the samples of its result ([`Held`]), from which the peak of Prometheus's evaluator is computed at the end
//! ([`peak`]).

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
