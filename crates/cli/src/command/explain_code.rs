//! `promenade explain-code`: what the code of a finding means.

use std::fmt::Write as _;
use std::io::{Write, stdout};

use promenade::lint::{
    Example as LintExample, Finding, FixDocs, Lint, Linter, Selection, Settings as LintSettings, lints,
};
use promenade::model::suggest::nearest;
use promenade::model::value::SourceRange;
use promenade::semantic::{Options, analyze, parse_and_check};
use promenade::syntax::diagnostic::{CODES, CodeRow, Diagnostic, Example};
use promenade::syntax::render::{RenderOptions, render};
use promenade::syntax::{ParseOptions, Variables, parse};

use crate::args::ExplainCodeArgs;
use crate::errors::Failure;
use crate::terminal::{Stream, Streams, size};
use crate::text::{indented, wrapped};

pub(super) fn run(args: &ExplainCodeArgs, streams: Streams) -> Result<(), Failure> {
    let text = match &args.code {
        None => list(),
        Some(code) => page(code, streams.stdout)?,
    };
    stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

/// All codes with their names, the language's first.
fn list() -> String {
    let of_language = CODES.iter().map(|row| format!("{}  {}", row.code, row.title));
    let of_lint = lints().map(|lint| format!("{}  {} ({})", lint.code, lint.name, lint.group));
    let lines: Vec<String> = of_language.chain(of_lint).collect();
    lines.join("\n") + "\n"
}

fn page(code: &str, stream: Stream) -> Result<String, Failure> {
    if let Some(row) = CODES.iter().find(|row| row.code.eq_ignore_ascii_case(code)) {
        return Ok(code_page(row, stream));
    }
    let is_it = |lint: &&Lint| lint.code.eq_ignore_ascii_case(code) || lint.name.eq_ignore_ascii_case(code);
    lints().find(is_it).map(|lint| lint_page(lint, stream)).ok_or_else(|| unknown(code))
}

fn unknown(code: &str) -> Failure {
    let names = CODES.iter().map(|row| row.code).chain(lints().flat_map(|lint| [lint.code, lint.name]));
    let help = match nearest(code, names) {
        Some(near) => format!("did you mean `{near}`? `promenade explain-code` lists all"),
        None => "`promenade explain-code` lists all".to_owned(),
    };
    Failure::usage(format!("there is no code or lint `{code}`"), help)
}

fn lint_page(lint: &'static Lint, stream: Stream) -> String {
    let (docs, width) = (&lint.docs, width());
    let default = if lint.default { "on" } else { "off unless it is selected" };
    let facts = format!("Group {}, severity {}, {default}.", lint.group, lint.severity.word());
    let mut page =
        format!("{}: {}\n\n{}\n{}\n", lint.code, lint.name, wrapped(docs.what, width), wrapped(&facts, width));
    if !docs.why.is_empty() {
        let _ = writeln!(page, "{}", wrapped(docs.why, width));
    }
    if let Some(text) = example_text(&docs.example) {
        let _ = writeln!(page, "Example:\n\n{}", found_in(lint, text, &docs.example, stream));
    }
    if !docs.instead.is_empty() {
        let _ = writeln!(page, "{}", wrapped(docs.instead, width));
    }
    if let Some(text) = example_text(&docs.better) {
        let _ = writeln!(page, "Better:\n\n{}", indented(text, "    "));
    }
    let fix = match docs.fix {
        FixDocs::None => return page,
        FixDocs::Safe(words) => format!("Fix: {words} (--fix)."),
        FixDocs::Unsafe(words) => format!("Fix, which may change the meaning: {words} (--fix --unsafe-fixes)."),
    };
    page + &wrapped(&fix, width)
}

fn example_text(example: &LintExample) -> Option<&'static str> {
    match example {
        LintExample::Query(text) | LintExample::Rules(text) => Some(text),
        LintExample::None => None,
    }
}

/// A query with what the lint finds in it; another example as it is.
fn found_in(lint: &'static Lint, text: &'static str, example: &LintExample, stream: Stream) -> String {
    let settings = LintSettings::default().selection(Selection::only([lint]));
    let found = match example {
        LintExample::Query(_) => Linter::new(settings).lint_query(text, Variables::None),
        _ => Vec::new(),
    };
    if found.is_empty() {
        return indented(text, "    ");
    }
    let diagnostics: Vec<Diagnostic> = found.iter().map(diagnostic).collect();
    carets(text, &diagnostics, stream)
}

fn diagnostic(finding: &Finding<SourceRange>) -> Diagnostic {
    Diagnostic { fix: finding.fix.as_ref().map(|fix| fix.fix.clone()), ..finding.diagnostic.clone() }
}

fn width() -> usize {
    size().0.clamp(40, 100)
}

fn code_page(row: &CodeRow, stream: Stream) -> String {
    let docs = row.docs;
    let width = width();
    let mut page = format!("{}: {}\n\n{}\n", row.code, row.title, wrapped(docs.meaning, width));
    match docs.example {
        Example::Large { words, .. } => drop(writeln!(page, "Example: {words}\n")),
        example => drop(writeln!(page, "Example:\n\n{}", shown(example, stream))),
    }
    let _ = write!(page, "{}\nFixed:\n\n{}", wrapped(docs.how_to_fix, width), indented(docs.fixed, "    "));
    page
}

/// An example with what is said of it.
fn shown(example: Example, stream: Stream) -> String {
    let options = Options::default();
    let (text, diagnostics) = match example {
        Example::Query(text) => (text, parse_and_check(text, &options).diagnostics),
        Example::Nameless(text) => {
            (text, analyze(text, &parse(text, &ParseOptions::without_names()), &options).diagnostics)
        }
        Example::Series(text) | Example::Large { words: text, .. } => return indented(text, "    "),
    };
    carets(text, &diagnostics, stream)
}

fn carets(text: &str, diagnostics: &[Diagnostic], stream: Stream) -> String {
    let text = render(diagnostics, "example", text, RenderOptions::default().color(stream.color));
    // The page has an empty line of its own after the example.
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}
