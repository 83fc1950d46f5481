//! A cache of recently compiled expressions, which rule files often repeat.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::anchored::CompiledPattern;
use super::syntax::RegexError;

/// The maximum number of cached expressions per thread; when exceeded, the cache is cleared.
const MAX_KEPT: usize = 64;
/// Longer or larger expressions are not cached.
const MAX_BYTES: usize = 128;
/// In the units of [`CompiledPattern::cost`].
const MAX_COST: usize = 2_000;

thread_local! {
    static RECENT: RefCell<FxHashMap<Box<str>, Arc<CompiledPattern>>> = RefCell::default();
}

/// Compiles an expression, or returns it from the cache of this thread.
///
/// # Errors
/// Same as [`CompiledPattern::new`].
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
