//! Where a part of a query or of a template stands in the file.

use promenade_model::value::SourceRange;

use super::super::Spanned;
use super::{ProblemKind, RuleProblem};
use crate::document::Document;

/// Narrows each problem of a query or of a template down to the bytes that are wrong. Where these cannot be told, the
/// whole value is blamed.
pub(super) fn narrow(problems: &mut [RuleProblem], document: &Document) {
    for problem in problems {
        let Some(inner) = problem.inner.clone() else { continue };
        let found = match problem.kind {
            ProblemKind::Expr => of_query(document, &problem.range, inner),
            _ => of_template(document, &problem.range, inner),
        };
        if let Some(range) = found {
            problem.range = range;
        }
    }
}

fn of_query(document: &Document, value: &SourceRange, inner: SourceRange) -> Option<SourceRange> {
    let query = document.queries().iter().find(|query| is_within(&query.range, value))?;
    Some(query.to_file(inner))
}

fn of_template(document: &Document, value: &SourceRange, inner: SourceRange) -> Option<SourceRange> {
    let rules = document.rule_files().iter().flat_map(|file| &file.groups).flat_map(|group| &group.rules);
    let mut values = rules.flat_map(|rule| rule.labels.iter().chain(&rule.annotations)).map(|(_, value)| value);
    let text: &Spanned<String> = values.find(|text| is_within(&text.range, value))?;
    Some(text.to_file(inner))
}

/// Whether a value stands in the node of `outer`, which may begin with a tag or an anchor.
fn is_within(range: &SourceRange, outer: &SourceRange) -> bool {
    outer.start <= range.start && range.start < outer.end.max(outer.start + 1)
}
