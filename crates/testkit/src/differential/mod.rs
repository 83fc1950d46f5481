//! Prometheus and Promenade side by side: the same queries over the same data, and what differs between the answers.
//!
//! Prometheus runs as another program, which answers JSON lines (the oracle). One process runs for each set of data.

mod campaign;
mod compare;
mod explained;
mod judge;
mod process;
mod recorded;
pub mod rules;
mod save;
pub mod shrink;
mod stores;

pub use campaign::{Campaign, FEATURES, Failure, Options, Report};
pub use compare::{Class, Difference, Order, compare};
pub use explained::{Asked, EXPLAINED, Explanation, Seen, explain};
pub use judge::{Judge, Verdict, features_of, order};
pub use process::{Oracle, Program};
pub use recorded::Recorded;
pub use save::script;
pub use shrink::{Case, shrink};
