//! Labels of info metrics.
//!
//! Which info series a sample meets is found once for all series of the same identity, as runs of steps; a base series
//! becomes a row for each set of labels that it is given over time.

mod enrich;
mod newest;
mod select;

use promenade_model::Matcher;
use promenade_model::labels::METRIC_NAME;
use promenade_plan::{CallNode, Grid, Node, NodeKind, Reference, VectorSelector};

use self::enrich::Enrichment;
use self::select::InfoSeries;
use crate::ExecError;
use crate::operators::duplicates;
use crate::physical::{Builder, Value};

pub(crate) fn build(builder: &mut Builder<'_>, _: &Node, call: &CallNode, grid: Grid) -> Result<Value, ExecError> {
    let ([expr, selector_node, ..], Some(selector)) = (call.args.as_slice(), call.args.get(1).and_then(selector))
    else {
        return Err(ExecError::IllTypedPlan { operation: call.def.name });
    };
    let base = builder.vector(expr, grid)?;
    let Reference { at_ms, offset_ms } = Reference::shared(expr).unwrap_or_default();
    let at = match at_ms {
        Some(at_ms) => VectorSelector { at_ms: Some(at_ms.saturating_sub(offset_ms)), ..selector.clone() },
        None => VectorSelector { offset_ms, ..selector.clone() },
    };
    let series = InfoSeries::read(builder, &base, (selector_node, selector), &at, grid)?;
    let enrichment = Enrichment::new(&series, data_matchers(selector));
    let operator = enrichment.operator(builder, &base)?;
    duplicates::merge_always(builder, operator).map(Value::Vector)
}

fn selector(node: &Node) -> Option<&VectorSelector> {
    match &node.kind {
        NodeKind::VectorSelector(selector) => Some(selector),
        _ => None,
    }
}

/// The matchers that say which labels are taken over: those not on the name.
fn data_matchers(selector: &VectorSelector) -> Vec<&Matcher> {
    selector.matchers.iter().filter(|matcher| matcher.name() != METRIC_NAME).collect()
}
