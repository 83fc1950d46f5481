//! The selectors of a plan with the times at which they look.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::stack::deeper;

use super::reads::{Look, SelectorReads};
use crate::hints::reach_ms;
use crate::logical::{CallNode, Grid, LogicalPlan, Node, NodeKind, Subquery, VectorSelector};
use crate::reference::Reference;

/// What each selector of a plan reads. Those inside of subqueries that have no step read nothing and are left out.
pub fn selector_reads(plan: &LogicalPlan) -> Vec<SelectorReads> {
    let mut walk = Walk { lookback_ms: plan.lookback_delta_ms, reads: Vec::new() };
    walk.node(&plan.root, Around { grid: plan.grid, share: 1.0 });
    walk.reads
}

struct Walk {
    lookback_ms: i64,
    reads: Vec<SelectorReads>,
}

/// The evaluation around a node.
#[derive(Clone, Copy)]
struct Around {
    grid: Grid,
    /// The part of its steps that counts.
    share: f64,
}

impl Walk {
    fn node(&mut self, node: &Node, around: Around) {
        if around.grid.n_steps() == 0 {
            return;
        }
        deeper(|| match &node.kind {
            NodeKind::VectorSelector(selector) => {
                let look = match selector.mode {
                    RangeMode::Smoothed => Look::Uncounted,
                    RangeMode::Plain | RangeMode::Anchored => Look::Newest(self.lookback_ms),
                };
                self.selector(node, selector, look, around);
            }
            NodeKind::MatrixSelector(matrix) => {
                let (before_ms, after_ms) = reach_ms(matrix.selector.mode, matrix.range_ms, self.lookback_ms);
                self.selector(node, &matrix.selector, Look::Window(before_ms, after_ms), around);
            }
            NodeKind::Subquery(subquery) => self.node(&subquery.expr, inside(subquery, around)),
            NodeKind::StepInvariant(inner) => {
                let grid = Grid { end_ms: around.grid.start_ms, ..around.grid };
                self.node(inner, Around { grid, ..around });
            }
            NodeKind::Call(call) if matches!(call.def.kernel, Kernel::Info) => self.info(call, around),
            NodeKind::Call(call) if matches!(call.def.kernel, Kernel::Timestamp | Kernel::StartTimestamp) => {
                self.times(&call.args, around);
            }
            _ => node.children().for_each(|child| self.node(child, around)),
        });
    }

    fn selector(&mut self, node: &Node, selector: &VectorSelector, look: Look, around: Around) {
        // The same window at all steps is read once.
        let is_read_once = selector.at_ms.is_some() && matches!(look, Look::Window(..));
        let end_ms = if is_read_once { around.grid.start_ms } else { around.grid.end_ms };
        self.reads.push(SelectorReads {
            offset_ms: selector.offset_ms,
            at_ms: selector.at_ms,
            share: around.share,
            skip_buckets: selector.skip_buckets,
            ..SelectorReads::new(node, Grid { end_ms, ..around.grid }, look)
        });
    }

    /// A selector of which only the times are read; any other argument is evaluated as it is anywhere.
    fn times(&mut self, args: &[Node], around: Around) {
        for arg in args {
            let NodeKind::VectorSelector(selector) = &arg.kind else {
                self.node(arg, around);
                continue;
            };
            self.selector(arg, selector, Look::Newest(self.lookback_ms), around);
            if let Some(reads) = self.reads.last_mut() {
                reads.times_only = true;
            }
        }
    }

    /// The info series are read at the times at which the selectors of the argument all look.
    fn info(&mut self, call: &CallNode, around: Around) {
        let [base, info, ..] = call.args.as_slice() else { return };
        self.node(base, around);
        let Reference { at_ms, offset_ms } = Reference::shared(base).unwrap_or_default();
        self.reads.push(SelectorReads {
            offset_ms,
            at_ms,
            share: around.share,
            ..SelectorReads::new(info, around.grid, Look::Newest(self.lookback_ms))
        });
    }
}

/// The evaluation inside of a subquery. Where its windows leave gaps, the steps in them do not count.
fn inside(subquery: &Subquery, around: Around) -> Around {
    let grid = subquery.grid(around.grid);
    let n_windows = if subquery.at_ms.is_some() { 1 } else { around.grid.n_steps() };
    let is_gapless = n_windows <= 1 || subquery.range_ms >= around.grid.step_ms;
    let part = if is_gapless { 1.0 } else { subquery.range_ms as f64 / around.grid.step_ms as f64 };
    Around { grid, share: around.share * part }
}
