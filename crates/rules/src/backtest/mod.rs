//! Backtests: when the alerts of rules would have been pending and firing over data that is there.
//!
//! Rules are replayed ([`crate::replay`]) over a store. What they record lies over it, so that a rule reads what another
//! records although no server has recorded it yet; series of the store that the rules record themselves are hidden. Where
//! the data has no samples for a selector of a rule, the report says so: silence there says nothing.

mod change;
mod history;
mod presence;
mod report;
mod run;

pub use change::{AlertChange, Change, changes};
pub use report::{
    ActiveSpan, AlertHistory, BacktestReport, MissingData, RuleFailures, RuleHistory, Span, StateSeries, Totals,
};
pub use run::{BacktestOptions, backtest};
