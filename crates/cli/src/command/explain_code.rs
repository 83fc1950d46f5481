//! `promenade explain-code`: what the code of a finding means.

use std::fmt::Write as _;
use std::io::{Write, stdout};

use promenade::Features;
use promenade::semantic::{Options, analyze, parse_and_check};
use promenade::syntax::diagnostic::{CODES, CodeRow, Diagnostic, Example};
use promenade::syntax::render::{RenderOptions, render};
use promenade::syntax::{ParseOptions, parse};

use crate::args::ExplainCodeArgs;
use crate::errors::Failure;
use crate::suggest::nearest;
use crate::terminal::{Stream, Streams, size};
use crate::text::{indented, wrapped};

pub(super) fn run(args: &ExplainCodeArgs, streams: Streams) -> Result<(), Failure> {
    let text = match &args.code {
        None => list(),
        Some(code) => page(code, streams.stdout)?,
    };
    stdout().write_all(text.as_bytes()).map_err(Failure::Output)
}

fn list() -> String {
    let lines: Vec<String> = CODES.iter().map(|row| format!("{}  {}", row.code, row.title)).collect();
    lines.join("\n") + "\n"
}

fn page(code: &str, stream: Stream) -> Result<String, Failure> {
    match CODES.iter().find(|row| row.code.eq_ignore_ascii_case(code)) {
        Some(row) => Ok(code_page(row, stream)),
        None => Err(unknown(code)),
    }
}

fn unknown(code: &str) -> Failure {
    let way_out = match nearest(code, CODES.iter().map(|row| row.code)) {
        Some(near) => format!("did you mean `{near}`? `promenade explain-code` lists all"),
        None => "`promenade explain-code` lists all".to_owned(),
    };
    Failure::usage(format!("there is no code `{code}`"), way_out)
}

fn code_page(row: &CodeRow, stream: Stream) -> String {
    let docs = row.docs;
    let width = size().0.clamp(40, 100);
    let mut page = format!("{}: {}\n\n{}\n", row.code, row.title, wrapped(docs.meaning, width));
    match docs.example {
        Example::Large { words, .. } => drop(writeln!(page, "Example: {words}\n")),
        example => drop(writeln!(page, "Example:\n\n{}", shown(example, stream))),
    }
    let _ = write!(page, "{}\nMended:\n\n{}", wrapped(docs.remedy, width), indented(docs.mended, "    "));
    page
}

/// An example with what is said of it.
fn shown(example: Example, stream: Stream) -> String {
    let options = |feature: Option<&str>| {
        let mut features = Features::default();
        if let Some(name) = feature {
            features.enable(name);
        }
        Options::with_features(features)
    };
    let (text, diagnostics) = match example {
        Example::Query(text) => (text, parse_and_check(text, &options(None)).diagnostics),
        Example::Featured { feature, query } => (query, parse_and_check(query, &options(Some(feature))).diagnostics),
        Example::Nameless(text) => {
            (text, analyze(text, &parse(text, &ParseOptions::default()), &options(None)).diagnostics)
        }
        Example::Series(text) | Example::Large { words: text, .. } => return indented(text, "    "),
    };
    carets(text, &diagnostics, stream)
}

fn carets(text: &str, diagnostics: &[Diagnostic], stream: Stream) -> String {
    render(diagnostics, "example", text, RenderOptions { color: stream.color, ascii: false })
}
