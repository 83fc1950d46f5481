//! What a rule reads and what it writes, decided from selectors and label flow.

mod output;
mod selectors;

pub(crate) use output::{Reading, RuleOutput};
pub(crate) use selectors::{RuleReads, selectors};
