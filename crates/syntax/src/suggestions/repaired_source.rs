//! A source with fixes applied, which maps each place back to the original.

use promenade_model::value::SourceRange;

use crate::diagnostic::{Diagnostic, Edit};

/// A source with the mistakes fixed whose meaning is clear, so that errors that follow from them are not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairedSource {
    text: String,
    /// For each byte, and the end, its offset in the original; inserted text has the offset at which it was inserted.
    origins: Vec<usize>,
    /// For each byte whether it was inserted.
    is_new: Vec<bool>,
}

impl RepairedSource {
    pub(super) fn new(source: &str) -> Self {
        Self { text: source.to_owned(), origins: (0..=source.len()).collect(), is_new: vec![false; source.len()] }
    }

    /// The text with the fixes.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Applies edits that do not overlap.
    pub(super) fn edit(&mut self, edits: &[Edit]) {
        for edit in backwards(edits) {
            let at = self.origins[edit.range.start];
            self.text.replace_range(edit.range.clone(), &edit.text);
            self.origins.splice(edit.range.clone(), std::iter::repeat_n(at, edit.text.len()));
            self.is_new.splice(edit.range.clone(), std::iter::repeat_n(true, edit.text.len()));
        }
    }

    /// The text with edits; `None` if they do not fit, or change nothing.
    pub(super) fn with(&self, edits: &[Edit]) -> Option<String> {
        let mut text = self.text.clone();
        for edit in backwards(edits) {
            text.get(edit.range.clone())?;
            text.replace_range(edit.range.clone(), &edit.text);
        }
        (text != self.text).then_some(text)
    }

    /// The range in the original.
    pub fn origin(&self, range: &SourceRange) -> SourceRange {
        let start = self.origins[range.start];
        start..self.origins[range.end].max(start)
    }

    /// Whether all of a range was inserted.
    pub fn is_new(&self, range: &SourceRange) -> bool {
        !range.is_empty() && self.is_new[range.clone()].iter().all(|is_new| *is_new)
    }

    /// A diagnostic of the repaired source with its places in the original.
    #[must_use]
    pub fn original(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        diagnostic.range = self.origin(&diagnostic.range);
        diagnostic.reported_at = diagnostic.reported_at.map(|at| self.origins[at]);
        for label in &mut diagnostic.labels {
            label.range = self.origin(&label.range);
        }
        for edit in diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.range = self.origin(&edit.range);
        }
        diagnostic
    }
}

fn backwards(edits: &[Edit]) -> Vec<&Edit> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.range.start, edit.range.end)));
    edits
}
