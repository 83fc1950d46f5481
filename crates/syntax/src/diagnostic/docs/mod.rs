//! What each code means, with an example that raises it and a fixed version. A test checks the examples.

mod durations;
mod grammar;
mod modifiers;
mod series;
mod tokens;
mod types;

pub(super) use durations::*;
pub(super) use grammar::*;
pub(super) use modifiers::*;
pub(super) use series::*;
pub(super) use tokens::*;
pub(super) use types::*;

/// The documentation of a code.
#[derive(Debug, Clone, Copy)]
pub struct CodeDocs {
    /// What the code means, and why the query is refused.
    pub meaning: &'static str,
    /// A text that raises the code and no other.
    pub example: Example,
    /// The fixed example; it raises nothing.
    pub fixed: &'static str,
    /// How to fix it.
    pub how_to_fix: &'static str,
}

/// A text that raises a code.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A query, read without feature flags.
    Query(&'static str),
    /// A query, parsed by a caller who does not know the names of aggregations and checked by one who does.
    Nameless(&'static str),
    /// A series of a test script.
    Series(&'static str),
    /// A query too large to print: what it is, and the text.
    Large {
        /// What it is, in a few words.
        words: &'static str,
        /// The text.
        text: fn() -> String,
    },
}

impl CodeDocs {
    /// The documentation as a Markdown page without its heading.
    pub fn page(&self) -> String {
        let example = match self.example {
            Example::Query(text) | Example::Nameless(text) => format!("```promql\n{text}\n```"),
            Example::Series(text) => format!("```text\n{text}\n```"),
            Example::Large { words, .. } => words.to_owned(),
        };
        let language = if matches!(self.example, Example::Series(_)) { "text" } else { "promql" };
        let Self { meaning, fixed, how_to_fix, .. } = self;
        format!("{meaning}\n\nAn example:\n\n{example}\n\n{how_to_fix}\n\n```{language}\n{fixed}\n```\n")
    }
}
