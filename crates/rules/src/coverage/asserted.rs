//! Which rules the expectations of a test assert, through other rules too.

use promenade_model::labels::METRIC_NAME;
use promenade_model::{Features, Labels, Matcher, TimestampMs};

use super::PointKind;
use super::file::{CoveredRule, Seen};
use super::report::RuleKey;
use crate::alert::{ALERT_STATE, ALERTS};
use crate::reads::{Reading, selectors};
use crate::{AlertState, RuleOptions, RuleQuery, RuleStorage};

/// An expectation that holds.
#[derive(Debug, Clone)]
pub(crate) enum Assertion {
    /// It is of the alerts of this rule.
    Rule(RuleKey),
    /// It is of an expression, of which these are the selectors.
    Expression(Vec<Selected>),
}

/// A selector of an expression.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    matchers: Vec<Matcher>,
    /// The series that it finds at the time of the expectation.
    found: Vec<Labels>,
}

impl Assertion {
    /// The assertion of an expression at a time.
    pub(crate) fn of_expression(
        text: &str,
        features: Features,
        storage: &dyn RuleStorage,
        time_ms: TimestampMs,
        options: &RuleOptions,
    ) -> Self {
        let Ok(query) = RuleQuery::new(text, features) else { return Self::Expression(Vec::new()) };
        let selected = |matchers: &Vec<Matcher>| Selected {
            found: found(matchers, storage, time_ms, options),
            matchers: matchers.clone(),
        };
        Self::Expression(selectors(query.expr()).iter().map(|selector| selected(&selector.matchers)).collect())
    }
}

/// The labels of the series that matchers find at a time.
fn found(matchers: &[Matcher], storage: &dyn RuleStorage, time_ms: TimestampMs, options: &RuleOptions) -> Vec<Labels> {
    let result = RuleQuery::of_matchers(matchers).at(storage.as_storage(), time_ms, options);
    result.unwrap_or_default().into_iter().map(|sample| sample.labels).collect()
}

/// A rule with what a test saw of it.
type SeenRule<'a> = (&'a mut CoveredRule, &'a Seen);

/// Covers what the expectations of a test assert.
pub(super) fn propagate(rules: &mut [SeenRule<'_>], assertions: &[Assertion]) {
    let mut open = Vec::new();
    let mut is_asserted = vec![false; rules.len()];
    for assertion in assertions {
        match assertion {
            Assertion::Rule(key) => {
                let of_key = (0..rules.len()).filter(|i| rules[*i].0.report.key() == *key).collect::<Vec<_>>();
                open.extend(of_key.into_iter().filter(|i| !std::mem::replace(&mut is_asserted[*i], true)));
            }
            Assertion::Expression(selected) => {
                for one in selected {
                    let reached = reached(rules, &one.matchers, "an expectation");
                    for i in &reached {
                        assert_found(&mut rules[*i], &one.found);
                    }
                    open.extend(reached.into_iter().filter(|i| !std::mem::replace(&mut is_asserted[*i], true)));
                }
            }
        }
    }
    while let Some(i) = open.pop() {
        let (reader, reads) = (rules[i].0.report.name.clone(), rules[i].0.reads.clone());
        for matchers in reads.all() {
            for read in reached(rules, matchers, &format!("`{reader}`")) {
                if !std::mem::replace(&mut is_asserted[read], true) {
                    assert_through(&mut rules[read]);
                    open.push(read);
                }
            }
        }
        for query in &reads.unknown_queries {
            let named = rules.iter_mut().filter(|(rule, _)| query.is_empty() || query.contains(&rule.report.name));
            named.for_each(|(rule, _)| rule.report.undecided(&format!("a query that a template of `{reader}` makes")));
        }
    }
}

/// The rules that a selector reads. Those for which this cannot be decided are marked.
fn reached(rules: &mut [SeenRule<'_>], matchers: &[Matcher], reader: &str) -> Vec<usize> {
    let mut reached = Vec::new();
    for (i, (rule, seen)) in rules.iter_mut().enumerate() {
        let written: Vec<Labels> = seen.written.iter().cloned().collect();
        match rule.output.read_given(matchers, &written) {
            Reading::Yes => reached.push(i),
            Reading::No => {}
            Reading::Undecided(label) => {
                rule.report.undecided(&format!("{reader}, which depends on the label `{label}`"));
            }
        }
    }
    reached
}

/// A rule is read by an expectation that finds these series.
fn assert_found((rule, seen): &mut SeenRule<'_>, found: &[Labels]) {
    rule.cover(&PointKind::Asserted);
    let own = found.iter().filter(|labels| labels.get(METRIC_NAME) == ALERTS && seen.written.contains(labels));
    let state = |labels: &Labels| match labels.get(ALERT_STATE) {
        state if state == AlertState::Firing.name() => AlertState::Firing,
        _ => AlertState::Pending,
    };
    rule.assert_states(&own.map(state).collect::<Vec<_>>());
}

/// A rule is read by a rule that is asserted.
fn assert_through((rule, seen): &mut SeenRule<'_>) {
    rule.cover(&PointKind::Asserted);
    rule.assert_states(if seen.has_fired { &[AlertState::Firing] } else { &[] });
}
