//! Files read as documents.

use promenade::documents::{Document, ProblemKind, ReadOptions};
use promenade::syntax::Variables;
use promenade::syntax::lines::Lines;

use super::{FileError, Input, read};

/// Reads a file. The standard input without a name is a bare query, where it is neither YAML nor JSON.
///
/// # Errors
/// Returns an error if it is not text.
pub(crate) fn open(input: &Input, is_grafana: bool) -> Result<Document, FileError> {
    let text = read(&input.file)?;
    Ok(Document::read(&input.file.name, &text, &read_options(is_grafana)))
}

/// How a file is read.
pub(crate) fn read_options(is_grafana: bool) -> ReadOptions {
    ReadOptions::default().kind(None).variables(if is_grafana { Variables::Grafana } else { Variables::None })
}

/// Why a file, or a part of it, cannot be handled. Templates are counted instead ([`Seen`](super::Seen)).
pub(crate) fn document_errors(document: &Document) -> Vec<FileError> {
    let (name, text) = (document.name(), document.text());
    let lines = Lines::new(text);
    let error = |problem: &promenade::documents::Problem| {
        let at = lines.position(text, problem.diagnostic.range.start);
        let help = problem.diagnostic.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        FileError::new(format!("{name}:{}:{}", at.line, at.column), format!("{problem}{help}"))
    };
    document.problems().iter().filter(|problem| problem.kind != ProblemKind::Template).map(error).collect()
}
