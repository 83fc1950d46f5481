//! `info`: adds the labels of info series to base series.
//!
//! Matching info series are found once for all series with the same identifying labels, as runs of steps. A base
//! series becomes a row for each label set that it gets over time.

mod enrich;
mod newest;
mod select;

use std::sync::Arc;

use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{Node, NodeKind, VectorSelector};

use self::enrich::Enrichment;
use self::select::InfoSeries;
use crate::evaluator::{Evaluated, Evaluator, Scope};
use crate::{ExecError, Operator};

/// Adds the labels of the info series that the node `info` selects to the rows of `base`.
///
/// # Errors
/// Returns an error if info series contradict each other, or any error of computing the rows.
pub(crate) fn build(
    evaluator: &mut Evaluator<'_>,
    info: &Node,
    base: &Arc<dyn Operator>,
    scope: Scope,
) -> Result<Evaluated, ExecError> {
    let NodeKind::VectorSelector(selector) = &info.kind else {
        return Err(ExecError::IllTypedPlan { operation: "the info series" });
    };
    let series = InfoSeries::read(evaluator, base, (info, selector), scope)?;
    Enrichment::new(&series, data_matchers(selector)).operator(evaluator, base).map(Evaluated::Vector)
}

/// The matchers that select which labels are copied: all but those on the metric name.
fn data_matchers(selector: &VectorSelector) -> Vec<&Matcher> {
    selector.matchers.iter().filter(|matcher| matcher.name() != METRIC_NAME).collect()
}
