//! The labels of the series that a rule writes, as far as they are known without data, and whether a selector finds them.

use std::collections::BTreeMap;

use promenade_model::labels::METRIC_NAME;
use promenade_model::{Features, Labels, Matcher};
use promenade_semantic::TypedExpr;
use promenade_semantic::flow::{FlowOptions, LabelFacts, Values, flow};

use crate::alert::{ALERT_NAME, ALERT_STATE, ALERTS, ALERTS_FOR_STATE};
use crate::{AlertState, RuleDefinition, RuleType};

/// The labels that the series of a rule may have.
#[derive(Debug, Clone)]
pub(crate) struct RuleOutput {
    kinds: Vec<SeriesKind>,
}

/// The labels of one kind of series: labels that the rule sets, and those that come from a source of its expression.
#[derive(Debug, Clone)]
struct SeriesKind {
    set: BTreeMap<String, Values>,
    source: LabelFacts,
}

/// Whether a selector finds a series that a rule writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It finds every such series.
    Yes,
    /// It finds none.
    No,
    /// It depends on the value of this label.
    Undecided(String),
}

impl RuleOutput {
    /// What a rule with this expression writes.
    pub(crate) fn new(definition: &RuleDefinition, expr: &TypedExpr, features: Features) -> Self {
        let flow = flow(expr, &FlowOptions { features, schema: None }).result(features);
        let mut sources: Vec<LabelFacts> = flow.live().map(|source| source.labels.clone()).collect();
        if sources.is_empty() {
            // A scalar is written without labels; what never gives anything writes nothing.
            sources.push(LabelFacts::unknown());
        }
        let names = Self::names(definition);
        let kind =
            |name: &&str, source: &LabelFacts| SeriesKind { set: set_labels(definition, name), source: source.clone() };
        Self { kinds: names.iter().flat_map(|name| sources.iter().map(move |source| kind(name, source))).collect() }
    }

    /// The names of the metrics that a rule writes.
    pub(crate) fn names(definition: &RuleDefinition) -> Vec<&str> {
        match definition.rule_type {
            RuleType::Recording => vec![&definition.name],
            RuleType::Alerting => vec![ALERTS, ALERTS_FOR_STATE],
        }
    }

    /// Whether a selector with these matchers finds the series, without any data.
    pub(crate) fn read_by(&self, matchers: &[Matcher]) -> Reading {
        let mut undecided = Reading::No;
        for kind in &self.kinds {
            match kind.read_by(matchers) {
                Reading::Yes => return Reading::Yes,
                Reading::No => {}
                Reading::Undecided(label) => undecided = Reading::Undecided(label),
            }
        }
        undecided
    }

    /// The same where the series that it wrote are known: they decide what the labels leave open.
    pub(crate) fn read_given(&self, matchers: &[Matcher], written: &[Labels]) -> Reading {
        match self.read_by(matchers) {
            Reading::Undecided(_) if !written.is_empty() => {
                let is_found = |labels: &Labels| matchers.iter().all(|m| m.matches(labels.get(m.name())));
                if written.iter().any(is_found) { Reading::Yes } else { Reading::No }
            }
            decided => decided,
        }
    }

    /// Whether a series with these labels may be one of those that the rule writes.
    pub(crate) fn may_have(&self, labels: &Labels) -> bool {
        self.kinds.iter().any(|kind| kind.may_have(labels))
    }

    /// Whether the two may write the same series.
    pub(crate) fn may_collide(&self, other: &Self) -> bool {
        self.kinds.iter().any(|a| other.kinds.iter().any(|b| a.may_equal(b)))
    }
}

impl SeriesKind {
    fn values(&self, label: &str) -> &Values {
        self.set.get(label).unwrap_or(&self.source.get(label).values)
    }

    fn read_by(&self, matchers: &[Matcher]) -> Reading {
        let mut undecided = None;
        for matcher in matchers {
            match decide(self.values(matcher.name()), matcher) {
                Some(true) => {}
                Some(false) => return Reading::No,
                None => undecided = Some(matcher.name().to_owned()),
            }
        }
        undecided.map_or(Reading::Yes, Reading::Undecided)
    }

    fn may_have(&self, labels: &Labels) -> bool {
        // The name first, which differs for most.
        self.values(METRIC_NAME).allows(labels.metric_name())
            && self.set.iter().all(|(name, values)| values.allows(labels.get(name)))
            && labels.iter().all(|(name, value)| self.values(name).allows(value))
    }

    fn may_equal(&self, other: &Self) -> bool {
        let names = self.set.keys().chain(other.set.keys());
        names.into_iter().all(|name| !self.values(name).intersection(other.values(name)).is_contradiction())
    }
}

/// Whether a label with one of these values matches; `None` if it depends on the value.
fn decide(values: &Values, matcher: &Matcher) -> Option<bool> {
    if let Some(listed) = values.listed() {
        let n_matching = listed.iter().filter(|value| matcher.matches(value)).count();
        return match n_matching {
            0 => Some(false),
            n if n == listed.len() => Some(true),
            _ => None,
        };
    }
    if matcher.matches_all() {
        return Some(true);
    }
    values.matched_by(matcher).is_contradiction().then_some(false)
}

/// The labels that a rule sets itself.
fn set_labels(definition: &RuleDefinition, name: &str) -> BTreeMap<String, Values> {
    let is_alert = definition.rule_type == RuleType::Alerting;
    let text = |text: &String| match text.as_str() {
        "" => Values::absent(),
        text if is_alert && text.contains("{{") => Values::any(),
        text => Values::exactly(text),
    };
    let mut set: BTreeMap<_, _> = definition.labels.iter().map(|(name, value)| (name.clone(), text(value))).collect();
    if is_alert {
        let states = [AlertState::Pending, AlertState::Firing].map(|state| state.name().to_owned());
        set.insert(ALERT_NAME.to_owned(), Values::exactly(&definition.name));
        if name == ALERTS {
            set.insert(ALERT_STATE.to_owned(), Values::one_of(states));
        }
    }
    set.insert(METRIC_NAME.to_owned(), Values::exactly(name));
    set
}
