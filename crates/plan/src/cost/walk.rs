//! The selectors of a plan with the times at which they read.

use promenade_functions::Kernel;
use promenade_functions::samples::RangeMode;
use promenade_model::stack::deeper;

use super::reads::{Look, SelectorReads};
use crate::logical::{LogicalPlan, Node, NodeKind, VectorSelector};

/// Returns the reads of each selector of a plan. Selectors in subqueries without steps read nothing and are omitted.
pub fn selector_reads(plan: &LogicalPlan) -> Vec<SelectorReads> {
    let mut reads = Vec::new();
    visit(&plan.root, &mut reads);
    reads
}

fn visit(node: &Node, reads: &mut Vec<SelectorReads>) {
    deeper(|| match &node.kind {
        NodeKind::VectorSelector(selector) => {
            let look = match selector.mode {
                RangeMode::Smoothed => Look::Uncounted,
                RangeMode::Plain | RangeMode::Anchored => Look::Newest(selector.times.lookback_ms),
            };
            reads.extend(of_selector(node, selector, look));
        }
        NodeKind::MatrixSelector(matrix) => {
            let times = matrix.selector.times;
            reads.extend(of_selector(node, &matrix.selector, Look::Window(times.before_ms, times.after_ms)));
        }
        NodeKind::Call(call) if matches!(call.def.kernel, Kernel::Info) => {
            let [base, info, ..] = call.args.as_slice() else { return };
            visit(base, reads);
            // Buckets are not read in any case.
            reads.extend(newest(info).map(|reads| SelectorReads { skip_buckets: false, ..reads }));
        }
        NodeKind::Call(call) if matches!(call.def.kernel, Kernel::Timestamp | Kernel::StartTimestamp) => {
            for arg in call.args.iter() {
                // Only timestamps are read from a selector; any other argument is evaluated as usual.
                match &arg.kind {
                    NodeKind::VectorSelector(_) => {
                        reads.extend(newest(arg).map(|reads| SelectorReads { times_only: true, ..reads }));
                    }
                    _ => visit(arg, reads),
                }
            }
        }
        _ => node.children().for_each(|child| visit(child, reads)),
    });
}

/// The reads of an instant selector that finds the newest samples.
fn newest(node: &Node) -> Option<SelectorReads> {
    match &node.kind {
        NodeKind::VectorSelector(selector) => of_selector(node, selector, Look::Newest(selector.times.lookback_ms)),
        _ => None,
    }
}

fn of_selector(node: &Node, selector: &VectorSelector, look: Look) -> Option<SelectorReads> {
    let times = selector.times;
    // The same window at all steps is read once.
    let is_read_once = selector.at_ms.is_some() && matches!(look, Look::Window(..));
    let reads = SelectorReads {
        node: node.id,
        range: node.range.clone(),
        grid: if is_read_once { times.grid.first_step() } else { times.grid },
        look,
        offset_ms: selector.offset_ms,
        at_ms: selector.at_ms,
        share: times.share,
        times_only: false,
        skip_buckets: selector.skip_buckets,
    };
    (times.grid.n_steps() > 0).then_some(reads)
}
