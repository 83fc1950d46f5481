//! The flow of an expression: its sources and the number of series.

use promenade_model::value::SourceRange;

use super::bounds::Bounds;
use super::facts::{Cause, CauseKind, LabelFact, LabelFacts};
use super::values::Presence;

/// Facts about the result of an expression.
#[derive(Debug, Clone)]
pub struct Flow {
    /// The sources of its series, including those that are always empty; no sources if it is a scalar or a string.
    pub sources: Vec<Source>,
    /// The number of series at each step.
    pub count: SeriesCount,
    /// Whether the metric name is removed at the end of the query or in the next function that could keep it.
    pub(super) drops_name: DropsName,
    /// The value, if it is a scalar.
    pub scalar: Bounds,
}

/// A source of series, and the facts about them.
#[derive(Debug, Clone)]
pub struct Source {
    /// The selector, or the expression that creates the series.
    pub origin: SourceRange,
    /// The labels.
    pub labels: LabelFacts,
    /// The possible floats.
    pub value: Bounds,
    /// The kind of samples.
    pub samples: SampleKind,
    /// Why there are never any such series.
    pub never: Option<Cause>,
}

/// The kind of a source's samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// Floats, native histograms, or both.
    Any,
    /// Only floats.
    Float,
}

/// The number of series at each step at which the query does not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesCount {
    /// Whether there is always at least one.
    pub always: bool,
    /// The maximum.
    pub max: Cardinality,
}

/// The maximum number of series at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cardinality {
    /// None.
    None,
    /// One.
    One,
    /// Any number.
    Many,
}

/// Whether the metric name of series is still to be dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DropsName {
    No,
    Maybe,
    Yes,
}

/// More sources are merged into one, to bound the time for long chains of `or`.
pub(super) const MAX_SOURCES: usize = 16;

impl SeriesCount {
    /// Any number.
    pub const ANY: Self = Self { always: false, max: Cardinality::Many };
    /// Exactly one.
    pub const ONE: Self = Self { always: true, max: Cardinality::One };
    /// None.
    pub const NEVER: Self = Self { always: false, max: Cardinality::None };

    /// The same without the minimum.
    pub(super) fn or_none(self) -> Self {
        Self { always: false, ..self }
    }
}

impl DropsName {
    /// The union of both.
    pub(super) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Maybe }
    }
}

impl Source {
    /// Float samples with this value and these labels.
    pub(super) fn generated(origin: &SourceRange, labels: LabelFacts, value: Bounds) -> Self {
        Self { origin: origin.clone(), labels, value, samples: SampleKind::Float, never: None }
    }

    /// Whether the source can have series.
    pub fn is_live(&self) -> bool {
        self.never.is_none()
    }

    /// Marks the source as empty, unless it is already.
    pub(super) fn kill(&mut self, cause: &Cause) {
        self.never.get_or_insert_with(|| cause.clone());
    }

    /// Both sources as one; facts about an empty source are ignored.
    pub(super) fn union(self, other: &Self) -> Self {
        match (self.is_live(), other.is_live()) {
            (_, false) => self,
            (false, true) => other.clone(),
            (true, true) => Self {
                origin: self.origin.start.min(other.origin.start)..self.origin.end.max(other.origin.end),
                labels: self.labels.union(&other.labels),
                value: self.value.union(&other.value),
                samples: if self.samples == other.samples { self.samples } else { SampleKind::Any },
                never: None,
            },
        }
    }
}

impl Flow {
    /// A vector with these sources.
    pub(super) fn vector(mut sources: Vec<Source>, count: SeriesCount, drops_name: DropsName) -> Self {
        for source in &mut sources {
            if let Some(name) = source.labels.contradiction() {
                let known = source.labels.get(name).cause.clone();
                let cause = known.unwrap_or(Cause { kind: CauseKind::Matcher, range: source.origin.clone() });
                source.kill(&cause);
            }
        }
        if sources.len() > MAX_SOURCES {
            let rest = sources.split_off(MAX_SOURCES);
            let last = sources.pop();
            sources.extend(last.map(|last| rest.iter().fold(last, Source::union)));
        }
        let count = if sources.iter().any(Source::is_live) { count } else { SeriesCount::NEVER };
        Self { sources, count, drops_name, scalar: Bounds::Any }
    }

    /// A scalar or a string.
    pub(super) fn scalar(value: Bounds) -> Self {
        Self { sources: Vec::new(), count: SeriesCount::ONE, drops_name: DropsName::No, scalar: value }
    }

    /// The sources that can have series.
    pub fn live(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.is_live())
    }

    /// Whether there is never a series.
    pub fn never_returns(&self) -> bool {
        self.count.max == Cardinality::None
    }

    /// Whether there is a series at every step.
    pub fn always_returns(&self) -> bool {
        self.count.always
    }

    /// Why there is never a series.
    pub fn why_never(&self) -> Option<&Cause> {
        if self.never_returns() { self.sources.iter().find_map(|source| source.never.as_ref()) } else { None }
    }

    /// The facts about a label over all sources. Without live sources nothing is known.
    pub fn label(&self, name: &str) -> LabelFact {
        let facts = self.live().map(|source| source.labels.get(name).clone());
        facts.reduce(|a, b| a.union(&b)).unwrap_or_else(LabelFact::unknown)
    }

    /// Whether series have a label.
    pub fn presence(&self, name: &str) -> Presence {
        self.label(name).presence()
    }

    /// Whether all samples are floats.
    pub(super) fn is_float(&self) -> bool {
        self.live().all(|source| source.samples == SampleKind::Float)
    }

    /// The same count if a function loses no sample, without a minimum if it drops histograms.
    pub(super) fn count_of_floats(&self) -> SeriesCount {
        if self.is_float() { self.count } else { self.count.or_none() }
    }
}
