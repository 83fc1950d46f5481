//! How much was found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use promenade::lint::Safety;
use promenade::syntax::Severity;

use super::{Report, Reports};

/// A line a lint: how often it found something, the most often first.
pub(crate) fn statistics(reports: &Reports) -> String {
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for report in &reports.found {
        let count = counts.entry((report.lint().code, report.lint().name)).or_default();
        count.0 += 1;
        count.1 += usize::from(report.finding.fix.is_some());
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, (n, _))| std::cmp::Reverse(*n));
    let width = rows.first().map_or(1, |(_, (n, _))| n.to_string().len());
    let mut text = String::new();
    for ((code, name), (n, n_fixes)) in rows {
        let fixes = if n_fixes > 0 { format!(" [{n_fixes} with a fix]") } else { String::new() };
        let _ = writeln!(text, "{n:>width$}  {code}  {name}{fixes}");
    }
    text
}

/// One line on all of it.
pub(crate) fn summary(reports: &Reports) -> String {
    let n_files = counted(reports.files.len(), "file");
    if reports.found.is_empty() {
        let of_what = if reports.errors.is_empty() { "" } else { " in what can be read" };
        return format!("{n_files} checked, nothing found{of_what}\n");
    }
    let of = |severity| reports.found.iter().filter(|report| report.severity() == severity).count();
    let kinds = [
        counted(of(Severity::Error), "error"),
        counted(of(Severity::Warning), "warning"),
        counted(of(Severity::Info), "info"),
    ];
    let found: Vec<String> = kinds.into_iter().filter(|kind| !kind.starts_with("0 ")).collect();
    let mut text = format!("{} in {} of {n_files}", found.join(", "), reports.by_file().count());
    let with = |is_safe: bool| reports.found.iter().filter(|report| has_fix(report, is_safe)).count();
    if with(true) > 0 {
        let _ = write!(text, "; {} fixable with --fix", with(true));
    }
    if with(false) > 0 {
        let _ = write!(text, "; {} fixable with --fix --unsafe-fixes", with(false));
    }
    text + "\n"
}

/// Whether a finding has a fix that keeps the meaning, or one that may not.
pub(super) fn has_fix(report: &Report, is_safe: bool) -> bool {
    report.finding.fix.as_ref().is_some_and(|fix| (fix.safety == Safety::Safe) == is_safe)
}

/// A number with its noun.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    let ending = if n == 1 || noun == "info" { "" } else { "s" };
    format!("{n} {noun}{ending}")
}
