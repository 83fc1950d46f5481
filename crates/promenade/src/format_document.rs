//! A whole file with its queries laid out.

use promenade_documents::{Document, EditError, EmbeddedQuery, FileRange, Layout, QueryIdx};
use promenade_format::{Options, Outcome, VerifyError, format};
use promenade_syntax::{Diagnostic, opaque_variable};
#[cfg(feature = "threads")]
use rayon::prelude::*;

/// Wider than any query: what has to stay on one line.
const UNLIMITED: usize = 1 << 24;

/// However deeply a query is indented, its lines may be so long.
const LEAST_WIDTH: usize = 40;

/// How the queries of a file are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DocumentFormat {
    /// The layout of each query. The width is that of the file: what stands before the lines of a query is taken off.
    /// The document determines whether a query may contain variables.
    pub options: Options,
    /// What becomes of queries whose line ends are escapes, as in JSON.
    pub escaped_lines: EscapedLines,
}

promenade_model::setters!(DocumentFormat { options: Options, escaped_lines: EscapedLines });

/// Whether a query may be broken where each line end is an escape, so that the file stays a single line there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum EscapedLines {
    /// Where it has line ends already, as after writing it in an editor.
    #[default]
    AsWritten,
    /// Where it is too wide.
    Break,
    /// Only where a comment asks for it.
    Join,
}

/// A file with its queries laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormattedDocument {
    /// The text of the file.
    pub text: String,
    /// What became of each query, in the order of the document.
    pub queries: Vec<QueryOutcome>,
}

/// What became of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QueryOutcome {
    /// It was laid out already, a comment keeps it as it is, or a variable stands in it for more than a name, so that nobody
    /// can tell its layout.
    Unchanged,
    /// It is laid out now.
    Changed,
    /// It is as it was, because it cannot be parsed. The places are those of the file, and there are no fixes.
    Refused(Vec<Diagnostic<FileRange>>),
    /// It is as it was, because formatting would have harmed it, which is a mistake of the formatter.
    Kept(VerifyError),
    /// It is as it was, because its new text cannot be written at its place.
    Unwritable(EditError),
}

impl FormattedDocument {
    /// Whether a query was changed.
    pub fn is_changed(&self) -> bool {
        self.queries.contains(&QueryOutcome::Changed)
    }
}

/// Lays out all queries of a file. Those that cannot be, stay as they are, and all else in the file does.
///
/// ```
/// use promenade::documents::{Document, ReadOptions};
///
/// let document = Document::read("rules.yaml", "groups: [{name: a, rules: [{record: b, expr: sum( up )}]}]", &ReadOptions::default());
/// let formatted = promenade::format_document(&document, &Default::default());
/// assert_eq!(formatted.text, "groups: [{name: a, rules: [{record: b, expr: sum(up)}]}]");
/// ```
pub fn format_document(document: &Document, format: &DocumentFormat) -> FormattedDocument {
    #[cfg(feature = "threads")]
    let queries = document.queries().par_iter().enumerate();
    #[cfg(not(feature = "threads"))]
    let queries = document.queries().iter().enumerate();
    let one = |(idx, query): (usize, &EmbeddedQuery)| {
        let is_kept = document.keeps_layout(QueryIdx(idx));
        if is_kept { (QueryOutcome::Unchanged, None) } else { format_query(query, format) }
    };
    let formatted: Vec<_> = queries.map(one).collect();
    let (mut queries, mut changes) = (Vec::new(), Vec::new());
    for (idx, (outcome, text)) in formatted.into_iter().enumerate() {
        queries.push(outcome);
        changes.extend(text.map(|text| (QueryIdx(idx), text)));
    }
    let text = write(document, changes, &mut queries);
    FormattedDocument { text, queries }
}

/// The layout of a query, with its text where that is another than before.
fn format_query(query: &EmbeddedQuery, options: &DocumentFormat) -> (QueryOutcome, Option<String>) {
    let query_options = options_for(query, options);
    match format(&query.text, &query_options) {
        Err(_) if opaque_variable(&query.text, &query_options.parse_options()).is_some() => {
            (QueryOutcome::Unchanged, None)
        }
        Err(found) => (
            QueryOutcome::Refused(found.into_iter().map(|diagnostic| query.diagnostic_to_file(diagnostic)).collect()),
            None,
        ),
        Ok(formatted) => match formatted.outcome {
            Outcome::Kept(harm) => (QueryOutcome::Kept(harm), None),
            // Line ends at the end belong to the file.
            _ if formatted.text == query.text.trim_end_matches('\n') => (QueryOutcome::Unchanged, None),
            _ => (QueryOutcome::Changed, Some(formatted.text)),
        },
    }
}

/// The options with the width that is left for a query.
fn options_for(query: &EmbeddedQuery, options: &DocumentFormat) -> Options {
    let width = options.options.width;
    let is_broken = query.text.trim().contains('\n');
    let width = match (query.layout, options.escaped_lines) {
        (Layout::Lines(indent), _) => width.saturating_sub(indent).max(LEAST_WIDTH.min(width)),
        (Layout::Escaped, EscapedLines::Break) => width,
        (Layout::Escaped, EscapedLines::AsWritten) if is_broken => width,
        (Layout::Escaped, _) => UNLIMITED,
    };
    options.options.clone().width(width).variables(query.variables)
}

/// The file with all changes that can be written.
fn write(document: &Document, changes: Vec<(QueryIdx, String)>, queries: &mut [QueryOutcome]) -> String {
    if let Ok(text) = document.with_queries(&changes) {
        return text;
    }
    let mut writable = Vec::new();
    keep_writable(document, changes, queries, &mut writable);
    document.with_queries(&writable).unwrap_or_else(|error| {
        // Each can be written alone and not all together: nothing is changed then.
        for (idx, _) in writable {
            queries[idx.0] = QueryOutcome::Unwritable(error.clone());
        }
        document.text().to_owned()
    })
}

/// Finds the changes that can be written, by halves.
fn keep_writable(
    document: &Document,
    mut changes: Vec<(QueryIdx, String)>,
    queries: &mut [QueryOutcome],
    writable: &mut Vec<(QueryIdx, String)>,
) {
    match document.with_queries(&changes) {
        Ok(_) => writable.append(&mut changes),
        Err(error) if changes.len() == 1 => queries[changes[0].0.0] = QueryOutcome::Unwritable(error),
        Err(_) => {
            let second = changes.split_off(changes.len() / 2);
            keep_writable(document, changes, queries, writable);
            keep_writable(document, second, queries, writable);
        }
    }
}
