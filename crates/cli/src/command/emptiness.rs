//! Why a result is empty, as far as the linter knows it of the query and of what the data holds.

use promenade::documents::{Document, FileRange, ReadOptions};
use promenade::lint::snapshot::Snapshot;
use promenade::lint::{Finding, Linter, Selection, Settings};
use promenade::syntax::diagnostic::{Diagnostic, Severity};
use promenade::{Features, Storage};

use crate::errors::{Failure, report_diagnostics};
use crate::snapshot::collect;
use crate::terminal::Stream;

/// Shows what in the query finds nothing in the data: a metric, a label or a value that is not there, matchers that
/// exclude each other, labels that are gone.
pub(super) fn explain(expr: &str, features: Features, storage: &dyn Storage, stderr: Stream) -> Result<(), Failure> {
    let selection = Selection::new(&LINTS, &[], &[]).expect("a test finds the lints");
    // No server adds labels to this data.
    let snapshot = Some(Snapshot { of_targets: false, ..collect(storage, &[], usize::MAX)? });
    let linter = Linter::new(Settings::default().selection(selection).features(features).snapshot(snapshot));
    let document = Document::read(FILE_NAME, expr, &ReadOptions::default());
    let found: Vec<_> = linter.lint(&[document]).iter().map(diagnostic).collect();
    report_diagnostics(&found, expr, stderr);
    Ok(())
}

/// The lints that find what selects nothing, or what is lost on the way to the result.
const LINTS: [&str; 6] =
    ["impossible-matchers", "labels", "unknown-metric", "unknown-label", "unknown-label-value", "misspelt-label-value"];

/// A file with this name is one query.
const FILE_NAME: &str = "query.promql";

/// A finding as a remark: the query is answered as it stands.
fn diagnostic(finding: &Finding) -> Diagnostic<FileRange> {
    Diagnostic { severity: Severity::Info, labels: Vec::new(), help: None, ..finding.diagnostic.clone() }
}
