//! The index of the catalogue: functions and aggregators by name.

use std::sync::LazyLock;

use crate::aggregators::{self, AggregatorDef};
use crate::definition::FunctionDef;
use crate::{absent, date, histogram, info, label, math, range, scalar, sort, time};

/// Functions without range vectors: one entry per folder, each with a list per file.
static FOLDERS: &[&[&[FunctionDef]]] = &[
    math::ALL,
    &[date::ROWS],
    scalar::ALL,
    histogram::ALL,
    label::ALL,
    &[sort::ROWS],
    &[time::ROWS],
    &[absent::ROWS, info::ROWS],
];

/// All functions, sorted by name.
static FUNCTIONS: LazyLock<Vec<&'static FunctionDef>> = LazyLock::new(|| {
    let instant = FOLDERS.iter().copied().flatten().copied().flatten();
    let mut all: Vec<_> = instant.chain(range::ALL.iter().copied()).collect();
    all.sort_by_key(|f| f.name);
    all
});

/// The function with this name; names are case-sensitive.
pub fn function(name: &str) -> Option<&'static FunctionDef> {
    FUNCTIONS.binary_search_by(|f| f.name.cmp(name)).ok().map(|i| FUNCTIONS[i])
}

/// All functions, sorted by name.
pub fn functions() -> impl Iterator<Item = &'static FunctionDef> {
    FUNCTIONS.iter().copied()
}

/// The aggregator with this name, in any case.
pub fn aggregator(name: &str) -> Option<&'static AggregatorDef> {
    aggregators().find(|a| a.name.eq_ignore_ascii_case(name))
}

/// All aggregators.
pub fn aggregators() -> impl Iterator<Item = &'static AggregatorDef> {
    aggregators::ALL.iter().copied()
}
