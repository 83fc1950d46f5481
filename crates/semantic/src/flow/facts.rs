//! Facts about the labels of a source.

use std::collections::BTreeMap;

use promenade_functions::FunctionDef;
use promenade_model::labels::METADATA_LABELS;
use promenade_model::value::SourceRange;

use super::values::{Presence, Values};

/// Facts about one label.
#[derive(Debug, Clone)]
pub struct LabelFact {
    /// Its possible values.
    pub values: Values,
    /// The cause of the fact; `None` if nothing is known.
    pub cause: Option<Cause>,
}

/// The cause of a fact.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The kind of operator.
    pub kind: CauseKind,
    /// The position of the operator in the query.
    pub range: SourceRange,
}

/// The kinds of operators that determine labels or the presence of series.
#[derive(Debug, Clone, Copy)]
pub enum CauseKind {
    /// A matcher of a selector.
    Matcher,
    /// Knowledge of the metrics that a selector reads.
    MetricSchema,
    /// The grouping of an aggregation.
    Aggregation,
    /// The matching of a binary operator.
    Matching,
    /// `group_left` or `group_right`.
    Include,
    /// An operator that drops the metric name.
    NameDropped,
    /// A function that writes or removes the label, or returns no series.
    Function(&'static FunctionDef),
    /// A parameter with which an aggregator picks nothing.
    Parameter,
    /// A comparison that never holds.
    Comparison,
    /// A set operator whose other side always hides the series, or never lets them pass.
    SetOperator,
}

/// Facts about all labels.
#[derive(Debug, Clone)]
pub struct LabelFacts {
    named: BTreeMap<String, LabelFact>,
    rest: LabelFact,
}

/// A set of labels.
#[derive(Debug, Clone)]
pub(super) enum Scope<'a> {
    /// Only these.
    On(Vec<&'a str>),
    /// All except these.
    AllBut(Vec<&'a str>),
}

/// The most labels with separate facts, to bound the time for long queries.
const MAX_NAMED: usize = 128;

impl LabelFact {
    /// Nothing is known.
    pub fn unknown() -> Self {
        Self { values: Values::any(), cause: None }
    }

    /// A fact with its cause.
    pub fn new(values: Values, cause: &Cause) -> Self {
        Self { values, cause: Some(cause.clone()) }
    }

    /// Whether the label is present.
    pub fn presence(&self) -> Presence {
        self.values.presence()
    }

    /// The union of two facts. The cause is taken from the less specific one.
    pub(super) fn union(&self, other: &Self) -> Self {
        let values = self.values.union(&other.values);
        let cause = if values == other.values { &other.cause } else { &self.cause };
        Self { cause: cause.clone(), values }
    }

    /// The intersection of two facts.
    fn intersection(&self, other: &Self, cause: &Cause) -> Self {
        let values = self.values.intersection(&other.values);
        let cause = if values == self.values { self.cause.clone() } else { Some(cause.clone()) };
        Self { values, cause }
    }
}

impl LabelFacts {
    /// Any labels.
    pub fn unknown() -> Self {
        Self { named: BTreeMap::new(), rest: LabelFact::unknown() }
    }

    /// No labels, because of `cause`.
    pub fn none(cause: &Cause) -> Self {
        Self { named: BTreeMap::new(), rest: LabelFact::new(Values::absent(), cause) }
    }

    /// The facts about a label.
    pub fn get(&self, name: &str) -> &LabelFact {
        self.named.get(name).unwrap_or(&self.rest)
    }

    /// The facts about all labels that are not in [`LabelFacts::named`].
    pub fn rest(&self) -> &LabelFact {
        &self.rest
    }

    /// The labels with specific facts.
    pub fn named(&self) -> impl Iterator<Item = (&str, &LabelFact)> {
        self.named.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// Sets the facts about a label.
    pub fn set(&mut self, name: &str, fact: LabelFact) {
        self.named.insert(name.to_owned(), fact);
        if self.named.len() > MAX_NAMED {
            *self = Self::unknown();
        }
    }

    /// Sets the values of a label if they differ.
    pub(super) fn set_values(&mut self, name: &str, values: Values, cause: &Cause) {
        if self.get(name).values != values {
            self.set(name, LabelFact::new(values, cause));
        }
    }

    /// Removes these labels.
    pub(super) fn remove<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, cause: &Cause) {
        for name in names {
            if self.get(name).presence() != Presence::Impossible {
                self.set(name, LabelFact::new(Values::absent(), cause));
            }
        }
    }

    /// Removes all labels except these.
    pub(super) fn keep<S: AsRef<str>>(&mut self, names: &[S], cause: &Cause) {
        let mut kept = Self::none(cause);
        for name in names.iter().map(AsRef::as_ref) {
            kept.set(name, self.get(name).clone());
        }
        // Labels that were already absent keep their cause.
        for (name, fact) in self.named.iter().filter(|(_, fact)| fact.presence() == Presence::Impossible) {
            kept.named.entry(name.clone()).or_insert_with(|| fact.clone());
        }
        if self.rest.presence() == Presence::Impossible {
            kept.rest = self.rest.clone();
            for (name, fact) in &self.named {
                let gone = || LabelFact::new(Values::absent(), cause);
                if fact.presence() != Presence::Impossible {
                    kept.named.entry(name.clone()).or_insert_with(gone);
                }
            }
        }
        *self = if kept.named.len() > MAX_NAMED { Self::unknown() } else { kept };
    }

    /// Removes the metric name, type and unit.
    pub(super) fn drop_metadata(&mut self, cause: &Cause) {
        self.remove(METADATA_LABELS, cause);
    }

    /// The metric name, type and unit may have been removed.
    pub(super) fn may_drop_metadata(&mut self, cause: &Cause) {
        for name in METADATA_LABELS {
            self.set_values(name, self.get(name).values.or_absent(), cause);
        }
    }

    /// The facts about series of either source.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut all = Self { named: BTreeMap::new(), rest: self.rest.union(&other.rest) };
        for name in self.named.keys().chain(other.named.keys()) {
            all.named.entry(name.clone()).or_insert_with(|| self.get(name).union(other.get(name)));
        }
        if all.named.len() > MAX_NAMED { Self::unknown() } else { all }
    }

    /// Maps every fact.
    pub(super) fn map(&self, f: impl Fn(&LabelFact) -> LabelFact) -> Self {
        let named = self.named.iter().map(|(name, fact)| (name.clone(), f(fact)));
        Self { named: named.collect(), rest: f(&self.rest) }
    }

    /// The facts about these series if they agree with others in the labels of `scope`.
    pub(super) fn meet(&self, other: &Self, cause: &Cause, scope: &Scope<'_>) -> Self {
        let meet = |name: &str| self.get(name).intersection(other.get(name), cause);
        let mut met = self.clone();
        match scope {
            Scope::On(names) => names.iter().for_each(|name| met.set(name, meet(name))),
            Scope::AllBut(left_out) => {
                let mut named = BTreeMap::new();
                for name in left_out {
                    named.insert((*name).to_owned(), self.get(name).clone());
                }
                for name in self.named.keys().chain(other.named.keys()) {
                    named.entry(name.clone()).or_insert_with(|| meet(name));
                }
                let rest = self.rest.intersection(&other.rest, cause);
                met = if named.len() > MAX_NAMED { self.clone() } else { Self { named, rest } };
            }
        }
        met
    }

    /// Whether series of both always agree in the labels of `scope`.
    pub(super) fn always_meet(&self, other: &Self, scope: &Scope<'_>) -> bool {
        let same = |a: &LabelFact, b: &LabelFact| a.values.single().is_some_and(|v| b.values.single() == Some(v));
        match scope {
            Scope::On(names) => names.iter().all(|name| same(self.get(name), other.get(name))),
            Scope::AllBut(left_out) => {
                let mut named = self.named.keys().chain(other.named.keys()).filter(|n| !left_out.contains(&n.as_str()));
                same(&self.rest, &other.rest) && named.all(|name| same(self.get(name), other.get(name)))
            }
        }
    }

    /// A label without possible values, which means that no such series exists.
    pub fn contradiction(&self) -> Option<&str> {
        self.named().find(|(_, fact)| fact.values.is_contradiction()).map(|(name, _)| name)
    }
}
