//! What the settings ask of rules: labels and annotations that must be there, names that must match or must not be.

use std::fmt;

use promenade_model::{MatchOp, Matcher, RegexError};

/// What is required of rules. Nothing is by default.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// What the names of alerts must match.
    pub alert_names: Option<Pattern>,
    /// What the names of recorded metrics must match.
    pub record_names: Option<Pattern>,
    /// What no name of a rule may match.
    pub forbidden_names: Vec<Pattern>,
    /// The labels that alerts must have.
    pub alert_labels: Vec<String>,
    /// The annotations that alerts must have.
    pub alert_annotations: Vec<String>,
    /// The labels that recording rules must have.
    pub record_labels: Vec<String>,
    /// What the values of labels must match, by the name of the label.
    pub label_values: Vec<(String, Pattern)>,
}

/// A regular expression for a whole text, as in a matcher of PromQL.
#[derive(Debug, Clone)]
pub struct Pattern {
    matcher: Matcher,
    text: String,
}

impl Pattern {
    /// A pattern.
    ///
    /// # Errors
    /// Returns an error if the text is no regular expression, in the words of Go's `regexp`.
    pub fn new(text: &str) -> Result<Self, RegexError> {
        let matcher = Matcher::new(MatchOp::Regex, "text", text)?;
        Ok(Self { matcher, text: text.to_owned() })
    }

    /// Whether it matches a whole text.
    pub fn matches(&self, text: &str) -> bool {
        self.matcher.matches(text)
    }
}

impl fmt::Display for Pattern {
    /// The regular expression.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
