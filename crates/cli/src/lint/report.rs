//! Findings of the linter as reports.

use std::ops::Range;

use promenade::documents::{Document, FileRange, QueryIdx};
use promenade::lint::{Finding, LintFix};

use crate::report::Report;

/// A finding in the file of this number, whose text is given.
pub(crate) fn of_finding(finding: &Finding, file: usize, text: &str) -> Report {
    let mut finding = finding.clone();
    finding.diagnostic.range = visible(finding.diagnostic.range, text);
    Report { file, finding, edit: None, preview: None }
}

/// The place where something is missing at the end of lines, behind the last text before it.
fn visible(range: FileRange, text: &str) -> FileRange {
    let before = text.get(..range.start).unwrap_or_default();
    let is_missing = range.is_empty() && (before.ends_with('\n') || range.start == text.len());
    let end = before.trim_end().len();
    if is_missing && end > 0 { FileRange::at(end) } else { range }
}

/// The report with the change of the file that the finding's fix makes.
pub(crate) fn with_edit(report: Report, document: &Document) -> Report {
    let fix = report.finding.fix.as_ref();
    let edit = fix.zip(report.finding.query).and_then(|(fix, query)| edit(document, query, fix));
    Report { edit, ..report }
}

/// The report with the query as its fix makes it, where both are on one short line.
pub(crate) fn with_preview(report: Report, document: &Document) -> Report {
    let is_short = |text: &str| !text.contains('\n') && text.chars().count() <= MAX_PREVIEW;
    let fix = report.finding.fix.as_ref().zip(report.finding.query);
    let preview = fix.and_then(|(fix, query)| {
        let before = document.query(query)?.text.trim_end();
        let after = fix.apply(&document.query(query)?.text)?.trim_end().to_owned();
        (is_short(before) && is_short(&after)).then_some(after)
    });
    Report { preview, ..report }
}

/// The most characters of a query that is shown with its fix.
const MAX_PREVIEW: usize = 100;

/// What a fix replaces in the file, and by what.
fn edit(document: &Document, query: QueryIdx, fix: &LintFix) -> Option<(FileRange, String)> {
    let query_text = &document.query(query)?.text;
    let after = document.with_queries(&[(query, fix.apply(query_text)?)]).ok()?;
    let (range, text) = difference(document.text(), &after);
    Some((FileRange::new(range.start, range.end), text))
}

/// The one place at which two texts differ, on the borders of characters.
fn difference(before: &str, after: &str) -> (Range<usize>, String) {
    let same = |(a, b): &(u8, u8)| a == b;
    let n_start = before.bytes().zip(after.bytes()).take_while(same).count();
    let n_start = before.floor_char_boundary(n_start);
    let (rest_before, rest_after) = (&before[n_start..], &after[n_start..]);
    let n_end = rest_before.bytes().rev().zip(rest_after.bytes().rev()).take_while(same).count();
    let end = rest_before.ceil_char_boundary(rest_before.len() - n_end);
    let end_after = rest_after.len() - (rest_before.len() - end);
    (n_start..n_start + end, rest_after[..end_after].to_owned())
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_difference_is_the_least_text() {
        for (before, after, range, text) in [
            ("a: x(y)\n", "a: z(y)\n", 3..4, "z"),
            ("aaa", "aa", 2..3, ""),
            ("aa", "aaa", 2..2, "a"),
            ("é", "è", 0..2, "è"),
            ("same", "same", 4..4, ""),
        ] {
            assert_eq!(difference(before, after), (range, text.to_owned()), "{before} {after}");
        }
    }
}
