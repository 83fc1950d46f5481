//! Selectors with the same matchers share a scan, which reads everything that any of them needs.
//!
//! `errors / (errors + successes)` reads `errors` once. The scan covers the time ranges of its selectors, if they
//! touch or overlap: otherwise the scan would also read the time between them.

use promenade_functions::Kernel;
use promenade_model::Matcher;
use promenade_model::stack::deeper;

use crate::explain::Series;
use crate::logical::{CallNode, LogicalPlan, Node, NodeId, NodeKind};
use crate::optimize::Pass;
use crate::scan::Scan;

pub(super) struct CommonSelectors;

impl Pass for CommonSelectors {
    fn name(&self) -> &'static str {
        "common-selectors"
    }

    fn summary(&self) -> &'static str {
        "Reads series once for all selectors with the same matchers."
    }

    fn apply(&self, plan: &mut LogicalPlan) -> Vec<String> {
        let known: Vec<Vec<NodeId>> = plan.scans.iter().map(|scan| scan.nodes.clone()).collect();
        let mut info_selectors = Vec::new();
        collect_info_selectors(&plan.root, &mut info_selectors);
        let is_info = |scan: &Scan| scan.nodes.iter().any(|id| info_selectors.contains(id));
        let (mut apart, mut scans): (Vec<_>, Vec<_>) = std::mem::take(&mut plan.scans).into_iter().partition(is_info);
        scans.sort_by_key(|scan| scan.start_ms);
        for scan in scans {
            match plan.scans.iter_mut().find(|shared| can_share(shared, &scan)) {
                Some(shared) => share(shared, scan),
                None => plan.scans.push(scan),
            }
        }
        plan.scans.iter_mut().for_each(|scan| scan.nodes.sort_unstable());
        let is_new = |scan: &&Scan| !known.contains(&scan.nodes);
        let changes = plan.scans.iter().filter(is_new).map(change).collect();
        plan.scans.append(&mut apart);
        plan.scans.sort_by_key(|scan| scan.nodes.iter().min().copied());
        changes
    }
}

fn change(scan: &Scan) -> String {
    format!("{} selectors of {} share a scan", scan.nodes.len(), Series(&scan.matchers))
}

/// The selectors of info series. They must not see samples outside of their time ranges.
fn collect_info_selectors(node: &Node, ids: &mut Vec<NodeId>) {
    if let NodeKind::Call(CallNode { def, args }) = &node.kind
        && matches!(def.kernel, Kernel::Info)
    {
        ids.extend(args.get(1).map(|arg| arg.id));
    }
    node.children().for_each(|child| deeper(|| collect_info_selectors(child, ids)));
}

/// Scans are sorted by start.
fn can_share(earlier: &Scan, later: &Scan) -> bool {
    later.start_ms <= earlier.end_ms.saturating_add(1) && same_series(&earlier.matchers, &later.matchers)
}

fn same_series(a: &[Matcher], b: &[Matcher]) -> bool {
    a.iter().all(|m| b.contains(m)) && b.iter().all(|m| a.contains(m))
}

fn share(shared: &mut Scan, scan: Scan) {
    shared.start_ms = shared.start_ms.min(scan.start_ms);
    shared.end_ms = shared.end_ms.max(scan.end_ms);
    shared.step_ms = if shared.step_ms == scan.step_ms { scan.step_ms } else { 0 };
    shared.range_ms = shared.range_ms.max(scan.range_ms);
    shared.func = shared.func.filter(|func| scan.func == Some(func));
    shared.grouping = shared.grouping.take().filter(|grouping| scan.grouping.as_ref() == Some(grouping));
    shared.skip_buckets &= scan.skip_buckets;
    shared.start_timestamps |= scan.start_timestamps;
    shared.nodes.extend(scan.nodes);
}
