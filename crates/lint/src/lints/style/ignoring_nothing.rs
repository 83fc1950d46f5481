//! `a / ignoring () b`: that is `a / b`.

use crate::facts::text::start_with_gap;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::{BinaryExpr, VectorMatchCardinality};
use promenade_syntax::{TokenKind, tokens};

use crate::context::QueryContext;
use crate::definition::{Check, Example, FixDocs, Group, Lint, LintDocs, Severity};
use crate::finding::{Report, edit};

pub(crate) static LINT: Lint = Lint {
    code: "PQL504",
    name: "ignoring-nothing",
    group: Group::Style,
    severity: Severity::Info,
    default: true,
    docs: LintDocs {
        what: "Finds `ignoring` without labels.",
        why: "Series are matched on all labels anyway.",
        example: Example::Query("node_memory_used_bytes / ignoring () node_memory_size_bytes"),
        instead: "Leave it out.",
        better: Example::Query("node_memory_used_bytes / node_memory_size_bytes"),
        fix: FixDocs::Safe("Removes the modifier."),
    },
    check: Check::Query(check),
};

fn check(cx: &QueryContext<'_>, report: &mut Report<'_, SourceRange>) {
    for (_, binary) in cx.nodes.binaries() {
        let matching = &binary.matching;
        let plain = !matching.on && matching.labels.is_empty() && matching.card == VectorMatchCardinality::OneToOne;
        let Some(range) = plain.then(|| ignoring_range(cx.text, binary)).flatten() else { continue };
        let removed = start_with_gap(cx.text, range.start)..range.end;
        report
            .add(range, "series are matched on all labels anyway")
            .safe_fix("remove `ignoring ()`", vec![edit(removed, "")]);
    }
}

/// From `ignoring` to its closing parenthesis.
fn ignoring_range(text: &str, binary: &BinaryExpr) -> Option<SourceRange> {
    let modifiers = text.get(binary.modifier_range.clone())?;
    let mut tokens = tokens(modifiers).into_iter().filter(|t| !t.kind.is_trivia());
    let start = tokens.find(|t| t.kind == TokenKind::Ignoring)?.range.start;
    let end = tokens.find(|t| t.kind == TokenKind::RightParen)?.range.end;
    let offset = binary.modifier_range.start;
    Some(offset + start..offset + end)
}
