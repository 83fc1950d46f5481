//! What is probably not meant.

use promenade_lint::{Finding, Linter, Settings};
use promenade_model::value::SourceRange;
use promenade_syntax::Variables;

/// Finds what is probably not meant in a query: errors first, then the lints that are on by default. A
/// [`Linter`] takes [settings](crate::LintSettings), and documents with the feature `documents`.
///
/// ```
/// let findings = promenade::lint("rate(temperature_celsius[5m])");
/// assert_eq!(findings[0].lint.name, "rate-of-gauge");
/// assert!(promenade::lint("sum by (job) (up)").is_empty());
/// ```
pub fn lint(query: &str) -> Vec<Finding<SourceRange>> {
    Linter::new(Settings::default()).lint_query(query, Variables::None)
}
