//! A replay: rules over a range of time.

use std::sync::Arc;

use promenade_model::TimestampMs;

use super::columns::evaluate_columns;
use super::observer::{Observer, ReplayedStep};
use super::order::{Order, RuleId, Unit};
use super::slots::first_evaluation_ms;
use crate::{RuleGroup, RuleOptions, RuleStorage};

/// How many steps are evaluated at once: enough that a range query pays, few enough that its result is small.
const STEPS_AT_ONCE: i64 = 1024;

/// When rules are evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplayOptions {
    /// No evaluation is earlier.
    pub start_ms: TimestampMs,
    /// No evaluation is later.
    pub end_ms: TimestampMs,
    /// The interval of groups that have none of their own, in milliseconds.
    pub default_interval_ms: i64,
    /// Whether each group is evaluated at Prometheus's place in its interval; else all begin at the start.
    pub has_slots: bool,
    /// Whether all rules go step by step, which takes longer and gives the same.
    pub is_stepwise: bool,
}

promenade_model::setters!(ReplayOptions { default_interval_ms: i64, has_slots: bool, is_stepwise: bool });

impl ReplayOptions {
    /// From one time to another, both included, with Prometheus's interval of a minute and its slots.
    pub const fn new(start_ms: TimestampMs, end_ms: TimestampMs) -> Self {
        Self { start_ms, end_ms, default_interval_ms: 60_000, has_slots: true, is_stepwise: false }
    }
}

/// Rules that are evaluated over a range of time.
#[derive(Debug, Clone)]
pub struct Replay {
    groups: Vec<RuleGroup>,
    steps: Vec<Steps>,
    order: Arc<Order>,
    options: RuleOptions,
    times: ReplayOptions,
}

/// Evenly spaced times of evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) first_ms: TimestampMs,
    pub(super) interval_ms: i64,
    pub(super) count: usize,
}

impl Steps {
    /// Those from `first_ms` on that are not later than `end_ms`.
    fn until(first_ms: TimestampMs, interval_ms: i64, end_ms: TimestampMs) -> Self {
        let count = if first_ms > end_ms { 0 } else { (end_ms.saturating_sub(first_ms) / interval_ms) as usize + 1 };
        Self { first_ms, interval_ms, count }
    }

    /// Those from one time on and before another.
    fn within(self, from_ms: TimestampMs, before_ms: TimestampMs) -> Self {
        let n_before = |time_ms: TimestampMs| {
            let past_ms = time_ms.saturating_sub(self.first_ms);
            if past_ms <= 0 { 0 } else { (((past_ms - 1) / self.interval_ms) as usize + 1).min(self.count) }
        };
        let (first, count) = (n_before(from_ms), n_before(before_ms));
        Self { first_ms: self.time_ms(first), count: count - first, ..self }
    }

    pub(super) fn time_ms(self, i: usize) -> TimestampMs {
        self.first_ms.saturating_add(self.interval_ms.saturating_mul(i as i64))
    }

    pub(super) fn times(self) -> impl Iterator<Item = TimestampMs> {
        (0..self.count).map(move |i| self.time_ms(i))
    }
}

impl Replay {
    /// Rules without alerts, to be evaluated at the times of the options.
    pub fn new(groups: Vec<RuleGroup>, options: RuleOptions, times: ReplayOptions) -> Self {
        let features = options.features;
        let order = if times.is_stepwise { Order::stepwise(&groups, features) } else { Order::of(&groups, features) };
        let steps = groups.iter().map(|group| steps_of(group, &times)).collect();
        Self { groups, steps, order: Arc::new(order), options, times }
    }

    /// Rules that are all evaluated at the default interval from the start on, in an order that is known.
    pub(crate) fn in_rounds(
        groups: Vec<RuleGroup>,
        options: RuleOptions,
        times: ReplayOptions,
        order: Arc<Order>,
    ) -> Self {
        let steps = Steps::until(times.start_ms, times.default_interval_ms.max(1), times.end_ms);
        Self { steps: vec![steps; groups.len()], groups, order, options, times }
    }

    /// The groups, with the alerts that they have at the end.
    pub fn groups(&self) -> &[RuleGroup] {
        &self.groups
    }

    /// The time of the first evaluation of a group, and how many there are.
    pub fn evaluations(&self, group: usize) -> Option<(TimestampMs, usize)> {
        self.steps.get(group).map(|steps| (steps.first_ms, steps.count))
    }

    /// How many rules are evaluated step by step, and not in columns.
    pub fn n_stepwise(&self) -> usize {
        let of_unit = |unit: &Unit| if let Unit::Steps(rules) = unit { rules.len() } else { 0 };
        self.order.units.iter().map(of_unit).sum()
    }

    /// Evaluates everything. What rules write goes into the store.
    pub fn run(&mut self, storage: &mut dyn RuleStorage, observer: &mut dyn Observer) {
        let Some(shortest_ms) = self.steps.iter().map(|steps| steps.interval_ms).min() else { return };
        let slice_ms = shortest_ms.saturating_mul(STEPS_AT_ONCE);
        let mut from_ms = self.times.start_ms;
        while from_ms <= self.times.end_ms {
            let before_ms = from_ms.saturating_add(slice_ms);
            self.run_slice((from_ms, before_ms), storage, observer);
            if before_ms == TimestampMs::MAX {
                return;
            }
            from_ms = before_ms;
        }
    }

    fn run_slice(
        &mut self,
        (from_ms, before_ms): (TimestampMs, TimestampMs),
        storage: &mut dyn RuleStorage,
        observer: &mut dyn Observer,
    ) {
        let steps: Vec<Steps> = self.steps.iter().map(|steps| steps.within(from_ms, before_ms)).collect();
        let order = Arc::clone(&self.order);
        for unit in &order.units {
            match unit {
                Unit::Columns((group, rule)) => {
                    let of_group = &mut self.groups[*group];
                    let mut stepped = Watched { group: *group, rule: *rule, observer };
                    evaluate_columns(of_group, *rule, steps[*group], storage, &self.options, &mut stepped);
                }
                Unit::Steps(rules) => {
                    for (time_ms, (group, rule)) in rounds(rules, &steps, &order.places) {
                        let step = self.groups[group].step_rule(rule, storage, time_ms, &self.options, &mut ());
                        let mut stepped = Watched { group, rule, observer };
                        stepped.tell(&self.groups[group], time_ms, step.error.as_ref());
                    }
                }
            }
        }
    }
}

/// The evaluations of rules in the order of time, at one time in that of groups and rules.
fn rounds(rules: &[RuleId], steps: &[Steps], places: &[usize]) -> Vec<(TimestampMs, RuleId)> {
    let of_rule = |id: &RuleId| steps[id.0].times().map(|time_ms| (time_ms, *id)).collect::<Vec<_>>();
    let mut rounds: Vec<_> = rules.iter().flat_map(of_rule).collect();
    rounds.sort_by_key(|(time_ms, (group, rule))| (*time_ms, places[*group], *rule));
    rounds
}

fn steps_of(group: &RuleGroup, times: &ReplayOptions) -> Steps {
    let definition = group.definition();
    let interval_ms = definition.interval_ms.unwrap_or(times.default_interval_ms).max(1);
    let first_ms = if times.has_slots {
        first_evaluation_ms(&definition.file, &definition.name, interval_ms, times.start_ms)
    } else {
        times.start_ms
    };
    Steps::until(first_ms, interval_ms, times.end_ms)
}

/// An observer of the evaluations of one rule.
pub(super) struct Watched<'a> {
    group: usize,
    rule: usize,
    observer: &'a mut dyn Observer,
}

impl Watched<'_> {
    pub(super) fn tell(&mut self, group: &RuleGroup, time_ms: TimestampMs, error: Option<&crate::RuleError>) {
        let Some((definition, state)) = group.rules().nth(self.rule) else { return };
        self.observer.stepped(&ReplayedStep { group: self.group, rule: self.rule, time_ms, definition, state, error });
    }
}
