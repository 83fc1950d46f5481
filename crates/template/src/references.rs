//! What a template refers to: labels, the value, queries.

mod call;
mod meaning;
mod walk;

use std::ops::Range;

use crate::tree::Template;

/// What a template refers to, in the order in which it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct References {
    /// The labels that are read by name.
    pub labels: Vec<LabelReference>,
    /// Where labels are used as a whole, so that any of them may be read.
    pub all_labels: Vec<(LabelSource, Range<usize>)>,
    /// Where the value of the alert is used.
    pub values: Vec<ValueReference>,
    /// The queries that are run, and those that are linked to.
    pub queries: Vec<QueryReference>,
}

/// A label that is read by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelReference {
    /// The name of the label.
    pub name: String,
    /// The field with its dot, or the literal with its quotes.
    pub range: Range<usize>,
    /// Whose label it is.
    pub source: LabelSource,
}

/// A use of the value of the alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueReference {
    /// Where it stands.
    pub range: Range<usize>,
    /// What becomes of it.
    pub usage: ValueUsage,
}

/// What becomes of the value of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueUsage {
    /// It is printed as it is.
    Printed,
    /// What functions make of it is printed.
    Formatted,
    /// It goes into a condition, a variable or another template.
    Read,
}

/// Whose labels are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelSource {
    /// The labels of the alert.
    Alert,
    /// The external labels of the server.
    External,
    /// The labels of a series that a query gives: its index in [`References::queries`], where that is known.
    Query(Option<usize>),
}

/// A query within a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryReference {
    /// What is done with it.
    pub kind: QueryKind,
    /// The query, as far as it is written in the template.
    pub text: QueryText,
    /// The literal with its quotes, or what makes the query.
    pub range: Range<usize>,
}

/// What is done with a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryKind {
    /// It is run.
    Run,
    /// It is linked to.
    Link,
}

/// A query as far as it is written in the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryText {
    /// All of it.
    Literal(String),
    /// The format of `printf`, whose verbs stand for what is known when the alert fires only.
    Format(String),
    /// It is made in another way.
    Unknown,
}

impl Template {
    /// What the template refers to. Variables, `with`, `range` and templates that are called are followed.
    pub fn references(&self) -> References {
        walk::references(self)
    }
}
