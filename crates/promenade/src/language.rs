//! The language without data: queries as text, checked, laid out and explained.
//!
//! These functions take Prometheus's language without its feature flags; the modules that they come from take options.

use promenade_lint::{Finding, Linter, Settings};
use promenade_model::TimestampMs;
use promenade_model::value::SourceRange;
use promenade_semantic::{Checked, Options, parse_and_check};
use promenade_storage::MemoryStorage;
use promenade_syntax::{Diagnostic, Parse, Variables};

use crate::{Engine, EngineOptions, QueryError};

/// Parses a query. A broken one has a tree as well, and diagnostics. Types are not checked.
///
/// ```
/// let parsed = promenade::parse("sum by (job) (rate(requests_total[5m]))");
/// assert!(!parsed.has_errors());
/// ```
pub fn parse(query: &str) -> Parse {
    promenade_syntax::parse(query, &Options::default().parse_options())
}

/// Parses a query and checks its types: the typed tree, or what is wrong with it.
///
/// ```
/// let diagnostics = promenade::check("rate(requests_total)").into_result().unwrap_err();
/// assert_eq!(diagnostics.len(), 1);
/// ```
pub fn check(query: &str) -> Checked {
    parse_and_check(query, &Options::default())
}

/// Lays a query out: on one line where it fits, else over several.
///
/// ```
/// assert_eq!(promenade::format("sum(rate(x[5m]))by(job)").unwrap(), "sum by (job) (rate(x[5m]))");
/// ```
///
/// # Errors
/// The errors of syntax.
pub fn format(query: &str) -> Result<String, Vec<Diagnostic>> {
    promenade_format::format(query, &promenade_format::Options::default()).map(|formatted| formatted.text)
}

/// Finds what is probably not meant in a query: errors first, then the lints that are on by default.
///
/// ```
/// let findings = promenade::lint("rate(temperature_celsius)");
/// assert!(!findings.is_empty());
/// assert!(promenade::lint("sum by (job) (up)").is_empty());
/// ```
pub fn lint(query: &str) -> Vec<Finding<SourceRange>> {
    Linter::new(Settings::default()).lint_query(query, Variables::None)
}

/// Explains how an instant query is evaluated: its plan with what it reads, as text.
///
/// ```
/// let plan = promenade::explain("sum(rate(requests_total[5m]))", 600_000)?;
/// assert!(plan.contains("requests_total"));
/// # Ok::<(), promenade::QueryError>(())
/// ```
///
/// # Errors
/// Where the text is not a query, or cannot be planned for this time.
pub fn explain(query: &str, time_ms: TimestampMs) -> Result<String, QueryError> {
    let engine = Engine::new(EngineOptions::default());
    let plan = engine.query(MemoryStorage::default(), query).at(time_ms).plan()?;
    Ok(plan.explain().to_string())
}
