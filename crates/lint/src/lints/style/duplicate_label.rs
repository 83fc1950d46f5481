//! `sum by (job, job) (x)`: a label stands twice.

use promenade_syntax::ExprKind;
use promenade_syntax::ast::LabelName;

use promenade_model::value::SourceRange;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL503",
    name: "duplicate-label",
    group: Group::Style,
    severity: Severity::Warning,
    default: true,
    docs: LintDocs {
        what: "Finds a label that stands twice in a list of labels.",
        why: "The second one changes nothing; perhaps another label was meant.",
        example: Example::Query("sum by (job, instance, job) (up)"),
        instead: "Remove it, or write the label that was meant.",
        better: Example::Query("sum by (job, instance) (up)"),
        fix: FixDocs::Safe("Removes the second one."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for node in cx.nodes.iter() {
        match &node.expr.kind {
            ExprKind::Aggregate(aggregate) => check_labels(&aggregate.grouping, report),
            ExprKind::Binary(binary) => {
                check_labels(&binary.matching.labels, report);
                check_labels(&binary.matching.include, report);
            }
            _ => {}
        }
    }
}

fn check_labels(labels: &[LabelName], report: &mut Report<'_, SourceRange>) {
    for (i, label) in labels.iter().enumerate().filter(|(_, label)| !label.holds_variable()) {
        if let Some(first) = labels[..i].iter().find(|first| first.text == label.text) {
            let range = labels[i - 1].range.end..label.range.end;
            report
                .add(label.range.clone(), format!("the label `{}` stands here twice", label.text))
                .related(first.range.clone(), "stands here already")
                .safe_fix("remove the label", vec![edit(range, "")]);
        }
    }
}
