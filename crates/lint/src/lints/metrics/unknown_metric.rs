//! A metric that the snapshot does not list.

use promenade_syntax::variables::holds_variable;
use std::fmt::Write;

use promenade_documents::QueryIdx;
use promenade_model::UnquotedNames;
use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::VectorSelector;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::context::DocumentsContext;
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
            for (_, selector) in query.nodes().selectors() {
                let Some(name) = metric_name(selector).filter(|name| !is_known(name)) else { continue };
                if let Some(range) = name_range(selector).filter(|_| !holds_variable(name)) {
                    let finding =
                        report.add_in(document, embedded.to_file(range), format!("there is no metric `{name}`"));
                    finding.query = Some(QueryIdx(idx));
                    let nearest = || nearest(name, snapshot.metrics.keys().map(String::as_str));
                    suggest(finding, selector, *meant.entry(name).or_insert_with(nearest), unquoted_names);
                }
            }
        }
    }
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
