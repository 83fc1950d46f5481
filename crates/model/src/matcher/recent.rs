//! Expressions that were compiled a moment ago: files of rules have the same ones again and again.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::plan::Plan;
use super::syntax::RegexError;

/// So many expressions are kept by each thread; when there are more, it begins anew.
const MAX_KEPT: usize = 64;
/// What is longer, or takes more memory, is not kept.
const MAX_BYTES: usize = 128;
/// In the units of [`Plan::cost`].
const MAX_COST: usize = 2_000;

thread_local! {
    static RECENT: RefCell<FxHashMap<Box<str>, Arc<Plan>>> = RefCell::default();
}

/// The expression compiled, by this thread a moment ago or now.
pub(super) fn compile(pattern: &str) -> Result<Arc<Plan>, RegexError> {
    if let Some(plan) = RECENT.with_borrow(|recent| recent.get(pattern).cloned()) {
        return Ok(plan);
    }
    let plan = Arc::new(Plan::new(pattern)?);
    if pattern.len() <= MAX_BYTES && plan.is_slow_to_compile() && plan.cost() <= MAX_COST {
        RECENT.with_borrow_mut(|recent| {
            if recent.len() >= MAX_KEPT {
                recent.clear();
            }
            recent.insert(pattern.into(), Arc::clone(&plan));
        });
    }
    Ok(plan)
}
