//! Expressions that were compiled a moment ago: files of rules have the same ones again and again.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::anchored::CompiledPattern;
use super::syntax::RegexError;

/// So many expressions are kept by each thread; when there are more, it starts over.
const MAX_KEPT: usize = 64;
/// What is longer, or takes more memory, is not kept.
const MAX_BYTES: usize = 128;
/// In the units of [`CompiledPattern::cost`].
const MAX_COST: usize = 2_000;

thread_local! {
    static RECENT: RefCell<FxHashMap<Box<str>, Arc<CompiledPattern>>> = RefCell::default();
}

/// The expression compiled, by this thread a moment ago or now.
///
/// # Errors
/// As [`CompiledPattern::new`].
pub fn compile(pattern: &str) -> Result<Arc<CompiledPattern>, RegexError> {
    if let Some(compiled) = RECENT.with_borrow(|recent| recent.get(pattern).cloned()) {
        return Ok(compiled);
    }
    let compiled = Arc::new(CompiledPattern::new(pattern)?);
    if pattern.len() <= MAX_BYTES && compiled.is_slow_to_compile() && compiled.cost() <= MAX_COST {
        RECENT.with_borrow_mut(|recent| {
            if recent.len() >= MAX_KEPT {
                recent.clear();
            }
            recent.insert(pattern.into(), Arc::clone(&compiled));
        });
    }
    Ok(compiled)
}
