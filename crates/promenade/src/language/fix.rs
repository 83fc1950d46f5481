//! Fixes of lints, applied.

use promenade_lint::{FixedQuery, Linter, Safety, Settings, fix_query};
use promenade_syntax::Variables;

/// Applies the safe fixes of the lints that are on by default, until none is left. A query that Prometheus accepts is
/// accepted afterwards. [`fix_query`] takes a linter, and all fixes where it is asked to; files are
/// fixed by `fix_document`, with the feature `documents`.
///
/// ```
/// let fixed = promenade::fix(r#"sum(up{job=~"api"})"#);
/// assert_eq!(fixed.text, r#"sum(up{job="api"})"#);
/// assert_eq!(fixed.n_fixes, 1);
/// assert!(fixed.findings.is_empty());
/// ```
pub fn fix(query: &str) -> FixedQuery {
    fix_query(&Linter::new(Settings::default()), query, Variables::None, Safety::Safe)
}
