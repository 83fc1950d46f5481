//! Caches of recently compiled expressions, which rule files often repeat and rules evaluate again and again.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::anchored::CompiledPattern;
use super::search::GoRegex;
use super::syntax::RegexError;

/// The maximum number of cached expressions per thread; when exceeded, the cache is cleared.
const MAX_KEPT: usize = 64;
/// Longer or larger expressions are not cached.
const MAX_BYTES: usize = 128;
/// In the units of [`CompiledPattern::cost`].
const MAX_COST: usize = 2_000;

type Recent<T> = RefCell<FxHashMap<Box<str>, Arc<T>>>;

thread_local! {
    static PATTERNS: Recent<CompiledPattern> = RefCell::default();
    static SEARCHES: Recent<GoRegex> = RefCell::default();
}

/// Compiles an expression that matches whole texts, or returns it from the cache of this thread.
///
/// # Errors
/// Same as [`CompiledPattern::new`].
pub fn compile(pattern: &str) -> Result<Arc<CompiledPattern>, RegexError> {
    let is_kept = |compiled: &CompiledPattern| compiled.is_slow_to_compile() && compiled.cost() <= MAX_COST;
    PATTERNS.with(|recent| get_or_compile(recent, pattern, CompiledPattern::new, is_kept))
}

/// Compiles an expression for search and replacement, or returns it from the cache of this thread.
///
/// # Errors
/// Same as [`GoRegex::new`].
pub fn compile_search(pattern: &str) -> Result<Arc<GoRegex>, RegexError> {
    SEARCHES.with(|recent| get_or_compile(recent, pattern, GoRegex::new, |compiled| compiled.cost() <= MAX_COST))
}

fn get_or_compile<T>(
    recent: &Recent<T>,
    pattern: &str,
    compile: impl FnOnce(&str) -> Result<T, RegexError>,
    is_kept: impl FnOnce(&T) -> bool,
) -> Result<Arc<T>, RegexError> {
    if let Some(compiled) = recent.borrow().get(pattern) {
        return Ok(Arc::clone(compiled));
    }
    let compiled = Arc::new(compile(pattern)?);
    if pattern.len() <= MAX_BYTES && is_kept(&compiled) {
        let mut recent = recent.borrow_mut();
        if recent.len() >= MAX_KEPT {
            recent.clear();
        }
        recent.insert(pattern.into(), Arc::clone(&compiled));
    }
    Ok(compiled)
}
