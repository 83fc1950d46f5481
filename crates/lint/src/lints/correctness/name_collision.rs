//! `rate({__name__=~"a|b"}[5m])`: without names the series are the same.

use promenade_model::value::SourceRange;

use crate::facts::selector::metric_name;
use promenade_functions::ParamRole;
use promenade_model::ValueType;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL326",
    name: "name-collision",
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds a function that drops the metric name over a selector of several metrics.",
        why: "Two metrics with the same labels are one series when the name is gone, and Prometheus \
              refuses the query when it runs. The lint is off by default, as often the labels differ.",
        example: Example::Query(r#"rate({__name__=~"http_.*_total"}[5m])"#),
        instead: "Select one metric, or keep the name in another label with `label_replace` before the \
                  function.",
        better: Example::Query("rate(http_requests_total[5m])"),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (node, selector) in cx.nodes.selectors() {
        let Some(user) = cx.nodes.user(node).and_then(|user| user.function) else { continue };
        let several = metric_name(selector).is_none() && !selector.holds_variable();
        let vector = matches!(user.signature.returns, ValueType::Vector) && !user.behavior.usage.ignores_values;
        if several && vector && !user.behavior.keeps_name && !user.signature.has(ParamRole::InfoSelector) {
            let message = format!("`{}` drops the name, and series of several metrics may be the same then", user.name);
            report.add(node.expr.range.clone(), message);
        }
    }
}
