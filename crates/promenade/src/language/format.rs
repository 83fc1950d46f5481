//! One layout for every query.

use promenade_format::Options;
use promenade_syntax::Diagnostic;

/// Lays a query out: on one line where it fits into 100 characters, else over several. Comments stay, and so does the
/// meaning. [`format::format`](crate::format::format) takes [options](crate::FormatOptions).
///
/// ```
/// assert_eq!(promenade::format("sum(rate(x[5m]))by(job)").unwrap(), "sum by (job) (rate(x[5m]))");
/// ```
///
/// # Errors
/// The errors of syntax.
pub fn format(query: &str) -> Result<String, Vec<Diagnostic>> {
    promenade_format::format(query, &Options::default()).map(|formatted| formatted.text)
}
