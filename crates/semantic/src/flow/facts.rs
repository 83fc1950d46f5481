//! What is known of all the labels of a source.

use std::collections::BTreeMap;

use promenade_functions::FunctionDef;
use promenade_model::labels::METADATA_LABELS;
use promenade_model::value::SourceRange;

use super::values::{Presence, Values};

/// What is known of one label.
#[derive(Debug, Clone)]
pub struct LabelFact {
    /// The values that it can have.
    pub values: Values,
    /// What made it so; none where nothing is known of it.
    pub cause: Option<Cause>,
}

/// What made a fact so.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The kind of operator.
    pub kind: CauseKind,
    /// Where the operator stands in the query.
    pub range: SourceRange,
}

/// The kinds of operators that say something of labels or of the presence of series.
#[derive(Debug, Clone, Copy)]
pub enum CauseKind {
    /// A matcher of a selector.
    Matcher,
    /// What is known of the metrics that a selector reads.
    MetricSchema,
    /// The grouping of an aggregation.
    Aggregation,
    /// The matching of a binary operator.
    Matching,
    /// `group_left` or `group_right`.
    Include,
    /// An operator whose result has no metric name.
    NameDropped,
    /// A function that writes or removes the label, or gives no series.
    Function(&'static FunctionDef),
    /// A parameter with which an aggregator picks nothing.
    Parameter,
    /// A comparison that never holds.
    Comparison,
    /// A set operator whose other side always hides the series, or never lets them through.
    SetOperator,
}

/// What is known of all labels.
#[derive(Debug, Clone)]
pub struct LabelFacts {
    named: BTreeMap<String, LabelFact>,
    rest: LabelFact,
}

/// Some of the labels.
#[derive(Debug, Clone)]
pub(super) enum Scope<'a> {
    /// These.
    On(Vec<&'a str>),
    /// All but these.
    AllBut(Vec<&'a str>),
}

/// Of more labels than this nothing is kept: long queries must not take long.
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

    /// Whether the label is there.
    pub fn presence(&self) -> Presence {
        self.values.presence()
    }

    /// What holds where one or the other does. The cause is that of the one that says less.
    pub(super) fn union(&self, other: &Self) -> Self {
        let values = self.values.union(&other.values);
        let cause = if values == other.values { &other.cause } else { &self.cause };
        Self { cause: cause.clone(), values }
    }

    /// What holds where both do.
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

    /// No labels at all, because of `cause`.
    pub fn none(cause: &Cause) -> Self {
        Self { named: BTreeMap::new(), rest: LabelFact::new(Values::absent(), cause) }
    }

    /// What is known of a label.
    pub fn get(&self, name: &str) -> &LabelFact {
        self.named.get(name).unwrap_or(&self.rest)
    }

    /// What is known of all labels that are not in [`LabelFacts::named`].
    pub fn rest(&self) -> &LabelFact {
        &self.rest
    }

    /// The labels of which something particular is known.
    pub fn named(&self) -> impl Iterator<Item = (&str, &LabelFact)> {
        self.named.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// Sets what is known of a label.
    pub fn set(&mut self, name: &str, fact: LabelFact) {
        self.named.insert(name.to_owned(), fact);
        if self.named.len() > MAX_NAMED {
            *self = Self::unknown();
        }
    }

    /// Changes the values of a label, where that says something new.
    pub(super) fn set_values(&mut self, name: &str, values: Values, cause: &Cause) {
        if self.get(name).values != values {
            self.set(name, LabelFact::new(values, cause));
        }
    }

    /// Takes these labels away.
    pub(super) fn remove<'a>(&mut self, names: impl IntoIterator<Item = &'a str>, cause: &Cause) {
        for name in names {
            if self.get(name).presence() != Presence::Impossible {
                self.set(name, LabelFact::new(Values::absent(), cause));
            }
        }
    }

    /// Takes all labels away but these.
    pub(super) fn keep<S: AsRef<str>>(&mut self, names: &[S], cause: &Cause) {
        let mut kept = Self::none(cause);
        for name in names.iter().map(AsRef::as_ref) {
            kept.set(name, self.get(name).clone());
        }
        // Labels that were gone before stay gone for the same reason.
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

    /// Takes the metric name away, and what goes with it: type and unit.
    pub(super) fn drop_metadata(&mut self, cause: &Cause) {
        self.remove(METADATA_LABELS, cause);
    }

    /// The metric name may have been taken away, and what goes with it.
    pub(super) fn may_drop_metadata(&mut self, cause: &Cause) {
        for name in METADATA_LABELS {
            self.set_values(name, self.get(name).values.or_absent(), cause);
        }
    }

    /// What holds of the series of either source.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut all = Self { named: BTreeMap::new(), rest: self.rest.union(&other.rest) };
        for name in self.named.keys().chain(other.named.keys()) {
            all.named.entry(name.clone()).or_insert_with(|| self.get(name).union(other.get(name)));
        }
        if all.named.len() > MAX_NAMED { Self::unknown() } else { all }
    }

    /// The same with each fact changed.
    pub(super) fn map(&self, f: impl Fn(&LabelFact) -> LabelFact) -> Self {
        let named = self.named.iter().map(|(name, fact)| (name.clone(), f(fact)));
        Self { named: named.collect(), rest: f(&self.rest) }
    }

    /// What holds of these series where they agree with others in the labels of `scope`.
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

    /// A label that can have no value at all, so that there are no such series.
    pub fn contradiction(&self) -> Option<&str> {
        self.named().find(|(_, fact)| fact.values.is_contradiction()).map(|(name, _)| name)
    }
}
