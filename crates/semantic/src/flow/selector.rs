//! Selectors: facts about labels from matchers.

use promenade_model::value::SourceRange;
use promenade_model::{MatchOp, Matcher};

use super::bounds::Bounds;
use super::facts::{Cause, CauseKind, LabelFact, LabelFacts, Scope};
use super::metric_schema::{MetricSchema, Selected};
use super::source::{DropsName, Flow, SampleKind, SeriesCount, Source};
use super::values::Values;
use crate::typed::VectorSelector;

pub(super) fn flow(selector: &VectorSelector, range: &SourceRange, schema: Option<&dyn MetricSchema>) -> Flow {
    let cause = Cause { kind: CauseKind::Matcher, range: range.clone() };
    let mut source = Source {
        origin: range.clone(),
        labels: facts(&selector.matchers, &cause),
        value: Bounds::Any,
        samples: SampleKind::Any,
        never: None,
    };
    if let Some(selected) = schema.and_then(|schema| schema.selected(&selector.matchers)) {
        narrow(&mut source, &selected, range);
    }
    Flow::vector(vec![source], SeriesCount::ANY, DropsName::No)
}

/// Unknown series.
pub(super) fn unknown(range: &SourceRange) -> Flow {
    let source = Source {
        origin: range.clone(),
        labels: LabelFacts::unknown(),
        value: Bounds::Any,
        samples: SampleKind::Any,
        never: None,
    };
    Flow::vector(vec![source], SeriesCount::ANY, DropsName::Maybe)
}

/// The facts about labels that follow from matchers.
pub(super) fn facts(matchers: &[Matcher], cause: &Cause) -> LabelFacts {
    let mut facts = LabelFacts::unknown();
    for matcher in matchers {
        facts.set(matcher.name(), LabelFact::new(values(matcher.name(), matchers), cause));
    }
    facts
}

/// The values of a label that all matchers on it allow.
pub(super) fn values(name: &str, matchers: &[Matcher]) -> Values {
    let on_label = || matchers.iter().filter(|matcher| matcher.name() == name);
    let met = on_label().map(Values::of_matcher).fold(Values::any(), |all, values| all.intersection(&values));
    let met = on_label().fold(met, |all, matcher| all.matched_by(matcher));
    if have_different_beginnings(on_label()) { Values::one_of([]) } else { met }
}

/// Whether two regular expressions can never match the same text, because their prefixes differ.
fn have_different_beginnings<'a>(matchers: impl Iterator<Item = &'a Matcher>) -> bool {
    let beginnings: Vec<&str> = matchers.filter(|m| m.op() == MatchOp::Regex).map(Matcher::prefix).collect();
    let differ = |a: &str, b: &str| !a.starts_with(b) && !b.starts_with(a);
    beginnings.iter().enumerate().any(|(i, a)| beginnings[..i].iter().any(|b| differ(a, b)))
}

fn narrow(source: &mut Source, selected: &Selected, range: &SourceRange) {
    let cause = Cause { kind: CauseKind::MetricSchema, range: range.clone() };
    source.samples = selected.samples;
    source.labels = source.labels.meet(&selected.labels, &cause, &Scope::AllBut(Vec::new()));
    if selected.is_empty {
        source.kill(&cause);
    }
}
