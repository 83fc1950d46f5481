//! Findings in files, and the formats in which they are printed.

mod checkstyle;
mod concise;
mod fingerprint;
mod full;
pub(crate) mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
mod statistics;
pub(crate) mod xml;

use std::io::{self, Write};

use promenade::documents::FileRange;
use promenade::lint::{Finding, Lint};
use promenade::syntax::Severity;
use promenade::syntax::lines::Lines;

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

/// A finding as it is printed.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// Which of the files.
    pub(crate) file: usize,
    pub(crate) finding: Finding,
    /// What its fix replaces in the file, and by what; `None` if that was not asked for or cannot be written.
    pub(crate) edit: Option<(FileRange, String)>,
    /// The query with the fix, where it is short.
    pub(crate) preview: Option<String>,
}

impl Report {
    fn lint(&self) -> &'static Lint {
        self.finding.lint
    }

    fn severity(&self) -> Severity {
        self.finding.diagnostic.severity
    }

    /// The message, with what was expected.
    fn message(&self) -> String {
        self.finding.diagnostic.to_string()
    }

    fn range(&self) -> FileRange {
        self.finding.diagnostic.range
    }
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
