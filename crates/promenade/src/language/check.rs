//! Names and types.

use promenade_semantic::{Checked, Options, parse_and_check};

/// Parses a query and checks its names and types as Prometheus does: the typed tree, or what is wrong with it.
///
/// ```
/// let diagnostics = promenade::check("rate(requests_total)").into_result().unwrap_err();
/// assert_eq!(diagnostics.len(), 1);
/// assert_eq!(diagnostics[0].range, 5..19);
/// assert_eq!(diagnostics[0].severity, promenade::syntax::Severity::Error);
///
/// let expr = promenade::check("rate(requests_total[5m])").into_result().unwrap();
/// assert_eq!(expr.value_type, promenade::model::ValueType::Vector);
/// ```
pub fn check(query: &str) -> Checked {
    check_with(query, &Options::default())
}

/// As [`check`], with feature flags, variables and limits.
///
/// ```
/// use promenade::{Features, LanguageOptions, check_with};
///
/// let options = LanguageOptions::default().features(Features::all());
/// assert!(check_with("sort_by_label(up, \"job\")", &options).into_result().is_ok());
/// ```
pub fn check_with(query: &str, options: &Options) -> Checked {
    parse_and_check(query, options)
}
