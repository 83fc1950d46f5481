//! What is known of the result of an expression: its sources and how many series there are.

use promenade_model::value::SourceRange;

use super::bounds::Bounds;
use super::facts::{Cause, CauseKind, LabelFact, LabelFacts};
use super::values::Presence;

/// What is known of the result of an expression.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Where its series come from, those included that can never come. None where it is a scalar or a string.
    pub sources: Vec<Source>,
    /// How many series there are at each step.
    pub count: SeriesCount,
    /// Whether the metric name goes, at the end of the query or in the next function that could keep it.
    pub(super) drops_name: DropsName,
    /// The value, where it is a scalar.
    pub scalar: Bounds,
}

/// Where series of a result come from, and what is known of them.
#[derive(Debug, Clone)]
pub struct Source {
    /// The selector, or the expression that makes the series.
    pub origin: SourceRange,
    /// Its labels.
    pub labels: LabelFacts,
    /// The floats among its samples.
    pub value: Bounds,
    /// What its samples are.
    pub samples: SampleKind,
    /// Why there can be no such series.
    pub never: Option<Cause>,
}

/// What the samples of a source are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    /// Floats, native histograms, or both.
    Any,
    /// Floats only.
    Float,
}

/// How many series there are at each step at which the query does not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesCount {
    /// Whether there is always one at least.
    pub always: bool,
    /// How many there can be at most.
    pub max: Cardinality,
}

/// How many series there can be at a step, at most.
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

/// More sources than this are taken for one: long chains of `or` must not take long.
pub(super) const MAX_SOURCES: usize = 16;

impl SeriesCount {
    /// Any number.
    pub const ANY: Self = Self { always: false, max: Cardinality::Many };
    /// Always one.
    pub const ONE: Self = Self { always: true, max: Cardinality::One };
    /// Never any.
    pub const NEVER: Self = Self { always: false, max: Cardinality::None };

    /// The same, but there need not be any.
    pub(super) fn or_none(self) -> Self {
        Self { always: false, ..self }
    }
}

impl DropsName {
    /// Where it may be one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        if self == other { self } else { Self::Maybe }
    }
}

impl Source {
    /// Float samples of this value, whose labels are `labels`.
    pub(super) fn generated(origin: &SourceRange, labels: LabelFacts, value: Bounds) -> Self {
        Self { origin: origin.clone(), labels, value, samples: SampleKind::Float, never: None }
    }

    /// Whether series can come from here.
    pub fn is_live(&self) -> bool {
        self.never.is_none()
    }

    /// Notes that nothing comes from here, if that is not known yet.
    pub(super) fn kill(&mut self, cause: &Cause) {
        self.never.get_or_insert_with(|| cause.clone());
    }

    /// Both sources as one; what is said of a source that never gives series does not count.
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
    /// A vector of these sources.
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

    /// The sources that can give series.
    pub fn live(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter().filter(|source| source.is_live())
    }

    /// Whether there can never be a series.
    pub fn never_returns(&self) -> bool {
        self.count.max == Cardinality::None
    }

    /// Whether there is a series at every step.
    pub fn always_returns(&self) -> bool {
        self.count.always
    }

    /// Why there can never be a series.
    pub fn why_never(&self) -> Option<&Cause> {
        if self.never_returns() { self.sources.iter().find_map(|source| source.never.as_ref()) } else { None }
    }

    /// What is known of a label, whichever source series come from. Where none come, anything holds: that is said as if
    /// nothing were known.
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

    /// The same count where a function loses no sample, and one without a lower limit where it drops histograms.
    pub(super) fn count_of_floats(&self) -> SeriesCount {
        if self.is_float() { self.count } else { self.count.or_none() }
    }
}
