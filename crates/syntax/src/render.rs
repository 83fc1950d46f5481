//! Diagnostics as text with carets under the source, by ariadne.

use std::ops::Range;

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};

use crate::diagnostic::{Diagnostic, Fix, Severity};

/// How diagnostics are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RenderOptions {
    /// Whether to colour the text with ANSI escapes.
    pub color: bool,
    /// Whether to draw with ASCII characters only.
    pub ascii: bool,
}

promenade_model::setters!(RenderOptions { color: bool, ascii: bool });

/// The diagnostics of `source`, which is called `name`, as text. Each ends with a line end.
pub fn render(diagnostics: &[Diagnostic], name: &str, source: &str, options: RenderOptions) -> String {
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        let mut cache = (name.to_owned(), Source::from(source));
        // Writing to memory does not fail.
        let _ = report(diagnostic, name, source, options).write(&mut cache, &mut out);
    }
    let text = String::from_utf8_lossy(&out);
    let mut lines = String::with_capacity(text.len());
    for line in text.lines() {
        lines.push_str(line.trim_end());
        lines.push('\n');
    }
    lines
}

type Span = (String, Range<usize>);

fn report(diagnostic: &Diagnostic, name: &str, source: &str, options: RenderOptions) -> Report<'static, Span> {
    let span = |range: &Range<usize>| (name.to_owned(), visible(range, source));
    let (kind, color) = match diagnostic.severity {
        Severity::Error => (ReportKind::Error, Color::Red),
        Severity::Warning => (ReportKind::Warning, Color::Yellow),
        Severity::Info => (ReportKind::Advice, Color::Blue),
    };
    let charset = if options.ascii { CharSet::Ascii } else { CharSet::Unicode };
    let config = Config::default().with_color(options.color).with_char_set(charset).with_index_type(IndexType::Byte);
    let mut builder =
        Report::build(kind, span(&diagnostic.range)).with_config(config).with_message(diagnostic.to_string());
    // Annotations of results have no code.
    if !diagnostic.code.is_empty() {
        builder = builder.with_code(diagnostic.code);
    }
    builder = builder.with_label(Label::new(span(&diagnostic.range)).with_message(here(diagnostic)).with_color(color));
    for label in &diagnostic.labels {
        builder = builder.with_label(Label::new(span(&label.range)).with_message(&label.message).with_order(1));
    }
    if let Some(help) = &diagnostic.help {
        builder = builder.with_note(help);
    }
    if let Some(fix) = &diagnostic.fix {
        builder = builder.with_help(help(fix, source));
    }
    builder.finish()
}

/// The words right at the place.
fn here(diagnostic: &Diagnostic) -> String {
    match diagnostic.expected.as_slice() {
        [] if diagnostic.title().is_empty() => "here".to_owned(),
        [] => diagnostic.title().to_owned(),
        expected => format!("expected {}", expected.join(", ")),
    }
}

/// What the fix does, and the query with it.
fn help(fix: &Fix, source: &str) -> String {
    match fix.apply(source) {
        Some(fixed) if !fixed.contains('\n') => format!("{}: {fixed}", fix.title),
        _ => fix.title.clone(),
    }
}

/// A range that a caret can stand under: an empty one takes in the character after it, or, at the end, the one before.
fn visible(range: &Range<usize>, source: &str) -> Range<usize> {
    let start = source.floor_char_boundary(range.start);
    let end = source.ceil_char_boundary(range.end);
    if start < end {
        return start..end;
    }
    match source[start..].chars().next() {
        Some(c) => start..start + c.len_utf8(),
        None => start..start,
    }
}
