//! `absent(up{job=~"a|b"})`: one of them may be missing.

use promenade_model::value::SourceRange;

use crate::facts::selector::selector_of;
use promenade_model::MatchOp;

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL327",
    name: "absent-of-several",
    group: Group::Correctness,
    severity: Severity::Info,
    default: false,
    docs: LintDocs {
        what: "Finds `absent` of a selector that asks for one of several values.",
        why: "There is a result only when all of them are missing. One that is missing goes unnoticed. The \
              lint is off by default, since that may be what is meant.",
        example: Example::Query(r#"absent(up{job=~"api|web"})"#),
        instead: "Ask for each of them, and join the answers with `or`.",
        better: Example::Query(r#"absent(up{job="api"}) or absent(up{job="web"})"#),
        fix: FixDocs::None,
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, call, def) in cx.nodes.calls() {
        if !def.behavior.reports_absence {
            continue;
        }
        for matcher in call.args.first().and_then(selector_of).iter().flat_map(|selector| &selector.matchers) {
            let values = matcher.matcher.as_ref().and_then(|m| m.set_matches()).map_or(0, <[String]>::len);
            if matcher.op == MatchOp::Regex && values > 1 {
                let message = format!("`{}` has a result only when all {values} are missing", def.name);
                report.add(matcher.range.clone(), message);
            }
        }
    }
}
