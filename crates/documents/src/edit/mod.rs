//! Changing queries and nothing else.

mod json;
mod markdown;
mod whole;
mod yaml;

use std::collections::BTreeMap;

use crate::document::{Document, Source};
use crate::query::{Place, QueryIdx};
use promenade_model::FileRange;

/// Why a file could not be changed. It is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// There is no query with this index.
    #[error("there is no query {} in this document", .0.0)]
    NoSuchQuery(QueryIdx),
    /// The same query was given twice, with different texts.
    #[error("the query at byte {} was given two different texts", .0.start)]
    Conflict(FileRange),
    /// A query cannot be replaced by nothing.
    #[error("the query at byte {} was given an empty text", .0.start)]
    Empty(FileRange),
    /// There is no way to write the text at its place.
    #[error("the text of the query at byte {} cannot be written there", .0.start)]
    Unwritable(FileRange),
    /// The changed file would not have said the same apart from the queries, so it was not made. This is a mistake of
    /// the editor, not of the file.
    #[error("the changed file would have differed in more than its queries")]
    Unfaithful,
}

impl Document {
    /// The text of the file with other texts for some of its queries. Every byte that does not belong to them stays: the
    /// order, comments, quotes, indentation, line ends, anchors. A query that aliases repeat is changed once, at its anchor.
    ///
    /// Line ends at the end of a query stay as they are, whatever the new text has. Where the new text does not fit the
    /// style of its scalar, the smallest change of style is made:
    /// - a plain scalar that can no longer be one is put in quotes, single ones where none have to be doubled for it;
    /// - a plain or quoted scalar of YAML that becomes several lines becomes a literal block (`|`), indented by two more
    ///   than its mapping; within `[...]` and `{...}` it gets double quotes and `\n`;
    /// - a folded block (`>`) stays one while its text is one line, and becomes a literal block with more, with the same
    ///   indicators: folding would join the lines.
    ///
    /// The new text is read again before it is returned: all other values have to be equal, and the queries what was
    /// asked for.
    ///
    /// # Errors
    /// [`EditError`], where an index or a text is wrong or cannot be written.
    pub fn with_queries(&self, changes: &[(QueryIdx, String)]) -> Result<String, EditError> {
        let changes = self.checked(changes)?;
        if changes.is_empty() {
            return Ok(self.text().to_owned());
        }
        match &self.source {
            Source::None => Ok(self.text().to_owned()),
            Source::Whole => whole::edit(self, &changes),
            Source::Yaml(tree, nested) => yaml::edit(self, tree, nested, &changes),
            Source::Json(json) => json::edit(self, json, &changes),
            Source::Markdown(blocks) => markdown::edit(self, blocks, &changes),
        }
    }

    /// The changes that change something, each query once, with the line ends at the end that it has now.
    fn checked(&self, changes: &[(QueryIdx, String)]) -> Result<Changes, EditError> {
        let mut checked = Changes::new();
        for (idx, text) in changes {
            let query = self.query(*idx).ok_or(EditError::NoSuchQuery(*idx))?;
            let body = text.trim_end_matches(['\n', '\r']);
            // What was empty may stay so.
            if body.trim().is_empty() && *text != query.text {
                return Err(EditError::Empty(query.range));
            }
            let end = query.text.trim_end_matches(['\n', '\r']).len();
            let text = format!("{body}{}", &query.text[end..]);
            let before = checked.insert(*idx, text);
            if before.is_some_and(|before| before != checked[idx]) {
                return Err(EditError::Conflict(query.range));
            }
        }
        checked.retain(|idx, text| self.queries[idx.0].text != *text);
        Ok(checked)
    }

    fn place(&self, idx: QueryIdx) -> (&Place, FileRange) {
        let query = &self.queries[idx.0];
        (&query.place, query.range)
    }
}

/// The new texts by their queries.
type Changes = BTreeMap<QueryIdx, String>;

/// How lines end in a file: as its first line does.
pub(crate) fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').is_some_and(|at| text[..at].ends_with('\r'));
    if first { "\r\n" } else { "\n" }
}
