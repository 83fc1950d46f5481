//! Warnings and infos that travel beside a result, with the place in the query that they speak of.

use std::collections::BTreeMap;

use crate::value::SourceRange;

/// How serious an annotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Something is probably wrong with the query or the data.
    Warning,
    /// Something worth knowing.
    Info,
}

/// One warning or info.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// How serious it is.
    pub severity: Severity,
    /// Prometheus's words without the prefix `PromQL warning: ` and without the position.
    pub message: String,
    /// The place in the query.
    pub range: SourceRange,
}

/// A set of annotations, one for each message: as in Prometheus the place of the one added last is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Annotations {
    by_message: BTreeMap<(Severity, String), Annotation>,
}

impl Annotations {
    /// Adds an annotation.
    pub fn add(&mut self, annotation: Annotation) {
        self.by_message.insert((annotation.severity, annotation.message.clone()), annotation);
    }

    /// Adds all annotations of `other`, which count as later than those here.
    pub fn merge(&mut self, other: Self) {
        for annotation in other.by_message.into_values() {
            self.add(annotation);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_message.is_empty()
    }

    /// All annotations, warnings first.
    pub fn iter(&self) -> impl Iterator<Item = &Annotation> {
        self.by_message.values()
    }
}
