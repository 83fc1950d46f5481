//! The catalogue's index: functions and aggregators by name.

use crate::aggregators::{self, AggregatorDef};
use crate::definition::FunctionDef;
use crate::range;

/// Every list of functions, a row for each folder.
static LISTS: &[&[&FunctionDef]] = &[range::ALL];

/// The function of this name; names are case-sensitive.
pub fn function(name: &str) -> Option<&'static FunctionDef> {
    functions().find(|f| f.name == name)
}

/// All functions.
pub fn functions() -> impl Iterator<Item = &'static FunctionDef> {
    LISTS.iter().flat_map(|list| list.iter().copied())
}

/// The aggregator of this name, in any case.
pub fn aggregator(name: &str) -> Option<&'static AggregatorDef> {
    aggregators().find(|a| a.name.eq_ignore_ascii_case(name))
}

/// All aggregators.
pub fn aggregators() -> impl Iterator<Item = &'static AggregatorDef> {
    aggregators::ALL.iter().copied()
}
