//! Formatting the queries of a document.

use promenade::documents::Document;
use promenade::format::{GroupingPosition, Options, Parentheses};
use promenade::syntax::lines::Lines;
use promenade::{DocumentFormat, QueryOutcome};

use crate::args::StyleArgs;
use crate::config::{Grouping, Parens, Settings};
use crate::files::{FileError, document_errors};

/// What became of a file.
#[derive(Debug)]
pub(crate) struct Formatted {
    /// The file with its queries laid out; `None` if nothing changes.
    pub(crate) text: Option<String>,
    /// What could not be laid out.
    pub(crate) errors: Vec<FileError>,
}

/// The options: what the arguments say, then the settings, then the defaults.
pub(crate) fn format_options(args: &StyleArgs, settings: &Settings) -> Options {
    let config = &settings.config.format;
    let defaults = Options::default();
    let grouping = match args.grouping.or(config.grouping) {
        Some(Grouping::Before) => GroupingPosition::BeforeArguments,
        Some(Grouping::After) => GroupingPosition::AfterArguments,
        Some(Grouping::AsWritten) => GroupingPosition::AsWritten,
        None => defaults.grouping,
    };
    let parentheses = match args.parentheses.or(config.parentheses) {
        Some(Parens::Keep) => Parentheses::Keep,
        Some(Parens::RemoveRedundant) => Parentheses::RemoveRedundant,
        None => defaults.parentheses,
    };
    let width = args.width.or(config.width).map_or(defaults.width, usize::from);
    let normalize = args.normalize || config.normalize.unwrap_or(defaults.normalize);
    let unquoted_names = settings.features().into();
    let layout = defaults.width(width).grouping(grouping).parentheses(parentheses);
    layout.normalize(normalize).unquoted_names(unquoted_names)
}

/// Lays out all queries of a document. Those that are not understood stay as they are.
pub(crate) fn format_document(document: &Document, options: &Options) -> Formatted {
    let format = DocumentFormat::default().options(options.clone());
    let formatted = promenade::format_document(document, &format);
    let mut errors = document_errors(document);
    let lines = Lines::new(document.text());
    for (query, outcome) in document.queries().iter().zip(&formatted.queries) {
        if let Some((offset, reason)) = reason(outcome, query.range.start) {
            let at = lines.position(document.text(), offset);
            errors.push(FileError::new(format!("{}:{}:{}", document.name(), at.line, at.column), reason));
        }
    }
    let text = (formatted.text != document.text()).then_some(formatted.text);
    Formatted { text, errors }
}

/// Why a query is left as it is, with the offset in the file; `None` if it is laid out.
fn reason(outcome: &QueryOutcome, start: usize) -> Option<(usize, String)> {
    match outcome {
        QueryOutcome::Unchanged | QueryOutcome::Changed => None,
        QueryOutcome::Refused(found) => {
            let error = found.iter().find(|diagnostic| diagnostic.is_error()).or(found.first());
            Some(error.map_or((start, "it cannot be parsed".to_owned()), |diagnostic| {
                (diagnostic.range.start, format!("{} {diagnostic}", diagnostic.code))
            }))
        }
        QueryOutcome::Unwritable(error) => Some((start, format!("it is left as it is: {error}"))),
        _ => Some((start, "it is left as it is, because the formatter would have changed its meaning".to_owned())),
    }
}
