//! Which part of a query fails: parts are evaluated on their own, from the whole query down.

use promenade_model::value::SourceRange;
use promenade_plan::{Grid, LogicalPlan, Node, NodeKind};
use promenade_storage::Storage;

use super::parts::Parts;
use crate::{Engine, QueryError};

/// The most parts that are evaluated.
const MAX_PARTS: usize = 100;

/// The place of the innermost part that fails with the same words as the whole query.
pub(crate) async fn range(
    engine: &Engine,
    plan: &LogicalPlan,
    storage: &dyn Storage,
    error: &QueryError,
) -> Option<SourceRange> {
    let (parts, words) = (Parts { engine, plan, storage }, error.to_string());
    let (mut failing, mut grid) = (&plan.root, plan.grid);
    let mut n_left = MAX_PARTS;
    'down: loop {
        for (child, child_grid) in children(failing, grid) {
            n_left = n_left.checked_sub(1)?;
            let value = match child.kind {
                // A range vector is no query over a range of time.
                NodeKind::MatrixSelector(_) if !parts.is_instant(child_grid) => continue,
                _ => parts.value(child, child_grid).await,
            };
            if value.is_err_and(|other| other.to_string() == words) {
                (failing, grid) = (child, child_grid);
                continue 'down;
            }
        }
        return Some(failing.range.clone());
    }
}

/// The children of a part with their steps; for a subquery what it evaluates.
fn children(node: &Node, grid: Grid) -> Vec<(&Node, Grid)> {
    let grid = match &node.kind {
        NodeKind::Subquery(subquery) => subquery.grid(grid),
        NodeKind::StepInvariant(_) => grid.first_step(),
        _ => grid,
    };
    node.children().map(|child| evaluated(child, grid)).collect()
}

fn evaluated(node: &Node, grid: Grid) -> (&Node, Grid) {
    match &node.kind {
        NodeKind::Subquery(subquery) => (&subquery.expr, subquery.grid(grid)),
        _ => (node, grid),
    }
}
