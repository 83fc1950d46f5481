//! The comments of a document, of YAML and of PromQL.

use promenade_documents::{Document, FileRange, QueryIdx};
use promenade_model::value::SourceRange;
use promenade_syntax::{TokenKind, tokens};

/// A comment.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    /// The text after `#`.
    pub(super) text: String,
    /// Its place in the file, from `#` on.
    pub(super) range: FileRange,
    /// The query that it is in, and its place there; none for comments of YAML.
    pub(super) query: Option<(QueryIdx, SourceRange)>,
}

impl Comment {
    /// The place of a part of the text in the file.
    pub(super) fn part(&self, document: &Document, part: SourceRange) -> FileRange {
        match &self.query {
            Some((idx, range)) => {
                let start = range.start + 1;
                let part = start + part.start..start + part.end;
                document.query(*idx).map_or_else(|| self.range, |query| query.to_file(part))
            }
            None => FileRange::new(self.range.start + 1 + part.start, self.range.start + 1 + part.end),
        }
    }
}

/// All comments of a document, sorted by place.
pub(super) fn comments(document: &Document) -> Vec<Comment> {
    let of_yaml = document.comments().iter();
    let mut comments: Vec<Comment> =
        of_yaml.map(|comment| Comment { text: comment.text.clone(), range: comment.range, query: None }).collect();
    for (idx, query) in document.queries().iter().enumerate().filter(|(_, query)| query.text.contains('#')) {
        for token in tokens(&query.text).into_iter().filter(|token| token.kind == TokenKind::Comment) {
            let text = query.text.get(token.range.start + 1..token.range.end).unwrap_or_default().to_owned();
            let range = query.to_file(token.range.clone());
            comments.push(Comment { text, range, query: Some((QueryIdx(idx), token.range)) });
        }
    }
    comments.sort_by_key(|comment| comment.range.start);
    comments
}
