//! Files that are one query.

use super::{Changes, EditError, line_end};
use crate::document::Document;

/// The file with another text, behind the byte order mark that it may have.
pub(super) fn edit(document: &Document, changes: &Changes) -> Result<String, EditError> {
    let Some((idx, text)) = changes.first_key_value() else { return Err(EditError::Unfaithful) };
    let (_, range) = document.place(*idx);
    let before = &document.text()[..range.start];
    Ok(format!("{before}{}", text.replace('\n', line_end(document.text()))))
}
