//! `rate(x[1m])` where samples come once a minute: there is hardly ever a result.

use promenade_functions::MetricKind;
use promenade_model::duration::format_duration;
use promenade_syntax::ExprKind;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL901",
    name: "short-window",
    group: Group::Profile,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds windows of counters that are shorter than four scrapes; needs the scrape interval of a profile.",
        why: "A rate needs two samples. Where a scrape is late or fails, a short window has fewer, and the result has gaps.",
        example: Example::None,
        instead: "Take a window of four scrape intervals or more.",
        better: Example::None,
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

/// So many scrapes a window should have.
const N_SCRAPES: i64 = 4;

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    let Some(interval_ms) = cx.settings.profile.as_ref().and_then(|profile| profile.scrape_interval_ms) else { return };
    for (_, call, def) in cx.nodes.calls().filter(|(_, _, def)| def.behavior.usage.takes == MetricKind::Counter) {
        for arg in &call.args {
            let ExprKind::Matrix(matrix) = &arg.unparenthesized().kind else { continue };
            let Some(range_ms) = matrix.range.unparenthesized().literal_ms() else { continue };
            if range_ms < interval_ms.saturating_mul(N_SCRAPES) {
                let message = format!(
                    "`{}` over a window of less than four scrapes, which come every {}",
                    def.name,
                    format_duration(interval_ms)
                );
                report.add(matrix.range.range.clone(), message);
            }
        }
    }
}
