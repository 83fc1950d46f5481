//! Putting texts in the place of others, all in one pass.

use promenade_model::value::SourceRange;

/// A text in place of a part of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) range: SourceRange,
    pub(crate) text: String,
}

impl Splice {
    pub(crate) fn new(range: SourceRange, text: impl Into<String>) -> Self {
        Self { range, text: text.into() }
    }
}

/// The file with all of them made. None where two overlap, or one does not fit.
pub(crate) fn apply(file: &str, mut splices: Vec<Splice>) -> Option<String> {
    splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
    let added: usize = splices.iter().map(|splice| splice.text.len()).sum();
    let mut out = String::with_capacity(file.len() + added);
    let mut at = 0;
    for splice in splices {
        out.push_str(file.get(at..splice.range.start)?);
        out.push_str(&splice.text);
        at = splice.range.end;
    }
    out.push_str(file.get(at..)?);
    Some(out)
}
