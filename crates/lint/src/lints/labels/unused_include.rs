//! `x and on (pod) (y * on (job) group_left (team) z)`: the joined label gets lost.

use promenade_functions::{AggregatorDef, Param, ParamRole};
use promenade_model::ValueType;
use promenade_syntax::ast::{BinaryExpr, BinaryOp, LabelName, VectorMatchCardinality};
use promenade_syntax::{Expr, ExprKind};

use promenade_model::value::SourceRange;

use crate::context::{Node, QueryContext};
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL806",
    name: "unused-include",
    group: Group::Labels,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds labels of `group_left` and `group_right` that another operation between vectors takes away again.",
        why: "The join is there to add the label, but the result does not have it: often the join stands on the wrong side \
              of `and` or `unless`.",
        example: Example::Query("up and on (instance) (errors > 0) * on (job) group_left (team) job_info"),
        instead: "Join with the whole expression, or do not name the label. Labels that an aggregation drops are not \
                  reported.",
        better: Example::Query("(up and on (instance) (errors > 0)) * on (job) group_left (team) job_info"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, binary) in cx.nodes.binaries() {
        for label in binary.matching.include.iter().filter(|label| !label.holds_variable()) {
            let Some(loss) = lost_at(cx, node, &label.text) else { continue };
            let finding =
                report.add(label.range.clone(), format!("the label `{}` does not reach the result", label.text));
            finding.related(loss, "it is taken away here");
        }
    }
}

/// What becomes of a label.
enum Fate {
    /// It is still there.
    Kept,
    /// It is read, or nobody knows.
    Read,
    /// It is gone, without having been read.
    Lost,
}

/// Where a label that a join adds gets lost, if nothing reads it before.
fn lost_at(cx: &QueryContext<'_>, join: Node<'_>, label: &str) -> Option<std::ops::Range<usize>> {
    let mut below = join;
    for above in cx.nodes.ancestors(join) {
        let (fate, place) = match &above.expr.kind {
            ExprKind::Aggregate(aggregate) => (in_aggregation(above), &aggregate.op.range),
            ExprKind::Binary(binary) => (in_binary(cx, binary, below.expr, label), &binary.op_range),
            ExprKind::Call(_) => (in_call(above), &above.expr.range),
            _ => (Fate::Kept, &above.expr.range),
        };
        match fate {
            Fate::Kept => below = above,
            Fate::Read => return None,
            Fate::Lost => return Some(place.clone()),
        }
    }
    None
}

/// An aggregation that drops the label makes it needless, but what is joined is often written alike in many queries.
fn in_aggregation(aggregation: Node<'_>) -> Fate {
    let selects = aggregation.aggregator.is_some_and(AggregatorDef::selects);
    if selects { Fate::Kept } else { Fate::Read }
}

fn in_binary(cx: &QueryContext<'_>, binary: &BinaryExpr, below: &Expr, label: &str) -> Fate {
    let matching = &binary.matching;
    if cx.is_scalar(&binary.lhs) || cx.is_scalar(&binary.rhs) || binary.op == BinaryOp::Or {
        return Fate::Kept;
    }
    if holds_variable(&matching.labels) || holds_variable(&matching.include) {
        return Fate::Read;
    }
    let is_left = std::ptr::eq(&raw const binary.lhs, below);
    let is_matched = names(&matching.labels, label) == matching.on;
    let keeps_all = match matching.card {
        _ if binary.op.is_set_operator() => is_left,
        VectorMatchCardinality::ManyToOne => is_left,
        VectorMatchCardinality::OneToMany => !is_left,
        _ => false,
    };
    match (is_matched || names(&matching.include, label), keeps_all) {
        (true, _) => Fate::Read,
        (false, true) => Fate::Kept,
        (false, false) => Fate::Lost,
    }
}

/// Functions of labels may read it, and of some functions it is not the labels that matter.
fn in_call(call: Node<'_>) -> Fate {
    let Some(def) = call.function else { return Fate::Read };
    let of_labels = |param: &Param| param.role.reads_label() || param.role == ParamRole::InfoSelector;
    let reads = def.signature.params.iter().any(of_labels) || def.behavior.reports_absence;
    if reads || def.signature.returns == ValueType::Scalar { Fate::Read } else { Fate::Kept }
}

fn names(labels: &[LabelName], label: &str) -> bool {
    labels.iter().any(|name| name.text == label)
}

fn holds_variable(labels: &[LabelName]) -> bool {
    labels.iter().any(LabelName::holds_variable)
}
