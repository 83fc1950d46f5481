//! Where a part of a query or of a template stands in the file.

use super::{RuleProblem, RuleProblemKind};
use crate::document::Document;
use promenade_model::FileRange;

/// Narrows each problem of a query or of a template down to the bytes that are wrong. Where
/// these cannot be told, the whole value is blamed.
pub(super) fn narrow(problems: &mut [RuleProblem], document: &Document) {
    let queries = Values::of(document.queries().iter().map(|query| (query.range, query)));
    let rules = document.rule_files().iter().flat_map(|file| &file.groups).flat_map(|group| &group.rules);
    let texts = rules.flat_map(|rule| rule.labels.iter().chain(&rule.annotations)).map(|(_, text)| text);
    let texts = Values::of(texts.map(|text| (text.range, text)));
    for problem in problems {
        let Some(inner) = problem.inner.clone() else { continue };
        let found = if problem.kind == RuleProblemKind::Expr {
            let query = queries.within(problem.diagnostic.range).filter(|query| query.text == problem.value);
            query.map(|query| query.to_file(inner))
        } else {
            let text = texts.within(problem.diagnostic.range).filter(|text| text.value == problem.value);
            text.map(|text| text.to_file(inner))
        };
        if let Some(range) = found {
            problem.diagnostic.range = range;
        }
    }
}

/// Values by where they stand in the file.
struct Values<'a, T> {
    sorted: Vec<(FileRange, &'a T)>,
}

impl<'a, T> Values<'a, T> {
    fn of(values: impl Iterator<Item = (FileRange, &'a T)>) -> Self {
        let mut sorted: Vec<_> = values.collect();
        sorted.sort_by_key(|(range, _)| range.start);
        Values { sorted }
    }

    /// The first value in the node that stands at `outer`, which may begin with a tag or an anchor.
    fn within(&self, outer: FileRange) -> Option<&'a T> {
        let first = self.sorted.partition_point(|(range, _)| range.start < outer.start);
        let (range, value) = self.sorted.get(first)?;
        (range.start < outer.end.max(outer.start + 1)).then_some(*value)
    }
}
