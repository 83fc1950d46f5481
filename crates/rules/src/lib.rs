//! Evaluation of recording and alerting rules, as Prometheus 3.16 evaluates them.
//!
//! [`load_groups`] reads the groups of a document; [`RuleGroup::step`] evaluates a group at one time over a
//! [`RuleStorage`] and writes what its rules give, so that later rules and later steps see it. Nothing here reads files or
//! clocks: [`unit_tests`] takes files through a trait.

// Without the feature `threads` of storage, series need not be `Send`; they are shared all the same.
#![allow(clippy::arc_with_non_send_sync)]

mod alert;
mod alerting;
pub mod backtest;
pub mod coverage;
mod definition;
mod error;
mod group;
mod load;
mod markdown;
pub mod mutation;
mod options;
mod query;
mod reads;
mod recording;
pub mod replay;
pub mod storage;
mod template;
pub mod unit_tests;
mod vacuity;

pub use alert::{Alert, AlertState};
pub use definition::{GroupDefinition, RuleDefinition, RulePlaces, RuleType};
pub use error::{RuleError, RuleQueryError};
pub use group::{GroupStep, Rule, RuleGroup, RuleStep};
pub use load::{LoadError, LoadOptions, load_groups};
pub use options::RuleOptions;
pub use query::RuleQuery;
pub use storage::{
    AppendError, GrowingStorage, HidingStorage, InputSeries, LayeredStorage, RuleStorage, WrittenSample, append_until,
};
