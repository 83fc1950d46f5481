//! Changes of rules that no test notices, as diffs.

use std::fmt::Write as _;

use promenade::documents::{Document, ReadOptions};
use promenade::rules::mutation::{MutantOutcome, MutantReport};

use super::coverage::percent;
use super::sources::Sources;
use crate::diff;
use crate::terminal::Stream;

/// The changes that no test notices, and how many there are of all. Changes that several test files make count once.
pub(crate) fn mutants_text(reports: impl IntoIterator<Item = MutantReport>, stream: Stream) -> String {
    let mut sources = Sources::default();
    let named: Vec<MutantReport> =
        reports.into_iter().map(|report| MutantReport { file: sources.name(&report.file), ..report }).collect();
    let merged = MutantReport::merged(named);
    let mut text = String::new();
    for reports in merged.chunk_by(|a, b| a.file == b.file) {
        let file = &reports[0].file;
        sources.read(file);
        let document = Document::read(file, sources.text(file), &ReadOptions::default());
        for report in reports.iter().filter(|report| !report.is_ignored) {
            if report.outcome != MutantOutcome::Noticed {
                unnoticed(report, &document, &sources, stream, &mut text);
            }
        }
    }
    let counted = || merged.iter().filter(|report| !report.is_ignored);
    let (n_all, n_noticed) = (counted().count(), counted().filter(|r| r.outcome == MutantOutcome::Noticed).count());
    let share = if n_all == 0 { 100.0 } else { n_noticed as f64 * 100.0 / n_all as f64 };
    let _ = writeln!(text, "mutants: {n_noticed} of {n_all} are noticed ({})", percent(share));
    text
}

fn unnoticed(report: &MutantReport, document: &Document, sources: &Sources, stream: Stream, text: &mut String) {
    let (line, column) = sources.position(&report.file, report.mutant.range.start);
    let what = match (report.mutant.before.as_str(), report.mutant.after.as_str()) {
        (before, "") => format!("without `{}`", before.trim_matches([',', ' '])),
        (before, after) => format!("`{after}` instead of `{before}`"),
    };
    let why = match report.outcome {
        MutantOutcome::Unread => "no test depends on the rule",
        _ => "no test notices it",
    };
    let _ = writeln!(text, "{}:{line}:{column}: {}: {what}: {why}", report.file, report.rule);
    // Where no test depends on a rule, what the change looks like does not help.
    if report.outcome != MutantOutcome::Unread
        && let Some(changed) = report.mutant.apply(document)
    {
        text.push_str(&diff::unified(&report.file, document.text(), &changed, stream));
    }
}
