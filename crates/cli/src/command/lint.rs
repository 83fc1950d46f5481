//! `promenade lint`: findings in files, and their fixes.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

use promenade::documents::Document;
use promenade::lint::{Finding, Safety, fix_document};
use promenade::syntax::Severity;
use promenade::syntax::lines::Lines;

use super::fmt::write as write_file;
use crate::args::{LintArgs, ReportFormat};
use crate::config::FailOn;
use crate::diff::unified;
use crate::errors::{Failure, tell};
use crate::files::{FileError, Input, Seen, document_errors, each, inputs, open, read_options};
use crate::lint::{Changed, Linters, of_finding, with_edit, with_ignores, with_preview};
use crate::report::{self, Report, Reports, SourceFile, counted, statistics, summary};
use crate::terminal::{Stream, Streams};

pub(super) fn run(args: &LintArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let (inputs, errors) = inputs(&args.files, &args.config)?;
    if args.show_files {
        return show_files(&inputs, &errors);
    }
    let linters = Linters::new(&inputs, args)?;
    let changed = args.since.as_deref().map(Changed::since).transpose()?;
    let numbered: Vec<(usize, &Input)> = inputs.iter().enumerate().collect();
    let verb = if args.fixes.fix || args.fixes.diff { "fixing" } else { "reading" };
    let read = each(&numbered, verb, streams.stderr, |(number, input)| look(*number, input, args, &linters));
    let mut outcome = Outcome { errors, ..Outcome::default() };
    let (mut documents, mut seen) = (Vec::with_capacity(read.len()), Seen::default());
    for (number, one) in read.into_iter().enumerate() {
        outcome.errors.extend(one.errors);
        outcome.n_fixes += one.n_fixes;
        let Some(document) = one.document else { continue };
        if args.fixes.diff
            && let Some(before) = &one.before
        {
            outcome.diffs.push_str(&unified(document.name(), before, document.text(), streams.stdout));
        }
        seen.add(&inputs[number], &document);
        documents.push((number, document));
    }
    outcome.seen = seen;
    if args.fixes.diff {
        return show_diff(&outcome);
    }
    let mut found = linters.lint_all(&documents, streams.stderr);
    if let Some(changed) = changed {
        found.retain(|(number, finding)| is_changed(&changed, &inputs[*number], &documents, *number, finding));
    }
    if args.add_ignore {
        return Ok(add_ignores(&inputs, &linters, &documents, &found, outcome.errors));
    }
    finish(args, streams, &inputs, &documents, &found, outcome)
}

/// What counts beside the findings.
#[derive(Default)]
struct Outcome {
    n_fixes: usize,
    diffs: String,
    errors: Vec<FileError>,
    seen: Seen,
}

/// What was made of one file.
#[derive(Default)]
struct One {
    /// The file as it is now.
    document: Option<Document>,
    /// The text before its fixes; `None` if there were none.
    before: Option<String>,
    n_fixes: usize,
    errors: Vec<FileError>,
}

/// Reads a file, and applies fixes if requested.
fn look(number: usize, input: &Input, args: &LintArgs, linters: &Linters) -> One {
    let mut one = One::default();
    let mut document = match open(input, args.language.grafana) {
        Ok(document) => document,
        Err(error) => return One { errors: vec![error], ..one },
    };
    if args.fixes.fix || args.fixes.diff {
        fix_file(number, input, args, linters, &mut document, &mut one);
    }
    one.errors.extend(document_errors(&document));
    one.document = Some(document);
    one
}

fn fix_file(number: usize, input: &Input, args: &LintArgs, linters: &Linters, document: &mut Document, one: &mut One) {
    let options = read_options(args.language.grafana);
    let least_safe = if args.fixes.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let lint = |document: &Document| linters.lint_one(number, document);
    let fixed = fix_document(&input.file.name, document.text().to_owned(), &options, least_safe, lint);
    one.errors.extend(fixed.stopped.map(|error| FileError::new(input.file.name.clone(), error.to_string())));
    let (text, n_fixes) = (fixed.text, fixed.n_fixes);
    if text == document.text() {
        return;
    }
    if args.fixes.fix
        && !args.fixes.diff
        && !input.file.is_stdin
        && let Err(error) = write_file(input, &text)
    {
        one.errors.push(error);
        return;
    }
    let before = std::mem::replace(document, Document::read(&input.file.name, &text, &options));
    (one.before, one.n_fixes) = (Some(before.text().to_owned()), n_fixes);
}

/// Whether a line of a finding changed.
fn is_changed(
    changed: &Changed,
    input: &Input,
    documents: &[(usize, Document)],
    number: usize,
    finding: &Finding,
) -> bool {
    let Ok(at) = documents.binary_search_by_key(&number, |(number, _)| *number) else { return true };
    let (text, range) = (documents[at].1.text(), finding.diagnostic.range);
    let lines = Lines::new(text);
    let (first, last) = (lines.position(text, range.start).line, lines.position(text, range.end).line);
    input.file.path.as_ref().is_none_or(|path| changed.touches(path, first, last))
}

/// Writes all of it, and says how it ends.
fn finish(
    args: &LintArgs,
    streams: Streams,
    inputs: &[Input],
    documents: &[(usize, Document)],
    found: &[(usize, Finding)],
    outcome: Outcome,
) -> Result<ExitCode, Failure> {
    let is_serious = |(number, finding): &(usize, Finding)| fails(args, &inputs[*number], finding);
    let is_unread = outcome.seen.fails(args.files.fail_on_unread);
    let fails = is_unread || found.iter().any(is_serious) && !args.outcome.exit_zero;
    let reports = Reports {
        files: documents.iter().map(|(_, document)| source_file(document)).collect(),
        found: reports(args, documents, found),
        errors: outcome.errors,
    };
    if args.files.is_stdin() && args.fixes.fix {
        let text = documents.first().map_or("", |(_, document)| document.text());
        stdout().write_all(text.as_bytes()).map_err(Failure::Output)?;
        show(args, &reports, streams.stderr, &mut std::io::stderr())?;
    } else if let Some(path) = &args.output_file {
        let file = File::create(path).map_err(Failure::Output)?;
        show(args, &reports, Stream { is_terminal: false, color: false }, &mut BufWriter::new(file))?;
    } else {
        show(args, &reports, streams.stdout, &mut BufWriter::new(stdout().lock()))?;
    }
    conclude(args, &reports, outcome.n_fixes, &outcome.seen);
    Ok(if fails || !reports.errors.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The files, a line each.
fn show_files(inputs: &[Input], errors: &[FileError]) -> Result<ExitCode, Failure> {
    let names: String = inputs.iter().map(|input| input.file.name.clone() + "\n").collect();
    stdout().write_all(names.as_bytes()).map_err(Failure::Output)?;
    tell(&errors.iter().map(FileError::line).collect::<String>());
    Ok(if errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Adds comments that ignore the findings, and says how many they ignore.
fn add_ignores(
    inputs: &[Input],
    linters: &Linters,
    documents: &[(usize, Document)],
    found: &[(usize, Finding)],
    mut errors: Vec<FileError>,
) -> ExitCode {
    let (mut n_ignored, mut n_left) = (0, 0);
    for (number, document) in documents {
        let of_file: Vec<&Finding> =
            found.iter().filter(|(file, _)| file == number).map(|(_, finding)| finding).collect();
        let (text, n) = with_ignores(document, &of_file, |document| linters.lint_one(*number, document));
        n_left += of_file.len() - n;
        n_ignored += n;
        if text != document.text() {
            errors.extend(write_file(&inputs[*number], &text).err());
        }
    }
    tell(&errors.iter().map(FileError::line).collect::<String>());
    tell(&format!("{} ignored by new comments\n", counted(n_ignored, "finding")));
    if n_left > 0 {
        tell(&format!("{} left: no comment can ignore them\n", counted(n_left, "finding")));
    }
    if n_left == 0 && errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn source_file(document: &Document) -> SourceFile {
    SourceFile::new(document.name().replace('\\', "/"), document.text())
}

/// The findings, whose files are numbered by the documents.
fn reports(args: &LintArgs, documents: &[(usize, Document)], found: &[(usize, Finding)]) -> Vec<Report> {
    let wants_edits = matches!(args.output_format, ReportFormat::Json | ReportFormat::Sarif);
    let report = |(number, finding): &(usize, Finding)| {
        let at = documents.binary_search_by_key(number, |(number, _)| *number).ok()?;
        let report = of_finding(finding, at, documents[at].1.text());
        let document = &documents[at].1;
        Some(if wants_edits { with_edit(report, document) } else { with_preview(report, document) })
    };
    found.iter().filter_map(report).collect()
}

fn show(args: &LintArgs, reports: &Reports, stream: Stream, out: &mut dyn Write) -> Result<(), Failure> {
    if args.statistics {
        out.write_all(statistics(reports).as_bytes()).map_err(Failure::Output)?;
    } else {
        report::write(reports, args.output_format, stream, out).map_err(Failure::Output)?;
    }
    out.flush().map_err(Failure::Output)
}

/// Prints errors and a summary to the standard error.
fn conclude(args: &LintArgs, reports: &Reports, n_fixes: usize, seen: &Seen) {
    tell(&reports.errors.iter().map(FileError::line).collect::<String>());
    if !args.quiet && matches!(args.output_format, ReportFormat::Full | ReportFormat::Concise) {
        if n_fixes > 0 {
            tell(&format!("{} fixed\n", counted(n_fixes, "finding")));
        }
        tell(&summary(reports));
        tell(&seen.notes());
        tell(&seen.amount());
    }
}

fn show_diff(outcome: &Outcome) -> Result<ExitCode, Failure> {
    stdout().write_all(outcome.diffs.as_bytes()).map_err(Failure::Output)?;
    tell(&outcome.errors.iter().map(FileError::line).collect::<String>());
    tell(&format!("{} would be fixed\n", counted(outcome.n_fixes, "finding")));
    let is_clean = outcome.n_fixes == 0 && outcome.errors.is_empty();
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Whether a finding is serious enough.
fn fails(args: &LintArgs, input: &Input, finding: &Finding) -> bool {
    let least = match args.outcome.fail_on.or(input.settings.config.lint.fail_on) {
        Some(FailOn::Error) => Severity::Error,
        Some(FailOn::Warning) | None => Severity::Warning,
        Some(FailOn::Info) => Severity::Info,
    };
    // The most serious severity is the least.
    finding.diagnostic.severity <= least
}
