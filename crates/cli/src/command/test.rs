//! `promenade test`: runs unit tests of rules.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use promenade::Features;
use promenade::documents::FileRange;
use promenade::model::GoRegex;
use promenade::rules::mutation::{MutantReport, mutate_test_file};
use promenade::rules::unit_tests::{FileReport, TestFileError, TestOptions, read_test_file, run_test_file, updated};

use crate::args::{CoverageFormat, TestArgs};
use crate::errors::{Failure, tell};
use crate::files;
use crate::rule_tests::{
    Coverage, Folder, Shown, Style, Suite, TestSource, Watch, find, mutants_text, percent, write_junit,
};
use crate::terminal::Streams;

pub(super) fn run(args: &TestArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    if !args.watch {
        return run_once(args, paths, streams);
    }
    if paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::usage("the standard input cannot be watched", "name a file or a folder"));
    }
    let mut watch = Watch::new(paths);
    loop {
        match run_once(args, paths, streams) {
            // While files are written there may be none for a while.
            Err(failure @ Failure::Usage { .. }) => drop(failure.report(streams)),
            Err(failure) => return Err(failure),
            Ok(_) => {}
        }
        watch.wait();
        out("\n")?;
    }
}

fn run_once(args: &TestArgs, paths: &[PathBuf], streams: Streams) -> Result<ExitCode, Failure> {
    let wanted = names(args)?;
    let (sources, errors) = find(paths);
    for error in &errors {
        tell(&error.line());
    }
    if sources.is_empty() && errors.is_empty() {
        let help = "a test file is YAML with `tests:` at the top; name it, or a folder above it";
        return Err(Failure::usage("there is no test file below these paths", help));
    }
    let is_wanted = |name: &str| wanted.as_ref().is_none_or(|regex| regex.is_match(name));
    let options = options(args);
    let reports = files::each(&sources, "testing", streams.stderr, |source| report(source, options, &is_wanted));
    let is_told = args.coverage.is_some_and(CoverageFormat::is_for_machines);
    let style = Style { is_diff: args.diff, stream: if is_told { streams.stderr } else { streams.stdout } };
    for (source, (report, time)) in sources.iter().zip(&reports) {
        let shown = Shown::new(text(source), report, style).all();
        if is_told {
            tell(&shown);
        } else {
            out(&shown)?;
        }
        if args.debug {
            tell(&debug(report, *time));
        }
    }
    if let Some(path) = &args.junit {
        let style = Style { stream: crate::terminal::Stream { is_terminal: false, color: false }, ..style };
        let suites: Vec<_> =
            sources.iter().zip(&reports).map(|(source, report)| suite(source, report, style)).collect();
        write_junit(path, &suites).map_err(Failure::Encoding)?;
    }
    let is_covered = match args.coverage {
        Some(format) => show_coverage(&reports, format, args.fail_under)?,
        None => true,
    };
    if args.update {
        update(&sources, &reports)?;
    }
    if args.mutate {
        let changed = files::each(&sources, "changing", streams.stderr, |source| mutated(source, options, &is_wanted));
        out(&mutants_text(changed.into_iter().flatten(), streams.stdout))?;
    }
    let has_failed = !is_covered || !errors.is_empty() || reports.iter().any(|(report, _)| report.has_failed());
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Shows what is covered; whether that is enough.
fn show_coverage(
    reports: &[(FileReport, Duration)],
    format: CoverageFormat,
    fail_under: Option<f64>,
) -> Result<bool, Failure> {
    let coverage = Coverage::new(reports.iter().flat_map(|(report, _)| report.coverage.iter().cloned()));
    let mut text = Vec::new();
    coverage.write(format, &mut text).map_err(|error| Failure::Encoding(error.into()))?;
    stdout().write_all(&text).map_err(Failure::Output)?;
    let Some(wanted) = fail_under.filter(|wanted| coverage.percent() < *wanted) else { return Ok(true) };
    tell(&format!("error: {} of the points are covered, fewer than {wanted}%\n", percent(coverage.percent())));
    Ok(false)
}

/// What the names of tests must match; `None` if all tests are wanted.
fn names(args: &TestArgs) -> Result<Option<GoRegex>, Failure> {
    if args.run.is_empty() {
        return Ok(None);
    }
    let pattern = args.run.join("|");
    let regex = GoRegex::new(&pattern);
    regex.map(Some).map_err(|error| {
        Failure::usage(format!("--run {pattern:?} is no regular expression: {error}"), "see RE2 for the syntax")
    })
}

fn options(args: &TestArgs) -> TestOptions {
    let mut features = Features::default();
    for name in &args.features {
        features.enable(name);
    }
    TestOptions::default()
        .features(features)
        .ignore_unknown_fields(args.ignore_unknown_fields)
        .keeps_series(args.debug)
        .coverage(args.coverage.is_some())
}

fn report(source: &TestSource, options: TestOptions, is_wanted: &dyn Fn(&str) -> bool) -> (FileReport, Duration) {
    let begin = Instant::now();
    let failed = |errors| FileReport { file: source.name.clone(), errors, ..FileReport::default() };
    let report = match &source.text {
        Err(error) => {
            failed(vec![TestFileError { range: FileRange::at(0), message: error.reason.clone(), help: None }])
        }
        Ok(text) => match read_test_file(&source.name, text) {
            Ok(file) => run_test_file(&file, &Folder(&source.folder), &options, is_wanted),
            Err(errors) => failed(errors),
        },
    };
    (report, begin.elapsed())
}

/// Writes what came out as the expectation, into the files where that changes something.
fn update(sources: &[TestSource], reports: &[(FileReport, Duration)]) -> Result<(), Failure> {
    for (source, (report, _)) in sources.iter().zip(reports) {
        let changed = updated(text(source), report);
        if changed == text(source) || source.path.as_os_str().is_empty() {
            continue;
        }
        std::fs::write(&source.path, &changed).map_err(Failure::Output)?;
        out(&format!("{}: expectations are updated\n", source.name))?;
    }
    Ok(())
}

/// What comes of changes of the rules of a test file.
fn mutated(source: &TestSource, options: TestOptions, is_wanted: &dyn Fn(&str) -> bool) -> Vec<MutantReport> {
    let file = read_test_file(&source.name, text(source));
    file.map_or(Vec::new(), |file| mutate_test_file(&file, &Folder(&source.folder), &options, is_wanted))
}

fn text(source: &TestSource) -> &str {
    source.text.as_deref().unwrap_or_default()
}

fn suite<'a>(source: &'a TestSource, (report, time): &'a (FileReport, Duration), style: Style) -> Suite<'a> {
    Suite {
        name: &source.name,
        tests: &report.tests,
        error: report.errors.first().map(ToString::to_string),
        shown: Shown::new(text(source), report, style),
        time: *time,
    }
}

/// How long a file took, and all series at the end of each of its tests.
fn debug(report: &FileReport, time: Duration) -> String {
    let mut lines = vec![format!("DEBUG: {} took {time:.1?}", report.file)];
    for test in &report.tests {
        lines.push(format!("DEBUG: {}: {} expectations; all series at the end:", test.name, test.n_expectations));
        for series in &test.stored {
            let samples: Vec<String> =
                series.samples.iter().map(|(time_ms, value)| format!("{value} @[{time_ms}]")).collect();
            lines.push(format!("{} =>\n{}", series.labels, samples.join("\n")));
        }
    }
    lines.join("\n") + "\n"
}

fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = stdout();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Failure::Output)
}
