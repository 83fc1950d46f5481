//! Strings, as literals and as the arguments of functions.

use super::QueryGenerator;

const TEXTS: &[&str] = &["", "a", "/", "-", "new", "é", "\n", "a\"b", "\\"];
const REGEXES: &[&str] = &["(.*)", "(.).*", "[a-z]+", "(?P<x>.+)", ".*-(.*)", "()", "(.*)(.)", "", "i.*"];
const REPLACEMENTS: &[&str] = &["$1", "${1}-x", "$0", "", "${x}y", "const", "$2$1", "$$", "a b"];
const NEW_LABELS: &[&str] = &["new", "other", "le", "__name__", "a.b", "job"];

impl QueryGenerator<'_> {
    /// A string literal.
    pub(super) fn text(&mut self) -> String {
        let text = self.random.text(TEXTS);
        match self.random.below(4) {
            0 if !text.contains(['`', '\n']) => format!("`{text}`"),
            1 if !text.contains(['\'', '"', '\\', '\n']) => format!("'{text}'"),
            _ => quoted(text),
        }
    }

    /// The arguments of a replacement: destination, replacement, source, regular expression.
    pub(super) fn replacement(&mut self) -> Vec<String> {
        let (to, from) = (self.new_label(), self.label());
        let (replacement, regex) = (self.random.text(REPLACEMENTS), self.random.text(REGEXES));
        vec![quoted(&to), quoted(replacement), quoted(&from), quoted(regex)]
    }

    /// The arguments of a join of labels: destination, separator, sources.
    pub(super) fn join_of_labels(&mut self) -> Vec<String> {
        let mut args = vec![quoted(&self.new_label()), quoted(self.random.text(TEXTS))];
        for _ in 0..self.random.below(4) {
            args.push(quoted(&self.label()));
        }
        args
    }

    /// Names of labels as strings.
    pub(super) fn label_texts(&mut self) -> Vec<String> {
        (0..self.random.below(4)).map(|_| quoted(&self.label())).collect()
    }

    /// A label of the data, or now and then another.
    pub(super) fn label(&mut self) -> String {
        if self.vocabulary.labels.is_empty() || self.random.percent(8) {
            return self.random.text(&["missing", "__name__", "le"]).to_owned();
        }
        self.random.of(&self.vocabulary.labels).name.clone()
    }

    /// A label to write to: mostly one that is not there.
    pub(super) fn new_label(&mut self) -> String {
        if self.random.percent(30) { self.label() } else { self.random.text(NEW_LABELS).to_owned() }
    }
}

/// The text between double quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}
