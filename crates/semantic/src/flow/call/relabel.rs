//! Functions that write a label.

use std::collections::BTreeMap;

use promenade_functions::label::join::LabelJoin;
use promenade_functions::label::replace::LabelReplace;
use promenade_model::labels::METRIC_NAME;
use promenade_model::{Labels, MatchOp, Matcher};
use promenade_syntax::variables::holds_variable;

use super::super::facts::{Cause, LabelFact, LabelFacts};
use super::super::source::{DropsName, Flow};
use super::super::values::{Presence, Values};
use super::text;
use crate::typed::{Call, StringLiteral, TypedExprKind};

/// `label_replace`: if the regular expression matches the source label, the destination gets the expanded replacement.
pub(super) fn replace(call: &Call, input: &Flow, cause: &Cause) -> Flow {
    let arg = |idx: usize| text(call.args.get(idx));
    let (Some(dst), Some(template), Some(src), Some(regex)) = (arg(1), replacement(call), arg(3), arg(4)) else {
        return unknown(call, input);
    };
    let Ok(replace) = LabelReplace::new(dst, template, src, regex) else { return input.clone() };
    let replacement = Replacement { replace, template, src, dst, is_total: matches_all(regex) };
    let mut flow = input.clone();
    let mut always = true;
    for source in &mut flow.sources {
        let (values, replaces_always) = replacement.values(&source.labels);
        always &= replaces_always;
        write(&mut source.labels, dst, values, cause);
    }
    name_written(&mut flow, dst, always);
    Flow::vector(flow.sources, flow.count, flow.drops_name)
}

/// `label_join`: the destination gets the values of the sources, joined by the separator.
pub(super) fn join(call: &Call, input: &Flow, cause: &Cause) -> Flow {
    let arg = |idx: usize| text(call.args.get(idx));
    let sources: Option<Vec<&str>> = (3..call.args.len()).map(arg).collect();
    let (Some(dst), Some(separator), Some(sources)) = (arg(1), arg(2), sources) else { return unknown(call, input) };
    let Ok(join) = LabelJoin::new(dst, separator, sources.iter().copied()) else { return input.clone() };
    let mut flow = input.clone();
    for source in &mut flow.sources {
        let values = joined(&join, separator, &sources, &source.labels);
        write(&mut source.labels, dst, values, cause);
    }
    name_written(&mut flow, dst, true);
    Flow::vector(flow.sources, flow.count, flow.drops_name)
}

struct Replacement<'a> {
    replace: LabelReplace,
    template: &'a str,
    src: &'a str,
    dst: &'a str,
    /// Whether the regular expression matches every value.
    is_total: bool,
}

impl Replacement<'_> {
    /// The values of the destination, and whether it is always written.
    fn values(&self, labels: &LabelFacts) -> (Values, bool) {
        let before = &labels.get(self.dst).values;
        let known = labels.get(self.src).values.listed().filter(|_| !holds_variable(self.template));
        let Some(sources) = known else {
            let written = self.written_from_any();
            return if self.is_total { (written, true) } else { (written.union(before), false) };
        };
        let mut always = true;
        let mut values = Values::one_of([]);
        for value in sources {
            let before = if self.src == self.dst { &Values::exactly(value) } else { before };
            let series = Labels::from_pairs([(self.src, value)]);
            let after = self.replace.apply(&series).map(|series| Values::exactly(series.get(self.dst)));
            always &= after.is_some();
            values = values.union(after.as_ref().unwrap_or(before));
        }
        (values, always)
    }

    /// The possible expansions of the replacement for any value.
    fn written_from_any(&self) -> Values {
        if !self.template.contains('$') && !holds_variable(self.template) {
            return Values::exactly(self.template);
        }
        // Text before the first reference is in every result.
        if self.template.starts_with(['$', '[']) { Values::any() } else { Values::present() }
    }
}

/// The replacement, in which `${1}` is not a variable.
fn replacement(call: &Call) -> Option<&str> {
    match &call.args.get(2)?.unparenthesized().kind {
        TypedExprKind::String(StringLiteral { value, bytes: None }) => Some(value),
        _ => None,
    }
}

fn matches_all(regex: &str) -> bool {
    Matcher::new(MatchOp::Regex, "x", regex).is_ok_and(|matcher| matcher.matches_all())
}

fn joined(join: &LabelJoin, separator: &str, sources: &[&str], labels: &LabelFacts) -> Values {
    let single = |name| labels.get(name).values.single().map(|value| (name, value));
    let known: Option<BTreeMap<&str, &str>> = sources.iter().copied().map(single).collect();
    if let Some(known) = known {
        let series = join.apply(&Labels::from_pairs(known));
        return Values::exactly(series.get(join.destination()));
    }
    let has_text = !separator.is_empty() && sources.len() > 1;
    let is_there = |name: &&str| labels.get(name).presence() == Presence::Guaranteed;
    if has_text || sources.iter().any(is_there) { Values::present() } else { Values::any() }
}

fn write(labels: &mut LabelFacts, dst: &str, values: Values, cause: &Cause) {
    if labels.get(dst).values != values {
        labels.set(dst, LabelFact::new(values, cause));
    }
}

/// A written name stays, even if the previous one was marked for removal.
fn name_written(flow: &mut Flow, dst: &str, always: bool) {
    if dst == METRIC_NAME && flow.drops_name != DropsName::No {
        flow.drops_name = if always { DropsName::No } else { DropsName::Maybe };
    }
}

/// The written label is unknown: then all labels are unknown.
fn unknown(call: &Call, input: &Flow) -> Flow {
    let mut flow = input.clone();
    let Some(dst) = text(call.args.get(1)) else {
        flow.sources.iter_mut().for_each(|source| source.labels = LabelFacts::unknown());
        flow.drops_name = DropsName::Maybe;
        return flow;
    };
    flow.sources.iter_mut().for_each(|source| source.labels.set(dst, LabelFact::unknown()));
    name_written(&mut flow, dst, false);
    flow
}
