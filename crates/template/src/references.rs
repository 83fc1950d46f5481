//! References of a template: labels, the value, queries.

mod call;
mod meaning;
mod walk;

use std::ops::Range;

use crate::tree::Template;

/// The references of a template, in the order of printing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct References {
    /// Labels read by name.
    pub labels: Vec<LabelReference>,
    /// Uses of a whole label set, which may read any label.
    pub all_labels: Vec<(LabelSource, Range<usize>)>,
    /// Uses of the alert's value.
    pub values: Vec<ValueReference>,
    /// Queries that are run or linked to.
    pub queries: Vec<QueryReference>,
}

/// A label that is read by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelReference {
    /// The name of the label.
    pub name: String,
    /// The field with its dot, or the literal with its quotes.
    pub range: Range<usize>,
    /// The owner of the label.
    pub source: LabelSource,
}

/// A use of the value of the alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueReference {
    /// Where it stands.
    pub range: Range<usize>,
    /// How it is used.
    pub usage: ValueUsage,
}

/// How the value of an alert is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueUsage {
    /// Printed unchanged.
    Printed,
    /// Printed after functions were applied.
    Formatted,
    /// Used in a condition, a variable or another template.
    Read,
}

/// The owner of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LabelSource {
    /// The labels of the alert.
    Alert,
    /// The external labels of the server.
    External,
    /// A series of a query result: the query's index in [`References::queries`], if known.
    Query(Option<usize>),
}

/// A query within a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryReference {
    /// How it is used.
    pub kind: QueryKind,
    /// The query, as far as the template contains it.
    pub text: QueryText,
    /// The literal with its quotes, or the expression that builds the query.
    pub range: Range<usize>,
}

/// How a query is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QueryKind {
    /// It is run.
    Run,
    /// It is linked to.
    Link,
}

/// A query, as far as the template contains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryText {
    /// The whole query.
    Literal(String),
    /// The format of `printf`, whose verbs are known only when the alert fires.
    Format(String),
    /// Built in another way.
    Unknown,
}

impl Template {
    /// The references of the template. Follows variables, `with`, `range` and called templates.
    pub fn references(&self) -> References {
        walk::references(self)
    }
}
