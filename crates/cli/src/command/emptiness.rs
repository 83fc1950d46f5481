//! Why a result is empty, as far as the linter knows it of the query and of what the data holds.

use promenade::lint::{Finding, Linter, Selection, Settings};
use promenade::syntax::Variables;
use promenade::syntax::diagnostic::{Diagnostic, Severity};
use promenade::{Features, MemoryStorage};

use crate::errors::report_diagnostics;
use crate::snapshot::collect;
use crate::terminal::Stream;

/// Shows what in the query finds nothing in the data: a metric, a label or a value that is not there, matchers that
/// exclude each other, labels that are gone.
pub(super) fn explain(expr: &str, features: Features, storage: &MemoryStorage, stderr: Stream) {
    let selection = Selection::new(&RULES, &[], &[]).expect("a test finds the rules");
    let snapshot = Some(collect(storage, &[], usize::MAX));
    let linter = Linter::new(Settings { selection, features, snapshot, ..Settings::default() });
    let found: Vec<_> = linter.lint_query(expr, Variables::None).iter().map(diagnostic).collect();
    report_diagnostics(&found, expr, stderr);
}

/// The rules that find what selects nothing, or what is lost on the way to the result.
const RULES: [&str; 5] = ["impossible-matchers", "labels", "unknown-metric", "unknown-label", "unknown-label-value"];

/// A finding as a remark: the query is answered as it stands.
fn diagnostic(finding: &Finding) -> Diagnostic {
    let remark = Diagnostic::error(finding.rule.code, finding.range.clone(), finding.message.as_str());
    remark.with_severity(Severity::Info)
}
