//! A guess at what is meant, with the change that would fix it.

use promenade_model::value::SourceRange;

use crate::diagnostic::{Diagnostic, Edit, Fix};

/// A guess at what is meant.
#[derive(Debug, Clone, Default)]
pub(super) struct Hint {
    /// What to say in place of the parser's words.
    message: Option<String>,
    /// What to say besides.
    help: Option<String>,
    /// What the change is called; `None` if it only lets the parser go on.
    title: Option<String>,
    /// The change.
    edits: Vec<Edit>,
}

impl Hint {
    /// A change that fixes the mistake.
    pub(super) fn fix(title: impl Into<String>, range: SourceRange, text: impl Into<String>) -> Self {
        Self::fixes(title, [(range, text.into())])
    }

    /// Changes that together fix the mistake.
    pub(super) fn fixes(title: impl Into<String>, edits: impl IntoIterator<Item = (SourceRange, String)>) -> Self {
        let edits = edits.into_iter().map(|(range, text)| Edit { range, text }).collect();
        Self { title: Some(title.into()), edits, ..Self::default() }
    }

    /// A change that only lets the parser go on; it is not shown.
    pub(super) fn skip(range: SourceRange, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { range, text: text.into() }], ..Self::default() }
    }

    /// The fix that the parser had in mind.
    pub(super) fn of_fix(fix: Fix) -> Self {
        Self { title: Some(fix.title), edits: fix.edits, ..Self::default() }
    }

    /// The same with words in place of the parser's.
    pub(super) fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The same with words besides.
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with the words of another where it has none.
    pub(super) fn with_words_of(mut self, other: Option<Self>) -> Self {
        let other = other.unwrap_or_default();
        self.message = self.message.or(other.message);
        self.help = self.help.or(other.help);
        self
    }

    /// The same without a change.
    pub(super) fn without_fix(self) -> Self {
        Self { title: None, edits: Vec::new(), ..self }
    }

    /// Whether there is a change to show.
    pub(super) fn is_fix(&self) -> bool {
        self.title.is_some()
    }

    pub(super) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Where the changed text ends, as it is after the change.
    pub(super) fn end(&self) -> usize {
        self.edits.iter().map(|edit| self.moved(edit.range.start) + edit.text.len()).max().unwrap_or(0)
    }

    /// Where a place is after the change.
    pub(super) fn moved(&self, at: usize) -> usize {
        let before = self.edits.iter().filter(|edit| edit.range.end <= at && edit.range.start < at);
        before.fold(at, |at, edit| (at + edit.text.len()).saturating_sub(edit.range.len()))
    }

    /// Makes a diagnostic say it.
    pub(super) fn change(&self, diagnostic: &mut Diagnostic) {
        if let Some(message) = &self.message {
            diagnostic.message.clone_from(message);
            diagnostic.expected.clear();
        }
        if let Some(help) = &self.help {
            diagnostic.help = Some(help.clone());
        }
        diagnostic.fix = self.title.clone().map(|title| Fix { title, edits: self.edits.clone() });
    }
}
