//! Rule files evaluated by Prometheus and by Promenade, round by round.

mod campaign;
mod compare;
mod shrink;

pub use campaign::{RuleCampaign, RuleFailure, RuleReport};
pub use compare::{rounds_differ, without_own_words};
