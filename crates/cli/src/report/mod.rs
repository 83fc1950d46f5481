//! Findings in files, and the formats in which they are printed.

mod checkstyle;
mod concise;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod position;
mod sarif;
mod statistics;
mod xml;

use std::io::{self, Write};
use std::ops::Range;

use promenade::syntax::Severity;

pub(crate) use position::Lines;
pub(crate) use statistics::{counted, statistics, summary};

use crate::args::ReportFormat;
use crate::files::FileError;
use crate::terminal::Stream;

/// A file with its text, as it was when the findings were made.
#[derive(Debug)]
pub(crate) struct SourceFile {
    /// What it is called: its path as the user gave it, with `/` between folders.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) lines: Lines,
}

impl SourceFile {
    pub(crate) fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { name: name.into(), lines: Lines::new(&text), text }
    }
}

/// One finding at a place of a file.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Which of the files.
    pub(crate) file: usize,
    pub(crate) lint: Lint,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    /// The place in bytes.
    pub(crate) range: Range<usize>,
    /// Other places of the file that belong to it, with words on each.
    pub(crate) related: Vec<(Range<usize>, String)>,
    /// What else there is to say.
    pub(crate) help: Option<String>,
    pub(crate) fix: Option<ReportFix>,
}

/// What found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lint {
    /// `PQL301` and so on.
    pub(crate) code: &'static str,
    /// The name in words and hyphens.
    pub(crate) name: &'static str,
    /// What is found, in a sentence.
    pub(crate) what: &'static str,
    /// Why it is bad, and what to do instead.
    pub(crate) help: &'static str,
}

/// A change of the file that fixes a finding.
#[derive(Debug, Clone)]
pub(crate) struct ReportFix {
    /// What it does, as an imperative.
    pub(crate) title: String,
    /// Whether the meaning of the query stays.
    pub(crate) is_safe: bool,
    /// The replacement in the file; none where nobody asked for it or the file cannot be changed.
    pub(crate) edit: Option<(Range<usize>, String)>,
}

/// All that was found, in the order of files and places.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) found: Vec<Report>,
    /// Files that could not be looked at, and why.
    pub(crate) errors: Vec<FileError>,
}

impl Reports {
    /// The findings with their files.
    fn rows(&self) -> impl Iterator<Item = (&Report, &SourceFile)> {
        self.found.iter().map(|report| (report, &self.files[report.file]))
    }

    /// The files that have findings, with these.
    fn by_file(&self) -> impl Iterator<Item = (&SourceFile, &[Report])> {
        self.found.chunk_by(|a, b| a.file == b.file).map(|chunk| (&self.files[chunk[0].file], chunk))
    }
}

/// Writes all of it in one form.
pub(crate) fn write(reports: &Reports, format: ReportFormat, stream: Stream, out: &mut dyn Write) -> io::Result<()> {
    match format {
        ReportFormat::Full => full::write(reports, stream, out),
        ReportFormat::Concise => concise::write(reports, stream, out),
        ReportFormat::Json => json::write(reports, out),
        ReportFormat::Sarif => sarif::write(reports, out),
        ReportFormat::Github => github::write(reports, out),
        ReportFormat::Gitlab => gitlab::write(reports, out),
        ReportFormat::Junit => junit::write(reports, out),
        ReportFormat::Checkstyle => checkstyle::write(reports, out),
    }
}

/// A severity as a word.
pub(crate) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
