//! Text to a tree.

use promenade_semantic::Options;
use promenade_syntax::Parse;

/// Parses a query. The tree holds broken parts too, and the diagnostics say what is wrong with each. Types are not checked:
/// [`check`](crate::check) does that.
///
/// The names of aggregations are those of the catalogue, so that the tree is the one that Prometheus would make.
///
/// ```
/// use promenade::syntax::ExprKind;
///
/// let parsed = promenade::parse("sum by (job) (rate(requests_total[5m]))");
/// assert!(!parsed.has_errors());
/// assert!(matches!(parsed.expr.kind, ExprKind::Aggregate(_)));
///
/// // Text that is being written has a tree as well.
/// let parsed = promenade::parse("sum by (job) (rate(requests_total{code=");
/// assert!(parsed.has_errors());
/// assert!(matches!(parsed.expr.kind, ExprKind::Aggregate(_)));
/// ```
pub fn parse(query: &str) -> Parse {
    parse_with(query, &Options::default())
}

/// As [`parse`], with feature flags, variables and limits.
///
/// ```
/// use promenade::syntax::Variables;
/// use promenade::{LanguageOptions, parse_with};
///
/// let options = LanguageOptions::default().variables(Variables::Grafana);
/// assert!(!parse_with("rate(requests_total[$__rate_interval])", &options).has_errors());
/// ```
pub fn parse_with(query: &str, options: &Options) -> Parse {
    promenade_syntax::parse(query, &options.parse_options())
}
