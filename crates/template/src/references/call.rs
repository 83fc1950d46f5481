//! What functions make of what they are given.

use std::ops::Range;

use super::meaning::Meaning;
use super::{LabelSource, QueryKind, QueryReference, QueryText, References};

/// A value that a function gets, with its place.
pub(super) type Argument = (Meaning, Range<usize>);

impl References {
    /// Notes what a function uses, and says what its result stands for.
    pub(super) fn call(&mut self, name: &str, arguments: &[Argument], range: &Range<usize>) -> Meaning {
        match (name, arguments) {
            ("query", [query, ..]) => Meaning::Samples(Some(self.query(QueryKind::Run, query))),
            ("graphLink" | "tableLink", [query, ..]) => {
                self.query(QueryKind::Link, query);
                Meaning::Other
            }
            ("index", [(Meaning::Labels(source), _), (Meaning::Text(key, range), _), ..]) => {
                self.label(key, range.clone(), *source);
                Meaning::Other
            }
            ("index", [(Meaning::Samples(query), _), ..]) | ("first", [(Meaning::Samples(query), _)]) => {
                Meaning::Sample(*query)
            }
            ("sortByLabel", [.., (Meaning::Samples(query), _)]) => Meaning::Samples(*query),
            ("label", [(Meaning::Text(key, range), _), (Meaning::Sample(query), _)]) => {
                self.label(key, range.clone(), LabelSource::Query(*query));
                Meaning::Other
            }
            ("print", [(Meaning::Text(text, range), _)]) => Meaning::Text(text.clone(), range.clone()),
            ("printf", [(Meaning::Text(format, _), _), rest @ ..]) => {
                self.all_used(rest);
                Meaning::Formatted(format.clone(), range.clone())
            }
            _ => {
                self.all_used(arguments);
                Meaning::Other
            }
        }
    }

    pub(super) fn all_used(&mut self, arguments: &[Argument]) {
        for (meaning, range) in arguments {
            self.used(meaning, range);
        }
    }

    fn query(&mut self, kind: QueryKind, (meaning, range): &Argument) -> usize {
        let (text, range) = match meaning {
            Meaning::Text(text, range) => (QueryText::Literal(text.clone()), range),
            Meaning::Formatted(format, range) => (QueryText::Format(format.clone()), range),
            _ => (QueryText::Unknown, range),
        };
        self.queries.push(QueryReference { kind, text, range: range.clone() });
        self.queries.len() - 1
    }
}
