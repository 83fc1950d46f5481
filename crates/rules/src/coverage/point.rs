//! What of a rule can be covered.

use promenade_model::FileRange;
use promenade_semantic::TypedExpr;

use super::probe::Probe;
use crate::{RuleDefinition, RuleType};

/// Something of a rule that a test covers or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it is.
    pub kind: PointKind,
    /// Where it stands in the file of the rule.
    pub range: FileRange,
    /// Whether it was covered.
    pub is_covered: bool,
    /// Whether a comment leaves it out.
    pub is_ignored: bool,
}

/// What can be covered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PointKind {
    /// A selector of the rule found a series, or the rule needs none.
    Evaluated,
    /// The recording rule wrote a sample.
    Recorded,
    /// An expectation reads the recording rule, or an asserted rule does.
    Asserted,
    /// The alert fired.
    Fired,
    /// A test asserts that the alert fires.
    AssertedFiring,
    /// A test asserts that the alert does not fire.
    AssertedSilent,
    /// A test asserts that the alert does not fire yet while it waits for its `for`.
    AssertedPending,
    /// A comparison or a set operator kept something.
    Kept,
    /// A comparison or a set operator dropped something.
    Dropped,
    /// The left side of `or` gave something.
    LeftSide,
    /// The right side of `or` gave something that the left side did not have.
    RightSide,
    /// The template of this label was expanded.
    Label(String),
    /// The template of this annotation was expanded.
    Annotation(String),
}

impl PointKind {
    /// A name for machines.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Evaluated => "evaluated",
            Self::Recorded => "recorded",
            Self::Asserted => "asserted",
            Self::Fired => "fired",
            Self::AssertedFiring => "asserted-firing",
            Self::AssertedSilent => "asserted-silent",
            Self::AssertedPending => "asserted-pending",
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::LeftSide => "left-side",
            Self::RightSide => "right-side",
            Self::Label(_) => "label",
            Self::Annotation(_) => "annotation",
        }
    }

    /// What is missing where the point is not covered, with `part` for the text of the file that it stands for.
    pub fn missing(&self, part: &str) -> String {
        match self {
            Self::Evaluated => "no test has series that it reads".to_owned(),
            Self::Recorded => "it records nothing in any test".to_owned(),
            Self::Asserted => "no test asserts what it records".to_owned(),
            Self::Fired => "it fires in no test".to_owned(),
            Self::AssertedFiring => "no test asserts that it fires".to_owned(),
            Self::AssertedSilent => "no test asserts that it does not fire".to_owned(),
            Self::AssertedPending => "no test asserts that it does not fire while it is pending".to_owned(),
            Self::Kept => format!("`{part}` never keeps anything"),
            Self::Dropped => format!("`{part}` never drops anything"),
            Self::LeftSide => format!("the left side of `{part}` never gives anything"),
            Self::RightSide => format!("the right side of `{part}` never adds anything"),
            Self::Label(name) => format!("the template of the label `{name}` is never expanded"),
            Self::Annotation(name) => format!("the template of the annotation `{name}` is never expanded"),
        }
    }
}

/// The points of a rule as a whole and of its templates; none of them is covered.
pub(super) fn points_of_rule(definition: &RuleDefinition) -> Vec<Point> {
    let own: &[PointKind] = match definition.rule_type {
        RuleType::Recording => &[PointKind::Evaluated, PointKind::Recorded, PointKind::Asserted],
        RuleType::Alerting => {
            &[PointKind::Evaluated, PointKind::Fired, PointKind::AssertedFiring, PointKind::AssertedSilent]
        }
    };
    let point = |kind: &PointKind, range| Point { kind: kind.clone(), range, is_covered: false, is_ignored: false };
    let mut points: Vec<Point> = own.iter().map(|kind| point(kind, definition.places.name)).collect();
    if let Some(range) = definition.places.for_.filter(|_| definition.for_ms > 0) {
        points.push(point(&PointKind::AssertedPending, range));
    }
    if definition.rule_type == RuleType::Alerting {
        points.extend(of_templates(definition));
    }
    points
}

fn of_templates(definition: &RuleDefinition) -> impl Iterator<Item = Point> {
    let labels =
        definition.labels.iter().map(|pair| (PointKind::Label(pair.0.clone()), pair, &definition.places.labels));
    let annotations = definition.annotations.iter();
    let annotations =
        annotations.map(|pair| (PointKind::Annotation(pair.0.clone()), pair, &definition.places.annotations));
    labels.chain(annotations).filter(|(_, (_, text), _)| text.contains("{{")).map(|(kind, (name, _), places)| Point {
        kind,
        range: places.get(name).copied().unwrap_or(definition.range),
        is_covered: false,
        is_ignored: false,
    })
}

/// The points of an expression with what watches them. Places are those of the expression as it is written.
pub(super) fn points_of_expr(
    definition: &RuleDefinition,
    written: &TypedExpr,
    evaluated: &TypedExpr,
) -> Vec<(Probe, [Point; 2])> {
    let places = Probe::all(written).into_iter().map(|probe| definition.places.of_expr(probe.range().clone()));
    // Both are the same expression, so that both have the same operators in the same order.
    Probe::all(evaluated)
        .into_iter()
        .zip(places)
        .map(|(probe, range)| {
            let points = probe.outcomes().map(|kind| Point { kind, range, is_covered: false, is_ignored: false });
            (probe, points)
        })
        .collect()
}
