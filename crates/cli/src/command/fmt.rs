//! `promenade fmt`: queries laid out, in files of all kinds.

use std::io::{Write, stdout};
use std::process::ExitCode;

use crate::args::FmtArgs;
use crate::diff::unified;
use crate::errors::{Failure, note, tell};
use crate::files::{FileError, Input, Seen, each, inputs, open, write_atomically};
use crate::fmt::{format_document, format_options};
use crate::report::counted;
use crate::terminal::{Stream, Streams};

pub(super) fn run(args: &FmtArgs, streams: Streams) -> Result<ExitCode, Failure> {
    let (inputs, mut errors) = inputs(&args.files, &args.config)?;
    let done = each(&inputs, "formatting", streams.stderr, |input| format_file(input, args, streams.stdout));
    let (mut shown, mut changed, mut seen) = (String::new(), Vec::new(), Seen::default());
    for (input, mut one) in inputs.iter().zip(done) {
        seen.append(std::mem::take(&mut one.seen));
        if one.is_changed {
            changed.push(input.file.name.as_str());
        }
        shown.push_str(&one.shown);
        errors.append(&mut one.errors);
    }
    stdout().write_all(shown.as_bytes()).map_err(Failure::Output)?;
    tell(&errors.iter().map(FileError::line).collect::<String>());
    summarize(args, &changed, inputs.len());
    if !args.files.is_stdin() {
        tell(&seen.notes());
    }
    let is_broken = errors.iter().any(|error| !error.is_missing) || seen.fails(args.files.fail_on_unread);
    let would_change = !changed.is_empty() && (args.check || args.diff);
    Ok(exit_code(would_change || !errors.is_empty(), is_broken))
}

/// What became of one file.
#[derive(Debug, Default)]
struct Done {
    is_changed: bool,
    /// For the standard output.
    shown: String,
    errors: Vec<FileError>,
    seen: Seen,
}

fn format_file(input: &Input, args: &FmtArgs, stdout: Stream) -> Done {
    let document = match open(input, args.grafana) {
        Ok(document) => document,
        Err(error) => return Done { errors: vec![error], ..Done::default() },
    };
    let options = format_options(&args.style, &input.settings);
    let formatted = format_document(&document, &options);
    let mut done = Done { is_changed: formatted.text.is_some(), errors: formatted.errors, ..Done::default() };
    let writes = !args.check && !args.diff;
    match formatted.text {
        Some(after) if args.diff => done.shown = unified(document.name(), document.text(), &after, stdout),
        Some(after) if writes && input.file.is_stdin => done.shown = after,
        Some(after) if writes => {
            let failure = write(input, &after).err();
            done.is_changed = failure.is_none();
            done.errors.extend(failure);
        }
        None if writes && input.file.is_stdin => document.text().clone_into(&mut done.shown),
        _ => {}
    }
    done.seen.add(input, &document);
    done
}

/// Puts the text in place of the file's.
pub(super) fn write(input: &Input, text: &str) -> Result<(), FileError> {
    let Some(path) = &input.file.path else { return Ok(()) };
    write_atomically(path, text).map_err(|error| FileError::unwritable(input.file.name.clone(), &error))
}

fn summarize(args: &FmtArgs, changed: &[&str], n_files: usize) {
    if args.files.is_stdin() {
        return;
    }
    if args.check {
        for name in changed {
            note(&format!("{name} would change"));
        }
    }
    let verb = if args.check || args.diff { "would change" } else { "changed" };
    tell(&format!("{} of {} {verb}\n", changed.len(), counted(n_files, "file")));
}

/// 2 for what could not be read, 1 for a missing path or a file that would change.
fn exit_code(is_incomplete: bool, is_broken: bool) -> ExitCode {
    if is_broken {
        ExitCode::from(2)
    } else if is_incomplete {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}
