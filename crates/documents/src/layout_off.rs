//! Comments that keep queries as they are written: `# promenade: fmt off`, up to `# promenade: fmt on`.

use promenade_model::FileRange;
use promenade_syntax::{TokenKind, tokens};

use crate::document::Document;
use crate::query::QueryIdx;

/// What a comment says of the layout of queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Switch {
    Off,
    On,
}

impl Switch {
    /// What the text of a comment asks for; what follows ` -- ` is for people.
    fn of(text: &str) -> Option<Self> {
        let said = text.split(" -- ").next().unwrap_or_default().trim().strip_prefix("promenade:")?;
        match said.split_whitespace().collect::<Vec<_>>()[..] {
            ["fmt", "off"] => Some(Self::Off),
            ["fmt", "on"] => Some(Self::On),
            _ => None,
        }
    }
}

impl Document {
    /// Whether a comment asks that a query stays as it is written: one in the query, one on the line on which it begins, or
    /// one on a line of its own above, up to a comment that switches formatting on again.
    pub fn keeps_layout(&self, idx: QueryIdx) -> bool {
        let Some(query) = self.query(idx).filter(|_| self.text().contains("promenade:")) else { return false };
        let in_query = || {
            let comments = tokens(&query.text).into_iter().filter(|token| token.kind == TokenKind::Comment);
            comments
                .into_iter()
                .any(|token| Switch::of(&query.text[token.range.start + 1..token.range.end]) == Some(Switch::Off))
        };
        self.is_off_at(query.range) || in_query()
    }

    /// Whether the comments of the file keep what stands here.
    fn is_off_at(&self, range: FileRange) -> bool {
        let mut is_off = false;
        for comment in self.comments() {
            let Some(switch) = Switch::of(&comment.text) else { continue };
            if !self.is_alone(comment.range) {
                let is_here = line_of(self.text(), comment.range.start) == line_of(self.text(), range.start);
                if is_here && switch == Switch::Off {
                    return true;
                }
            } else if comment.range.start < range.start {
                is_off = switch == Switch::Off;
            }
        }
        is_off
    }

    /// Whether nothing stands before a comment on its line.
    fn is_alone(&self, comment: FileRange) -> bool {
        let before = &self.text()[..comment.start];
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        line.is_empty() || line.starts_with("<!-")
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count()
}
