//! Why a command has no answer, and how that is shown.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, Write, stderr};
use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use promenade::api::ErrorType;
use promenade::exposition::ExpositionError;
use promenade::model::value::SourceRange;
use promenade::model::{self, Annotation, Annotations};
use promenade::plan::PlanError;
use promenade::storage::StorageError;
use promenade::syntax::render::{RenderOptions, render};
use promenade::syntax::{Diagnostic, Severity};
use promenade::tsdb::TsdbError;
use promenade::{ErrorKind as QueryErrorKind, ExecError, QueryError, Storage, TimedQuery};

use crate::config::ConfigError;
use crate::load::shown;
use crate::terminal::{Stream, Streams};

/// Why a command has no answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The arguments do not fit together.
    Usage { message: String, help: String },
    /// The settings are wrong.
    Config(ConfigError),
    /// The data cannot be read: everything that is wrong with it.
    Data(Vec<DataError>),
    /// The query has no value.
    Query {
        error: Box<QueryError>,
        query: String,
        /// The part that fails, where evaluation failed.
        at: Option<SourceRange>,
    },
    /// The result cannot be written.
    Output(io::Error),
    /// The result cannot be put into the format asked for.
    Encoding(anyhow::Error),
}

/// What is wrong with the data.
#[derive(Debug)]
pub(crate) struct DataError {
    /// File, line and column, as far as there are such.
    place: String,
    message: String,
    help: Option<String>,
}

/// How many errors of data are shown.
const MAX_SHOWN: usize = 10;

/// How many errors of one file are shown where there are several files.
const MAX_SHOWN_OF_FILE: usize = 3;

/// What the query is called in reports.
const QUERY_NAME: &str = "query";

impl Failure {
    pub(crate) fn usage(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: help.into() }
    }

    pub(crate) fn query(error: QueryError, query: &str) -> Self {
        Self::Query { error: Box::new(error), query: query.to_owned(), at: None }
    }

    /// An error of a query, with the part of it that fails.
    pub(crate) fn evaluation(error: QueryError, query: &str, timed: &TimedQuery<&dyn Storage>) -> Self {
        let at = timed.wait_for_error_range(&error);
        Self::Query { error: Box::new(error), query: query.to_owned(), at }
    }

    /// Shows it and gives the exit code.
    pub(crate) fn report(&self, streams: Streams) -> ExitCode {
        // Where the standard error is closed there is nobody to tell.
        let _ = stderr().write_all(self.text(streams.stderr).as_bytes());
        match self {
            Self::Output(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Usage { .. } | Self::Config(_) => ExitCode::from(2),
            _ => ExitCode::from(1),
        }
    }

    fn text(&self, stderr: Stream) -> String {
        match self {
            Self::Usage { message, help } => format!("error: {message}\n  help: {help}\n"),
            Self::Config(error) => error.text(),
            Self::Data(errors) => data_text(errors),
            Self::Query { error, query, at } => query_text(error, query, at.as_ref(), stderr),
            Self::Output(error) if error.kind() == ErrorKind::BrokenPipe => String::new(),
            Self::Output(error) => format!("error: the result cannot be written: {error}\n"),
            Self::Encoding(error) => format!("error: the result cannot be written in this format: {error}\n"),
        }
    }

    /// The class of the error in Prometheus's HTTP API and its words there.
    pub(crate) fn api(&self) -> (ErrorType, String) {
        match self {
            Self::Usage { message, .. } => (ErrorType::BadData, message.clone()),
            Self::Config(error) => (ErrorType::BadData, error.text()),
            Self::Data(errors) => {
                (ErrorType::Internal, errors.iter().map(DataError::line).collect::<Vec<_>>().join("; "))
            }
            Self::Query { error, query, .. } => query_api(error, query),
            Self::Output(error) => (ErrorType::Internal, error.to_string()),
            Self::Encoding(error) => (ErrorType::Internal, error.to_string()),
        }
    }
}

impl DataError {
    fn new(place: String, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { place, message: message.into(), help: Some(help.into()) }
    }

    /// A path that cannot be read.
    pub(crate) fn unreadable(place: String, error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => {
                Self::new(place, "there is no such file or directory", "check the path after --data")
            }
            ErrorKind::PermissionDenied => Self::new(place, "it may not be read", "change its permissions"),
            _ => Self { place, message: format!("it cannot be read: {error}"), help: None },
        }
    }

    /// A rule file that cannot be read, or rules that cannot be evaluated.
    pub(crate) fn rules(place: &str, message: &str) -> Self {
        Self { place: place.to_owned(), message: message.to_owned(), help: None }
    }

    /// A server that does not answer as it should.
    pub(crate) fn server(error: crate::snapshot::HttpError) -> Self {
        Self { place: error.url, message: error.message, help: error.help.map(str::to_owned) }
    }

    /// A standard input without a byte.
    pub(crate) fn empty_input(place: String) -> Self {
        Self::new(place, "the standard input is empty", "check the command before the pipe: it wrote nothing")
    }

    /// A directory without files.
    pub(crate) fn empty_directory(place: String) -> Self {
        Self::new(place, "the directory has no files", "name a directory or files that hold metrics")
    }

    /// A file whose data is not what it has to be.
    pub(crate) fn invalid(place: String, error: &StorageError) -> Self {
        Self { place, message: error.to_string(), help: None }
    }

    /// A store that cannot be asked.
    pub(crate) fn storage(error: &StorageError) -> Self {
        Self { place: "data".to_owned(), message: error.to_string(), help: None }
    }

    /// A block of a data directory.
    pub(crate) fn block(place: String) -> Self {
        Self::new(
            place,
            "this is a single block of a Prometheus server",
            "give the data directory that the block lies in",
        )
    }

    /// A data directory where only files can be taken.
    #[cfg(any(feature = "playground", test))]
    pub(crate) fn directory_not_served(place: String) -> Self {
        Self::new(
            place,
            "this is the data directory of a Prometheus server, and the page reads files",
            "write its samples to a file: promenade tsdb dump-openmetrics DIR > metrics.txt",
        )
    }

    /// A data directory that cannot be read.
    pub(crate) fn tsdb(error: &TsdbError) -> Self {
        match error {
            TsdbError::Io { path, source } if source.kind() == ErrorKind::NotFound => {
                Self::new(shown(path), "there is no such file or directory", "check the path")
            }
            TsdbError::Io { path, source } => Self::unreadable(shown(path), source),
            TsdbError::Corrupt { path, corruption } => {
                Self { place: shown(path), message: corruption.to_string(), help: None }
            }
            TsdbError::NotADataDirectory { path } => Self::new(
                shown(path),
                "this is not the data directory of a Prometheus server",
                "give the folder that Prometheus has as --storage.tsdb.path",
            ),
            error => Self { place: "data".to_owned(), message: error.to_string(), help: None },
        }
    }

    /// A file that is not text.
    pub(crate) fn binary(place: String) -> Self {
        Self::new(place, "it is not text", "give metrics text, OpenMetrics text, JSON lines or an Arrow file")
    }

    /// Paths with files, but no sample in any of them.
    pub(crate) fn no_samples(paths: &[PathBuf], n_files: usize) -> Self {
        let place = |path: &PathBuf| if path.as_os_str() == "-" { "<stdin>".to_owned() } else { shown(path) };
        let places: Vec<String> = paths.iter().map(place).collect();
        let files = if n_files == 1 { "1 file".to_owned() } else { format!("{n_files} files") };
        let help = "give metrics text such as `up{job=\"node\"} 1`, OpenMetrics text or JSON lines";
        Self::new(places.join(", "), format!("there are no samples in {files}"), help)
    }

    /// A line that is not in its format; `is_found` says that nobody named the file.
    pub(crate) fn mistake(name: &str, is_found: bool, mistake: &ExpositionError) -> Self {
        let ExpositionError::Syntax(syntax) = mistake else {
            return Self { place: name.to_owned(), message: mistake.to_string(), help: None };
        };
        let place = format!("{name}:{}:{}", syntax.line, syntax.column);
        let message = format!("expected {}, found {}", syntax.expected, syntax.found);
        let elsewhere =
            || is_found.then(|| "if it holds no metrics, name the files that do instead of the directory".to_owned());
        Self { place, message, help: syntax.help.map(str::to_owned).or_else(elsewhere) }
    }

    /// The first errors of one file among several, and the number of the others.
    pub(crate) fn first_of(mut errors: Vec<Self>, name: String) -> Vec<Self> {
        let n_more = errors.len().saturating_sub(MAX_SHOWN_OF_FILE);
        if n_more > 1 {
            errors.truncate(MAX_SHOWN_OF_FILE);
            errors.push(Self { place: name, message: format!("{n_more} more errors like these"), help: None });
        }
        errors
    }

    fn line(&self) -> String {
        format!("{}: {}", self.place, self.message)
    }
}

/// Shows warnings and infos with their places in the query.
pub(crate) fn report_annotations(annotations: &Annotations, query: &str, stderr_stream: Stream) {
    let (mut placed, mut text) = (Vec::new(), String::new());
    for annotation in annotations.iter() {
        if annotation.is_external() {
            let _ = writeln!(text, "{}: {}", word(annotation.severity), annotation.message);
        } else {
            placed.push(diagnostic(annotation));
        }
    }
    text.push_str(&render(&placed, QUERY_NAME, query, options(stderr_stream)));
    let _ = stderr().write_all(text.as_bytes());
}

/// Shows what is said of a query.
pub(crate) fn report_diagnostics<R: Clone + Into<Range<usize>>>(
    diagnostics: &[Diagnostic<R>],
    query: &str,
    stderr_stream: Stream,
) {
    tell(&render(diagnostics, QUERY_NAME, query, options(stderr_stream)));
}

/// A remark for the user that is no part of the answer.
pub(crate) fn note(message: &str) {
    let _ = writeln!(stderr(), "note: {message}");
}

/// Prints a text to the standard error.
pub(crate) fn tell(text: &str) {
    let _ = stderr().write_all(text.as_bytes());
}

fn word(severity: model::Severity) -> &'static str {
    match severity {
        model::Severity::Warning => "warning",
        model::Severity::Info => "info",
    }
}

fn diagnostic(annotation: &Annotation) -> Diagnostic {
    let severity = match annotation.severity {
        model::Severity::Warning => Severity::Warning,
        model::Severity::Info => Severity::Info,
    };
    Diagnostic::error("", annotation.range.clone(), annotation.detailed_message()).with_severity(severity)
}

fn options(stderr: Stream) -> RenderOptions {
    RenderOptions::default().color(stderr.color)
}

/// The errors of data, one a line, with what to do about them.
pub(crate) fn data_text(errors: &[DataError]) -> String {
    let mut text = String::new();
    let mut last_help = None;
    for error in errors.iter().take(MAX_SHOWN) {
        let _ = writeln!(text, "error: {}", error.line());
        if let Some(help) = error.help.as_ref().filter(|help| last_help != Some(*help)) {
            let _ = writeln!(text, "  help: {help}");
        }
        last_help = error.help.as_ref().or(last_help);
    }
    // Loading does not look for all mistakes where there are very many.
    if errors.len() > MAX_SHOWN {
        let _ = writeln!(text, "error: and {} more like these", errors.len() - MAX_SHOWN);
    }
    text
}

fn query_text(error: &QueryError, query: &str, at: Option<&SourceRange>, stderr: Stream) -> String {
    let placed = |range: SourceRange, message: String| {
        render(&[Diagnostic::error("", range, message)], QUERY_NAME, query, options(stderr))
    };
    match error {
        QueryError::Parse(diagnostics) => render(diagnostics, QUERY_NAME, query, options(stderr)),
        QueryError::Plan(plan) => match plan.range() {
            Some(range) => placed(range.clone(), plan.to_string()),
            None => format!("error: {plan}\n{}", plan_help(plan)),
        },
        QueryError::Exec { error, .. } => match at {
            Some(at) => placed(at.clone(), error.to_string()),
            None => format!("error: {error}\n{}", help(error)),
        },
        other => format!("error: {other}\n"),
    }
}

/// What to do about an error of evaluation, where that is the same whatever the query.
fn help(error: &ExecError) -> String {
    let limit = match error {
        ExecError::TooManySamples { .. } => "--max-samples",
        ExecError::TooManySeries { .. } => "--max-series",
        ExecError::TooManySamplesRead { .. } => "--max-samples-read",
        ExecError::OutOfMemory { .. } => "--max-bytes",
        ExecError::Timeout { .. } => "--timeout",
        _ => return String::new(),
    };
    format!("  help: select fewer series or a shorter range, or raise the limit with {limit}\n")
}

fn plan_help(error: &PlanError) -> &'static str {
    match error {
        PlanError::RangeQueryType { .. } => {
            "  help: put a function around it that gives one value at each step, such as rate(...), or evaluate it at one \
             time with --time\n"
        }
        _ => "",
    }
}

fn query_api(error: &QueryError, query: &str) -> (ErrorType, String) {
    let class = match error.kind() {
        QueryErrorKind::Parse => ErrorType::BadData,
        QueryErrorKind::Execution | QueryErrorKind::Limit => ErrorType::Execution,
        QueryErrorKind::Timeout => ErrorType::Timeout,
        QueryErrorKind::Canceled => ErrorType::Canceled,
        _ => ErrorType::Internal,
    };
    let Some(first) = error.diagnostics().first() else { return (class, error.to_string()) };
    let place = model::annotations::position_text(query, first.reported_offset());
    (class, format!("invalid parameter \"query\": {place}: parse error: {}", first.message))
}
