//! Rules over a range of time: when each alert would have been pending and firing, and what rules would have recorded.
//!
//! Groups are evaluated at the times at which Prometheus evaluates them ([`first_evaluation_ms`]). Of groups that are
//! evaluated at the same time, those that others read come first, else the order of files decides.
//!
//! A rule is evaluated in one of two ways, which give the same samples, alerts and errors. *In columns* its expression is
//! one range query over many steps; this needs all that the rule reads to be there before. *Step by step* it is evaluated at
//! one time after the other. Which way is taken is decided from label flow: rules that read what is
//! written later in the same round, themselves included, go step by step together, and so do rules that might write
//! the same series, or whose meaning depends on the times of the query (`@ start()`).

mod columns;
mod components;
mod observer;
mod order;
mod run;
mod slots;
mod time_shape;

pub use observer::{Observer, ReplayedStep};
pub(crate) use order::Order;
pub use run::{Replay, ReplayOptions};
pub use slots::first_evaluation_ms;
