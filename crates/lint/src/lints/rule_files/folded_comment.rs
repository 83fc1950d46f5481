//! `expr: >` with a `#`: folding makes one line of several, and the comment goes on to its end.

use promenade_model::value::SourceRange;
use promenade_syntax::{TokenKind, tokens};

use crate::context::RuleContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::Report;

pub(crate) static LINT: Lint = Lint {
    code: "PQL715",
    name: "folded-comment",
    group: Group::Rules,
    severity: Severity::Error,
    default: true,
    docs: LintDocs {
        what: "Finds comments of PromQL in a text that YAML folds into one line.",
        why: "In a folded block (`>`) and in plain and quoted values of several lines YAML makes a space of each line end. A \
              comment then ends where the whole query ends, and what stands on the lines below it is no part of the query.",
        example: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: >
      up == 0 # without the ones in maintenance
      unless on (instance) maintenance == 1
    for: 5m
",
        ),
        instead: "Write the query as a literal block (`|`).",
        better: Example::Rules(
            "groups:
- name: instances
  rules:
  - alert: InstanceDown
    expr: |
      up == 0 # without the ones in maintenance
      unless on (instance) maintenance == 1
    for: 5m
",
        ),
        fix: FixDocs::None,
    },
    check: Check::Rule(check),
};

fn check(cx: &RuleContext<'_>, report: &mut Report<'_>) {
    let Some(embedded) = cx.embedded.filter(|embedded| embedded.text.contains('#')) else { return };
    for token in tokens(&embedded.text).iter().filter(|token| token.kind == TokenKind::Comment) {
        let text = &embedded.text[token.range.clone()];
        let range = cx.to_file(token.range.start..token.range.start + text.trim_end().len());
        let mut below = cx.document.text()[range].lines().skip(1).map(str::trim_start);
        if below.any(|line| !line.is_empty() && !line.starts_with('#')) {
            let message = "this comment hides the lines below it, because YAML folds them into one line";
            let line: SourceRange = token.range.start..token.range.start + 1;
            let finding = report.add(cx.to_file(line), message);
            finding.diagnostic.help = Some("write the query as a literal block: `expr: |`".to_owned());
        }
    }
}
