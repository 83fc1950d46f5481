//! A metric that the snapshot does not list.

use std::fmt::Write;

use promenade_documents::QueryIdx;
use promenade_model::UnquotedNames;
use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::value::SourceRange;
use promenade_syntax::ExprKind;
use promenade_syntax::ast::{BinaryOp, VectorSelector};
use promenade_syntax::variables::holds_variable;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::{DocumentsContext, Node, Nodes};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::condition::ALERT_METRICS;
use crate::facts::counter::is_recorded;
use crate::facts::selector::{matchers_on, metric_name};
use crate::finding::{Finding, Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL951",
    name: "unknown-metric",
    group: Group::Metrics,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds selectors of metrics that do not exist; needs a snapshot.",
        why: "The selector finds nothing: the name is misspelt, or the metric is no longer there.",
        example: Example::None,
        instead: "Correct the name, or take a new snapshot. Metrics that rules record are taken for known: those \
                  whose name has a colon, and those of the rules that are linted with the query.",
        better: Example::None,
        fix: FixDocs::Unsafe("Puts the most similar name in its place."),
    },
    check: Check::Documents(check),
};

/// The metrics that Prometheus writes of each scrape.
const SCRAPE_METRICS: [&str; 8] = [
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
    "scrape_timeout_seconds",
    "scrape_sample_limit",
    "scrape_body_size_bytes",
];

fn check(cx: &DocumentsContext<'_>, report: &mut Report<'_>) {
    let Some(snapshot) = &cx.settings.snapshot else { return };
    let unquoted_names = UnquotedNames::from(cx.settings.all_features());
    let recorded: FxHashSet<&str> = cx.rules().filter_map(|entry| entry.records()).collect();
    let is_known = |name: &str| {
        let is_written = ALERT_METRICS.contains(&name) || SCRAPE_METRICS.contains(&name);
        is_written || is_recorded(name) || recorded.contains(name) || snapshot.metrics.contains_key(name)
    };
    let mut meant: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    for (document, analyzed) in cx.documents.iter().enumerate() {
        for (idx, query) in analyzed.queries.iter().enumerate() {
            // Most queries name what is known only.
            let Some(embedded) = analyzed.document.query(QueryIdx(idx)) else { continue };
            if query.metrics.iter().all(|name| is_known(name)) {
                continue;
            }
            let nodes = query.nodes();
            for (node, selector) in nodes.selectors() {
                let Some(name) = metric_name(selector).filter(|name| !is_known(name)) else { continue };
                if let Some(range) = name_range(selector).filter(|_| !holds_variable(name)) {
                    let finding =
                        report.add_in(document, embedded.to_file(range), format!("there is no metric `{name}`"));
                    finding.query = Some(QueryIdx(idx));
                    if has_fallback(&nodes, node) {
                        finding.severity(Severity::Info);
                    }
                    let nearest = || like(name, snapshot.metrics.keys().map(String::as_str));
                    suggest(finding, selector, *meant.entry(name).or_insert_with(nearest), unquoted_names);
                }
            }
        }
    }
}

/// The metric that a name seems to mean: one with a unit or `_total` behind it, or one that is spelt alike.
fn like<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let is_ending =
        |rest: &str| rest.strip_prefix('_').is_some_and(|rest| rest.split('_').all(|w| ENDINGS.contains(&w)));
    let longer = known.clone().filter(|other| other.strip_prefix(name).is_some_and(is_ending));
    longer.min_by_key(|other| (other.len(), *other)).or_else(|| nearest(name, known))
}

/// The words at the end of names that say what a metric is, and that are left out by mistake.
const ENDINGS: [&str; 9] = ["total", "seconds", "milliseconds", "bytes", "ratio", "count", "sum", "bucket", "info"];

/// Whether the query says what to do where there is no such series: on either side of `or`, and on the right of `unless`.
fn has_fallback(nodes: &Nodes<'_>, selector: Node<'_>) -> bool {
    let mut below = selector;
    for above in nodes.ancestors(selector) {
        if let ExprKind::Binary(binary) = &above.expr.kind {
            let is_right = std::ptr::eq(&raw const binary.rhs, below.expr);
            if binary.op == BinaryOp::Or || binary.op == BinaryOp::Unless && is_right {
                return true;
            }
        }
        below = above;
    }
    false
}

/// Says which metric may be meant.
fn suggest(finding: &mut Finding, selector: &VectorSelector, meant: Option<&str>, unquoted_names: UnquotedNames) {
    let Some(meant) = meant else { return };
    let _ = write!(finding.diagnostic.message, "; did you mean `{meant}`?");
    if let Some(written) = selector.name.as_ref().filter(|_| unquoted_names.allow_metric(meant)) {
        finding.unsafe_fix(format!("replace it with `{meant}`"), vec![edit(written.range.clone(), meant)]);
    }
}

fn name_range(selector: &VectorSelector) -> Option<SourceRange> {
    let in_braces = || matchers_on(selector, METRIC_NAME).next().map(|matcher| matcher.range.clone());
    selector.name.as_ref().map(|name| name.range.clone()).or_else(in_braces)
}
