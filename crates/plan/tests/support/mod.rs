//! Shared test helpers.

use promenade_model::Features;
use promenade_plan::{LogicalPlan, PlanError, PlanOptions, lower};
use promenade_semantic::{Options, parse_and_check};

/// Plans a query without errors, with all features of the language.
pub(crate) fn try_plan(query: &str, options: PlanOptions) -> Result<LogicalPlan, PlanError> {
    let features = Features { delayed_name_removal: false, ..Features::all() };
    let typed = parse_and_check(query, &Options::with_features(features)).into_result();
    let typed = typed.unwrap_or_else(|diagnostics| panic!("{query}: {diagnostics:?}"));
    lower(&typed, &options.with_features(features))
}

/// The plan of a query that has one.
#[allow(dead_code)] // not used by every test
pub(crate) fn plan(query: &str, options: PlanOptions) -> LogicalPlan {
    try_plan(query, options).unwrap_or_else(|error| panic!("{query}: {error}"))
}
