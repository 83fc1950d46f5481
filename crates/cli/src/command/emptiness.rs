//! Shows why a result is empty.

use promenade::model::value::SourceRange;
use promenade::syntax::diagnostic::{Diagnostic, Severity};
use promenade::{EmptyReason, Storage, TimedQuery};

use crate::errors::{note, report_diagnostics};
use crate::terminal::Stream;
use crate::time::{Span, Times, format_time};

/// The reasons why the result of a query is empty; none where they cannot be found out.
pub(super) fn reasons(query: &TimedQuery<&dyn Storage>) -> Vec<EmptyReason> {
    query.wait_for_empty_reasons().unwrap_or_else(|error| {
        note(&format!("why the result is empty is not known: {error}"));
        Vec::new()
    })
}

/// Shows the reasons at their places, then the times of the query and of the data.
pub(super) fn report(reasons: &[EmptyReason], expr: &str, times: Times, span: Option<Span>, stderr: Stream) {
    let found: Vec<Diagnostic<SourceRange>> = reasons.iter().map(diagnostic).collect();
    report_diagnostics(&found, expr, stderr);
    let when = match times {
        Times::Instant(at_ms) => format!("at {}", format_time(at_ms)),
        Times::Range { start_ms, end_ms, .. } => format!("from {} to {}", format_time(start_ms), format_time(end_ms)),
    };
    let data = span.map_or_else(String::new, |(oldest, newest)| {
        let (oldest, newest) = (format_time(oldest), format_time(newest));
        if oldest == newest {
            format!("; all samples are at {newest}")
        } else {
            format!("; the samples lie between {oldest} and {newest}")
        }
    });
    note(&format!("the result {when} is empty{data}"));
}

/// A reason as a remark: the query is answered as it stands.
fn diagnostic(reason: &EmptyReason) -> Diagnostic<SourceRange> {
    let diagnostic = Diagnostic::error("", reason.range.clone(), reason.to_string()).with_severity(Severity::Info);
    match help(reason) {
        Some(help) => diagnostic.with_help(help),
        None => diagnostic,
    }
}

fn help(reason: &EmptyReason) -> Option<String> {
    match reason.kind.target_label() {
        Some(label) => Some(format!(
            "a Prometheus server adds `{label}` when it scrapes: add it to the data with --label {label}=NAME, or for \
             each file with --file-label {label}"
        )),
        None => reason.kind.help(),
    }
}
