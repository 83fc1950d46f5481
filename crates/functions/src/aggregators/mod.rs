//! Aggregators, one file each.

use promenade_model::ValueType;

use crate::definition::{Docs, Stability};

/// One aggregator: all that any part of Promenade knows of it.
#[derive(Debug)]
pub struct AggregatorDef {
    /// The name, in lower case; the language takes it in any case.
    pub name: &'static str,
    /// Type of the parameter, where it has one.
    pub param: Option<ValueType>,
    /// Whether it needs a feature flag.
    pub stability: Stability,
    /// What people read of it.
    pub docs: Docs,
}

/// All aggregators.
pub static ALL: &[&AggregatorDef] = &[];
