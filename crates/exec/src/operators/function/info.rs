//! Labels of info metrics.
//!
//! Which info series a sample meets is found once for all series of the same identity, as runs of steps; a base series
//! becomes a row for each set of labels that it is given over time.

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

/// Gives the rows of `base` the labels of the info series that the node `info` selects.
///
/// # Errors
/// Returns an error if info series contradict each other, and whatever goes wrong while rows are computed.
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

/// The matchers that say which labels are taken over: those not on the name.
fn data_matchers(selector: &VectorSelector) -> Vec<&Matcher> {
    selector.matchers.iter().filter(|matcher| matcher.name() != METRIC_NAME).collect()
}
