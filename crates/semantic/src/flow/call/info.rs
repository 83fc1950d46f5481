//! `info`: adds labels of info metrics that a series does not have.

use promenade_functions::info::implied_name_matcher;
use promenade_model::Matcher;
use promenade_model::labels::{METADATA_LABELS, METRIC_NAME, is_metadata_label};

use super::super::facts::{Cause, LabelFact, LabelFacts};
use super::super::selector;
use super::super::source::{Flow, Source};
use super::super::values::{Presence, Values};
use super::plain;
use crate::typed::{Call, TypedExprKind};

pub(super) fn flow(call: &Call, input: &Flow, cause: &Cause) -> Flow {
    let matchers = match call.args.get(1).map(|arg| &plain(arg).kind) {
        Some(TypedExprKind::Vector(selector)) => selector.matchers.as_slice(),
        _ => &[],
    };
    let on_name = matchers.iter().filter(|matcher| matcher.name() == METRIC_NAME).cloned();
    let addition = Addition {
        names: on_name.chain(implied_name_matcher(matchers)).collect(),
        data: matchers.iter().filter(|matcher| matcher.name() != METRIC_NAME).collect(),
        matchers,
        cause,
    };
    let mut flow = input.clone();
    flow.count.always &= addition.keeps_unmatched();
    flow.sources.iter_mut().for_each(|source| addition.add(source));
    flow.settled()
}

struct Addition<'a> {
    /// Matchers on the name of the info metric.
    names: Vec<Matcher>,
    /// Matchers on the labels to add; without any, all labels are added.
    data: Vec<&'a Matcher>,
    matchers: &'a [Matcher],
    cause: &'a Cause,
}

impl Addition<'_> {
    /// Whether series without a matching info series are kept.
    fn keeps_unmatched(&self) -> bool {
        self.data.iter().all(|matcher| matcher.matches_empty())
    }

    fn add(&self, source: &mut Source) {
        let may_stay = self.keeps_unmatched() || self.may_be_info(&source.labels);
        if self.data.is_empty() {
            source.labels = self.with_any(&source.labels);
            return;
        }
        for name in self.data.iter().map(|matcher| matcher.name()).filter(|name| !is_metadata_label(name)) {
            let fact = source.labels.get(name).clone();
            source.labels.set(name, self.with(&fact, selector::values(name, self.matchers), may_stay));
        }
    }

    /// A label that a series without it may get from an info series.
    fn with(&self, fact: &LabelFact, added: Values, may_stay: bool) -> LabelFact {
        if fact.presence() == Presence::Guaranteed {
            return fact.clone();
        }
        let added = if may_stay { added.or_absent() } else { added };
        let own = fact.values.intersection(&Values::present());
        LabelFact::new(own.union(&added), self.cause)
    }

    /// The same if any label may be added.
    fn with_any(&self, labels: &LabelFacts) -> LabelFacts {
        let mut all = labels.map(|fact| self.with(fact, Values::any(), true));
        for name in METADATA_LABELS {
            all.set(name, labels.get(name).clone());
        }
        all
    }

    /// Whether the series may be info series themselves, which are returned unchanged.
    fn may_be_info(&self, labels: &LabelFacts) -> bool {
        let name = &labels.get(METRIC_NAME).values;
        let is_info = |name: &String| self.names.iter().all(|matcher| matcher.matches(name));
        name.listed().is_none_or(|names| names.iter().any(is_info))
    }
}
