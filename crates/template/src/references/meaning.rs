//! What a value of a template stands for.

use std::ops::Range;

use super::{LabelReference, LabelSource, References};
use crate::tree::Field;

/// What a value stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Meaning {
    /// What a template of an alert begins with: labels, value, external labels and URL.
    Root,
    Labels(LabelSource),
    Value,
    /// What a query gives: a list of series.
    Samples(Option<usize>),
    /// One of these series.
    Sample(Option<usize>),
    /// A string that is written in the template.
    Text(String, Range<usize>),
    /// What `printf` makes with a format that is written in the template.
    Formatted(String, Range<usize>),
    Other,
}

impl Meaning {
    /// What one turn of a loop over it gets.
    pub(super) fn element(&self) -> Meaning {
        match self {
            Meaning::Samples(query) => Meaning::Sample(*query),
            _ => Meaning::Other,
        }
    }

    /// What two values have in common, of which one stands for the other.
    pub(super) fn or(&self, other: &Meaning) -> Meaning {
        if self == other { self.clone() } else { Meaning::Other }
    }
}

impl References {
    /// Follows fields, and notes labels and values on the way.
    pub(super) fn fields(&mut self, start: Meaning, fields: &[Field]) -> Meaning {
        fields.iter().fold(start, |meaning, field| self.field(&meaning, field))
    }

    fn field(&mut self, meaning: &Meaning, field: &Field) -> Meaning {
        match (meaning, field.name.as_str()) {
            (Meaning::Root, "Labels") => Meaning::Labels(LabelSource::Alert),
            (Meaning::Root, "ExternalLabels") => Meaning::Labels(LabelSource::External),
            (Meaning::Root, "Value") => Meaning::Value,
            (Meaning::Sample(query), "Labels") => Meaning::Labels(LabelSource::Query(*query)),
            (Meaning::Labels(source), name) => {
                self.label(name, field.range.clone(), *source);
                Meaning::Other
            }
            _ => Meaning::Other,
        }
    }

    pub(super) fn label(&mut self, name: &str, range: Range<usize>, source: LabelSource) {
        self.labels.push(LabelReference { name: name.to_owned(), range, source });
    }

    /// Notes that a value is used for what it is.
    pub(super) fn used(&mut self, meaning: &Meaning, range: &Range<usize>) {
        if let Meaning::Labels(source) = meaning {
            self.all_labels.push((*source, range.clone()));
        }
    }
}
