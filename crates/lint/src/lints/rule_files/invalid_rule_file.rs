//! A rule file that Prometheus refuses.

use promenade_documents::DocumentKind;
use promenade_documents::rules::{self, CheckOptions, ProblemKind, RuleProblem};

use crate::context::DocumentContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL700",
    name: "invalid-rule-file",
    group: Group::Rules,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds what makes Prometheus refuse a rule file, other than its queries.",
        why: "Prometheus does not start with such a file, or goes on with the rules that it had. \
              `promenade check-rules` says the same in the words of promtool.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
    for: 5m
",
        ),
        instead: "Fix what the message names.",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - record: job:up:sum
    expr: sum by (job) (up)
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Document(check),
};

fn check(cx: &DocumentContext<'_>, report: &mut Report<'_>) {
    let options = CheckOptions::default().features(cx.settings.all_features());
    if cx.document().kind() != DocumentKind::RuleFile {
        return;
    }
    // Queries have diagnostics of their own, and a file that is no YAML is reported when it is read.
    let own = |problem: &RuleProblem| !matches!(problem.kind, ProblemKind::Expr | ProblemKind::Yaml);
    for problem in rules::check(cx.document(), &options).into_iter().filter(own) {
        let finding = report.add(problem.range.clone(), words(&problem));
        // What is meant instead is said already.
        finding.help = problem.help.filter(|_| problem.fix.is_none());
        if let Some((range, words)) = problem.related {
            finding.related(range, words);
        }
    }
}

/// The words of Prometheus without the line, which is shown anyway, and with what may be meant.
fn words(problem: &RuleProblem) -> String {
    let line = problem.message.strip_prefix("line ").and_then(|rest| rest.split_once(": "));
    let is_line = |(number, _): &(&str, &str)| number.parse::<usize>().is_ok();
    let words = line.filter(is_line).map_or(problem.message.as_str(), |(_, words)| words);
    match &problem.fix {
        Some(fix) => format!("{words}; did you mean `{}`?", fix.text),
        None => words.to_owned(),
    }
}
