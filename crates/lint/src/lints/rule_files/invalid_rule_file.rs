//! A rule file that Prometheus refuses.

use promenade_documents::rules::{self, CheckOptions, RuleProblem, RuleProblemKind, Ruler};
use promenade_documents::{DocumentKind, FileRange};
use promenade_syntax::Diagnostic;

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
    let ruler = cx.settings.profile.as_ref().map_or(Ruler::default(), |profile| profile.ruler);
    let options = CheckOptions::default().features(cx.settings.all_features()).ruler(ruler);
    if !matches!(cx.document().kind(), DocumentKind::RuleFile | DocumentKind::PrometheusRule) {
        return;
    }
    // Queries have diagnostics of their own, and a file that is not YAML is reported when it is read.
    let own = |problem: &RuleProblem| !matches!(problem.kind, RuleProblemKind::Expr | RuleProblemKind::Yaml);
    let mut is_of_other_told = false;
    for problem in rules::check(cx.document(), &options).into_iter().filter(own) {
        match problem.other_ruler {
            Some(_) if is_of_other_told => {}
            Some(other) => {
                is_of_other_told = true;
                of_other_ruler(problem.diagnostic.range, other, report);
            }
            None => add(problem.diagnostic, report),
        }
    }
}

fn add(diagnostic: Diagnostic<FileRange>, report: &mut Report<'_>) {
    let meant = diagnostic.fix.as_ref().and_then(|fix| fix.edits.first());
    let message = match meant {
        Some(meant) => format!("{}; did you mean `{}`?", diagnostic.message, meant.text),
        None => diagnostic.message,
    };
    // The message says what is meant instead.
    let help = diagnostic.help.filter(|_| meant.is_none());
    let finding = report.add(diagnostic.range, message);
    finding.diagnostic.help = help;
    finding.diagnostic.labels = diagnostic.labels;
}

/// A field that another program knows, which is reported once per file.
fn of_other_ruler(range: FileRange, other: Ruler, report: &mut Report<'_>) {
    let name = other.name();
    let finding = report.add(range, format!("Prometheus has no such field, which is one of {name}"));
    let help = format!("if {name} evaluates these rules, set `ruler = \"{name}\"` in `[profile]` of promenade.toml");
    finding.diagnostic.help = Some(help);
}
