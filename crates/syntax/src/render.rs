//! Diagnostics as text: the message, the lines of the source that it is about, and marks under them.
//!
//! One renderer serves queries and files. It is our own because files need what the libraries that were tried do not
//! have: lines of thousands of characters (dashboards in JSON) are cut around the place, control characters of the source
//! are shown as signs instead of reaching the terminal, each line of a range over several lines is marked, and the lines
//! before and after the place are shown.

mod line;
mod snippet;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::lines::Lines;

/// How diagnostics are rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RenderOptions {
    /// Whether to colour the text with ANSI escapes.
    pub color: bool,
}

promenade_model::setters!(RenderOptions { color: bool });

/// Renders the diagnostics of one text: a query or a file.
#[derive(Debug)]
pub struct Renderer<'a> {
    name: &'a str,
    source: &'a str,
    lines: Cow<'a, Lines>,
    options: RenderOptions,
}

/// The diagnostics of `source`, which is called `name`, as text. An empty line follows each.
pub fn render<R: Clone + Into<Range<usize>>>(
    diagnostics: &[Diagnostic<R>],
    name: &str,
    source: &str,
    options: RenderOptions,
) -> String {
    let renderer = Renderer::new(name, source, options);
    diagnostics.iter().map(|diagnostic| renderer.render(diagnostic, help(diagnostic, source).as_deref())).collect()
}

/// What the fix of a diagnostic does, and the text with it where that is one line.
fn help<R: Clone + Into<Range<usize>>>(diagnostic: &Diagnostic<R>, source: &str) -> Option<String> {
    let fix: &Fix<R> = diagnostic.fix.as_ref()?;
    Some(match fix.apply(source) {
        Some(fixed) if !fixed.contains('\n') => format!("{}: {fixed}", fix.title),
        _ => fix.title.clone(),
    })
}

/// The colour of a severity.
pub fn severity_style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Blue,
    };
    color.on_default().bold()
}

impl<'a> Renderer<'a> {
    /// For the text `source`, which is called `name`.
    pub fn new(name: &'a str, source: &'a str, options: RenderOptions) -> Self {
        Self { name, source, lines: Cow::Owned(Lines::new(source)), options }
    }

    /// For a text whose lines are known.
    pub fn with_lines(name: &'a str, source: &'a str, lines: &'a Lines, options: RenderOptions) -> Self {
        Self { name, source, lines: Cow::Borrowed(lines), options }
    }

    /// One diagnostic with an empty line after it. `fix` is what a fix does; that of the diagnostic itself is not shown.
    pub fn render<R: Clone + Into<Range<usize>>>(&self, diagnostic: &Diagnostic<R>, fix: Option<&str>) -> String {
        let range: Range<usize> = diagnostic.range.clone().into();
        let at = self.lines.position(self.source, range.start);
        let mut text = self.head(diagnostic.code, diagnostic.severity, &diagnostic.to_string());
        let labels = diagnostic.labels.iter().map(|label| (label.range.clone().into(), label.message.as_str()));
        let snippet = snippet::Snippet::new(self, range, diagnostic.severity, labels);
        let gutter = snippet.gutter();
        let arrow = self.dim("-->");
        let _ = writeln!(text, "{:gutter$}{arrow} {}:{}:{}", "", printable(self.name), at.line, at.column);
        snippet.write(&mut text);
        let notes = [("note", diagnostic.help.as_deref()), ("help", fix)];
        for (kind, words) in notes.into_iter().filter_map(|(kind, words)| Some((kind, words?))) {
            let _ = writeln!(text, "{:gutter$} {} {kind}: {}", "", self.dim("="), printable(words));
        }
        text.push('\n');
        text
    }

    /// The severity, the code if there is one, and the message.
    fn head(&self, code: &str, severity: Severity, message: &str) -> String {
        let word = severity.word();
        let head = if code.is_empty() { word.to_owned() } else { format!("{word}[{code}]") };
        let head = self.paint(&head, severity_style(severity));
        format!("{head}: {}\n", self.paint(&printable(message), Style::new().bold()))
    }

    fn dim(&self, text: &str) -> String {
        self.paint(text, Style::new().dimmed())
    }

    fn paint(&self, text: &str, style: Style) -> String {
        if self.options.color { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// A text on one line: control characters are written as escapes.
fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    Cow::Owned(out)
}
