//! Labels in `by`, `on`, `group_left` and their like, and in arguments that name a label: those that series can have there.

use std::collections::BTreeMap;

use promenade_functions::ParamRole;
use promenade_model::labels::{BUCKET_LABEL, METADATA_LABELS};
use promenade_model::value::quote;
use promenade_model::{Matcher, UnquotedNames};
use promenade_semantic::flow::{Flow, FlowOptions, LabelFlow, Presence};
use promenade_syntax::ast::{BinaryExpr, LabelName, VectorMatchCardinality};
use promenade_syntax::{Expected, Expr, ExprKind};

use super::item::{Collector, ItemKind, Parts};
use super::place::{Place, selectors_of};
use crate::metadata::Provider;

/// Labels of more selectors are not asked for.
const MAX_SELECTORS: usize = 8;

/// Whether names of labels are wanted.
pub(super) fn is_asked_for(place: &Place<'_>) -> bool {
    place.expects(Expected::GroupingLabel)
        || place.expects(Expected::Expression) && place.open_param().is_some_and(|open| open.param.role.is_label_name())
}

/// What the labels belong to.
#[derive(Debug, Default)]
struct Target<'a> {
    /// The expressions whose series must have a label for it to be of use.
    operands: Vec<&'a Expr>,
    /// The labels that stand in the same list already.
    listed: Vec<&'a str>,
    /// The list is that of `group_left` or `group_right`: labels that the match is by are there already.
    matched_on: Vec<&'a str>,
    /// The nodes above, innermost last.
    above: Vec<&'a Expr>,
}

fn target<'a>(place: &'a Place<'_>) -> Target<'a> {
    let mut above = place.marked.path();
    let Some(node) = above.pop() else { return Target::default() };
    let listed = |labels: &'a [LabelName]| -> Vec<&'a str> {
        labels.iter().filter(|label| !place.is_cursor(label)).map(|label| label.text.as_str()).collect()
    };
    match &node.kind {
        ExprKind::Aggregate(aggregate) if aggregate.grouping.iter().any(|label| place.is_cursor(label)) => {
            let operands = aggregate.expr().into_iter().collect();
            Target { operands, listed: listed(&aggregate.grouping), matched_on: Vec::new(), above }
        }
        ExprKind::Binary(binary) => of_binary(place, binary, above, listed),
        // The cursor is an argument: the series are those of the arguments beside it.
        _ => {
            let call = above.pop();
            let operands = call.into_iter().flat_map(Expr::children).take(1).collect();
            Target { operands, above, ..Target::default() }
        }
    }
}

fn of_binary<'a>(
    place: &Place<'_>,
    binary: &'a BinaryExpr,
    above: Vec<&'a Expr>,
    listed: impl Fn(&'a [LabelName]) -> Vec<&'a str>,
) -> Target<'a> {
    let matching = &binary.matching;
    if !matching.include.iter().any(|label| place.is_cursor(label)) {
        let operands = vec![&binary.lhs, &binary.rhs];
        return Target { operands, listed: listed(&matching.labels), matched_on: Vec::new(), above };
    }
    let one = if matching.card == VectorMatchCardinality::OneToMany { &binary.lhs } else { &binary.rhs };
    let matched_on = if matching.on { listed(&matching.labels) } else { Vec::new() };
    Target { operands: vec![one], listed: listed(&matching.include), matched_on, above }
}

/// The selectors whose labels are asked for, each as its conditions.
pub(super) fn selectors(place: &Place<'_>) -> Vec<Vec<Matcher>> {
    let mut found: Vec<Vec<Matcher>> = Vec::new();
    let mut seen = Vec::new();
    for selector in target(place).operands.into_iter().flat_map(selectors_of) {
        let matchers = place.matchers(selector);
        let text = format!("{:?}", matchers.iter().map(|m| (m.name(), m.op(), m.value())).collect::<Vec<_>>());
        if !seen.contains(&text) && found.len() < MAX_SELECTORS {
            seen.push(text);
            found.push(matchers);
        }
    }
    found
}

pub(super) fn add(place: &Place<'_>, provider: &dyn Provider, out: &mut Collector<'_>) {
    let target = target(place);
    let options = FlowOptions { features: place.query.options().features, schema: provider.schema() };
    let flow = place.marked.model.label_flow(&options);
    for (name, score) in candidates(place, provider, &target, out) {
        let is_listed = target.listed.contains(&name.as_str()) || METADATA_LABELS.contains(&name.as_str());
        if is_listed || target.operands.iter().any(|operand| is_impossible(&flow, operand, &name)) {
            continue;
        }
        let is_certain = target.operands.iter().all(|operand| is_guaranteed(&flow, operand, &name));
        let score = score + wanted(place, &target, &name) + if is_certain { 15 } else { 0 };
        out.add(ItemKind::Label, &name, score, || Parts::plain(written(place, &name)));
    }
}

/// Names with what speaks for them: those that series have, and those that the query names elsewhere.
fn candidates(
    place: &Place<'_>,
    provider: &dyn Provider,
    target: &Target<'_>,
    out: &mut Collector<'_>,
) -> BTreeMap<String, i32> {
    let mut found: BTreeMap<String, i32> = BTreeMap::new();
    for selector in selectors(place) {
        let is_known = provider.label_names(&selector, &mut |name| {
            let score = found.entry(name.to_owned()).or_insert(80);
            // A label of several operands is of more use.
            *score += 10;
        });
        out.is_incomplete |= !is_known;
    }
    let (grouped, matched) = place.labels();
    for (names, each) in [(grouped, 30), (matched, 12)] {
        for name in names {
            let score = found.entry(name.to_owned()).or_insert(60);
            *score = (*score + each).min(250);
        }
    }
    for name in &target.matched_on {
        found.remove(*name);
    }
    found
}

/// What the operators above the place want: the labels that they group or match by, and `le` under a quantile.
fn wanted(place: &Place<'_>, target: &Target<'_>, name: &str) -> i32 {
    let has = |labels: &[LabelName]| labels.iter().any(|label| label.text == name);
    for expr in target.above.iter().rev() {
        match &expr.kind {
            ExprKind::Aggregate(aggregate) => {
                let is_kept = has(&aggregate.grouping) != aggregate.without;
                return if is_kept && has(&aggregate.grouping) { 60 } else { 0 };
            }
            ExprKind::Binary(binary) if has(&binary.matching.labels) && binary.matching.on => return 60,
            ExprKind::Call(_) if name == BUCKET_LABEL => {
                let def = place.marked.model.function(expr.id);
                if def.is_some_and(|def| def.signature.has(ParamRole::Buckets)) {
                    return 120;
                }
            }
            _ => {}
        }
    }
    0
}

fn is_impossible(flow: &LabelFlow, operand: &Expr, name: &str) -> bool {
    let of_flow = |flow: &Flow| flow.live().next().is_some() && flow.presence(name) == Presence::Impossible;
    flow.of(operand.id).is_some_and(of_flow)
}

fn is_guaranteed(flow: &LabelFlow, operand: &Expr, name: &str) -> bool {
    let of_flow = |flow: &Flow| flow.live().next().is_some() && flow.presence(name) == Presence::Guaranteed;
    flow.of(operand.id).is_some_and(of_flow)
}

/// A name as it is inserted: in quotes where it is an argument or needs them.
fn written(place: &Place<'_>, name: &str) -> String {
    let is_argument = !place.expects(Expected::GroupingLabel);
    let unquoted = UnquotedNames::from(place.query.options().features);
    match place.quote {
        Some(open) if !name.contains([open, '\\']) => format!("{open}{name}{open}"),
        None if !is_argument && unquoted.allow_label(name) => name.to_owned(),
        _ => quote(name),
    }
}
