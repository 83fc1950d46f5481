//! `foo unless sum(foo)`: a series without labels matches none that has some.

use promenade_model::labels::METADATA_LABELS;
use promenade_model::value::SourceRange;
use promenade_semantic::flow::{Flow, Presence, Source};
use promenade_syntax::Expr;
use promenade_syntax::ast::{BinaryExpr, BinaryOp, LabelName};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::facts::counter::is_recorded;
use crate::facts::selector::metric_name;
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL329",
    name: "unlabelled-operand",
    group: Group::Correctness,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds operations that match a series without labels with series that have some.",
        why: "Without `on` both sides have to agree in all labels. A sum of everything, `vector(0)` and the like have none, \
              and series of metrics have at least `job` and `instance`, so that they never match: `and` and arithmetic \
              leave nothing, `unless` takes nothing away, and a fallback with `or vector(0)` is never used.",
        example: Example::Query("node_load1 > 4 unless sum(maintenance)"),
        instead: "Match with `on ()`, with `group_left` where the other side has several series, or keep the labels of the \
                  other side.",
        better: Example::Query("node_load1 > 4 unless on () sum(maintenance)"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries() {
        let is_open = binary.matching.on || binary.matching.labels.iter().any(LabelName::holds_variable);
        let fill = binary.matching.fill_values;
        if is_open || binary.op == BinaryOp::Or || fill.lhs.is_some() || fill.rhs.is_some() {
            continue;
        }
        let is_never = |expr: &Expr| cx.flow(expr).is_none_or(Flow::never_returns);
        if is_never(&binary.lhs) || is_never(&binary.rhs) || is_never(node.expr) {
            continue;
        }
        // What stands on the left of a set operator is kept as it is; on the right of `unless` a fallback may be for others.
        let sides = [(&binary.lhs, &binary.rhs), (&binary.rhs, &binary.lhs)];
        for (side, other) in sides {
            if let Some(message) = said(cx, binary, side, other) {
                report.add(side.range.clone(), message).related(other.range.clone(), "this has labels");
                break;
            }
        }
    }
}

/// What is wrong with a side that has series without labels, if all of the other side have labels.
fn said(cx: &QueryContext<'_>, binary: &BinaryExpr, side: &Expr, other: &Expr) -> Option<String> {
    let (flow, of_other) = (cx.flow(side)?, cx.flow(other)?);
    let n_bare = flow.live().filter(|source| !has_labels(source, binary)).count();
    let are_apart = of_other.live().all(|source| surely_has_labels(source, binary)) && are_scraped(cx, other);
    if n_bare == 0 || !are_apart || !cx.is_vector(side) || !cx.is_vector(other) {
        return None;
    }
    Some(if n_bare == flow.live().count() {
        format!("this has no labels, so that `{}` matches it with none of the other side", binary.op)
    } else {
        format!("what stands in here has no labels, so that `{}` matches it with none of the other side", binary.op)
    })
}

/// Whether series may have labels by which they match.
fn has_labels(source: &Source, binary: &BinaryExpr) -> bool {
    source.labels.rest().presence() != Presence::Impossible
        || matched(source, binary).any(|(_, presence)| presence != Presence::Impossible)
}

/// Whether series have labels by which they match, as far as the metric is one that has the labels that it is grouped by.
/// Labels of whole servers are on all series or on none.
fn surely_has_labels(source: &Source, binary: &BinaryExpr) -> bool {
    let is_there = |(name, presence): (&str, Presence)| match presence {
        Presence::Impossible => false,
        Presence::Guaranteed => true,
        Presence::Possible => !OF_SERVERS.contains(&name),
    };
    source.labels.rest().presence() != Presence::Impossible || matched(source, binary).any(is_there)
}

/// The labels by which series match and of which something is known.
fn matched<'a>(source: &'a Source, binary: &'a BinaryExpr) -> impl Iterator<Item = (&'a str, Presence)> {
    let is_ignored =
        |name: &str| METADATA_LABELS.contains(&name) || binary.matching.labels.iter().any(|label| label.text == name);
    let named = source.labels.named().filter(move |(name, _)| !is_ignored(name));
    named.map(|(name, fact)| (name, fact.presence()))
}

/// Labels that tell servers from each other, which series of a single server lack.
const OF_SERVERS: [&str; 8] =
    ["cluster", "prometheus", "replica", "tenant", "region", "environment", "env", "datacenter"];

/// Whether all metrics of an expression are scraped, so that they have labels; rules may record series without any.
fn are_scraped(cx: &QueryContext<'_>, expr: &Expr) -> bool {
    let Some(node) = cx.nodes.of(expr) else { return false };
    let mut selectors = cx.nodes.selectors_below(node).peekable();
    let is_scraped = |name: &str| !is_recorded(name);
    selectors.peek().is_some()
        && selectors.all(|(_, selector)| metric_name(selector).is_some_and(is_scraped) && !selector.holds_variable())
}
