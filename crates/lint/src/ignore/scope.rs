//! The scope of a comment.

use promenade_documents::rules::{Group, Rule};
use promenade_documents::{Document, DocumentKind, FileRange};

use super::comment::Comment;
use super::directive::Reach;
use crate::context::AnalyzedDocument;

/// The text and comments that scopes are computed from.
pub(super) struct Scopes<'a> {
    analyzed: &'a AnalyzedDocument<'a>,
    comments: &'a [Comment],
}

impl<'a> Scopes<'a> {
    /// For a document with these comments.
    pub(super) fn new(analyzed: &'a AnalyzedDocument<'a>, comments: &'a [Comment]) -> Self {
        Self { analyzed, comments }
    }

    fn document(&self) -> &'a Document {
        self.analyzed.document
    }

    fn text(&self) -> &'a str {
        self.analyzed.document.text()
    }

    /// The line of an offset, without its line end.
    fn line(&self, at: usize) -> FileRange {
        let text = self.text();
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        FileRange::new(start, text[at..].find('\n').map_or(text.len(), |end| at + end))
    }

    /// Whether a comment is the first on its line.
    fn is_alone(&self, comment: &Comment) -> bool {
        let line = self.line(comment.range.start);
        let before = self.text()[line.start..comment.range.start].trim_start();
        before.is_empty() || before == "<!-"
    }

    /// The first line after an offset that is neither empty nor a comment.
    fn next_line(&self, at: usize) -> Option<FileRange> {
        let mut line = self.line(at);
        while line.end < self.text().len() {
            line = self.line(line.end + 1);
            let text = self.text()[line].trim();
            if !text.is_empty() && !text.starts_with('#') {
                return Some(line);
            }
        }
        None
    }

    fn groups(&self) -> impl Iterator<Item = &'a Group> {
        self.document().rule_files().iter().flat_map(|file| &file.groups)
    }

    fn rules(&self) -> impl Iterator<Item = &'a Rule> {
        self.groups().flat_map(|group| &group.rules)
    }

    /// The rule at an offset, or the one that begins on the next line.
    fn rule(&self, at: usize) -> Option<FileRange> {
        let next = self.next_line(at);
        let begins = |range: FileRange| next.is_some_and(|line| holds(line, range.start));
        let around = self.rules().map(|rule| rule.range).find(|range| begins(*range));
        around.or_else(|| self.rules().map(|rule| rule.range).find(|range| holds(*range, at)))
    }

    /// A line, and the queries that begin on it.
    fn with_queries(&self, line: FileRange) -> FileRange {
        let queries = self.document().queries().iter();
        let ends = queries.filter(|query| holds(line, query.range.start)).map(|query| query.range.end);
        FileRange::new(line.start, ends.max().map_or(line.end, |end| end.max(line.end)))
    }
}

/// The part of the file in the scope of a comment.
pub(super) fn scope(reach: Reach, scopes: &Scopes<'_>, comment: &Comment) -> FileRange {
    let at = comment.range.start;
    let whole = FileRange::new(0, scopes.text().len());
    match reach {
        Reach::File => whole,
        Reach::Below => FileRange::new(at, whole.end),
        Reach::Line => scopes.line(at),
        Reach::NextLine => {
            let line = scopes.line(at);
            if line.end < whole.end { scopes.line(line.end + 1) } else { line }
        }
        Reach::Block => {
            let mut after = scopes.comments.iter().filter(|other| other.range.start > at);
            let end = after.find(|other| other.text.trim() == "pint ignore/end");
            FileRange::new(at, end.map_or(whole.end, |end| end.range.start))
        }
        // One that touches no rule holds nowhere, and is reported.
        Reach::Rule => scopes.rule(at).unwrap_or(FileRange::at(at)),
        Reach::Next if !scopes.is_alone(comment) => scopes.with_queries(scopes.line(at)),
        Reach::Next => next(scopes, comment),
    }
}

/// What follows a comment on a line of its own: an expression, a rule or a group.
fn next(scopes: &Scopes<'_>, comment: &Comment) -> FileRange {
    let at = comment.range.start;
    if let Some(range) = next_expression(scopes, comment) {
        return range;
    }
    if scopes.document().kind() == DocumentKind::Markdown && comment.query.is_none() {
        let blocks = scopes.document().queries().iter().map(|query| query.range);
        return blocks.filter(|range| range.start > at).min().unwrap_or(FileRange::at(at));
    }
    if comment.query.is_none()
        && let Some(range) = scopes.rule(at)
    {
        return range;
    }
    let Some(line) = scopes.next_line(at) else { return scopes.line(at) };
    let group = scopes.groups().map(|group| group.range).find(|range| holds(line, range.start));
    group.unwrap_or_else(|| scopes.with_queries(line))
}

/// The largest expression that begins with the first token after a comment in a query.
fn next_expression(scopes: &Scopes<'_>, comment: &Comment) -> Option<FileRange> {
    let (idx, range) = comment.query.as_ref()?;
    let query = scopes.document().query(*idx)?;
    let nodes = scopes.analyzed.queries.get(idx.0)?.nodes();
    let tokens = promenade_syntax::tokens(&query.text);
    let token = tokens.into_iter().find(|token| token.range.start >= range.end && !token.kind.is_trivia())?;
    let found = nodes.iter().find(|node| node.expr.range.start == token.range.start)?;
    Some(query.to_file(found.expr.range.clone()))
}

fn holds(range: FileRange, at: usize) -> bool {
    range.start <= at && at <= range.end
}
