//! In which order rules are evaluated, and which of them step by step.

use super::components::components;
use super::time_shape::TimeShape;
use crate::reads::{Reading, RuleOutput, RuleReads};
use crate::{RuleGroup, RuleQuery};
use promenade_model::{Features, Matcher};

/// A rule among all rules: the index of its group and its own.
pub(super) type RuleId = (usize, usize);

/// Rules that are evaluated before the next ones are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unit {
    /// One rule, in columns.
    Columns(RuleId),
    /// Rules step by step, in the order of groups and rules.
    Steps(Vec<RuleId>),
}

/// The order of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    /// The place of each group among those that are evaluated at the same time.
    pub(super) places: Vec<usize>,
    pub(super) units: Vec<Unit>,
    /// Whether a rule may read samples that are newer than its evaluation.
    pub(super) looks_ahead: bool,
}

/// A rule with what is known of it.
struct Node {
    id: RuleId,
    query_offset_ms: i64,
    reads: RuleReads,
    output: RuleOutput,
    shape: TimeShape,
}

impl Order {
    /// The order of groups, each with what is not to be evaluated in columns step by step.
    pub(super) fn of(groups: &[RuleGroup], features: Features) -> Self {
        let nodes = nodes(groups, features);
        let places = places(groups.len(), &nodes);
        Self::with_places(&nodes, places)
    }

    /// The same where groups that are evaluated at the same time are so in the order that they have.
    pub(crate) fn as_given(groups: &[RuleGroup], features: Features) -> Self {
        Self::with_places(&nodes(groups, features), (0..groups.len()).collect())
    }

    /// Whether a rule may read samples that are newer than its evaluation.
    pub(crate) fn looks_ahead(&self) -> bool {
        self.looks_ahead
    }

    fn with_places(nodes: &[Node], places: Vec<usize>) -> Self {
        let edges = edges(nodes, &places);
        let unit = |component: Vec<usize>| match component.as_slice() {
            [one] if !edges[*one].contains(one) && !nodes[*one].shape.depends_on_query => Unit::Columns(nodes[*one].id),
            several => Unit::Steps(in_rounds(several.iter().map(|i| nodes[*i].id).collect(), &places)),
        };
        let units = components(&edges).into_iter().map(unit).collect();
        Self { units, looks_ahead: nodes.iter().any(|node| node.shape.looks_ahead), places }
    }

    /// The same order with all rules step by step.
    pub(super) fn stepwise(groups: &[RuleGroup], features: Features) -> Self {
        let nodes = nodes(groups, features);
        let places = places(groups.len(), &nodes);
        let all = in_rounds(nodes.iter().map(|node| node.id).collect(), &places);
        let looks_ahead = nodes.iter().any(|node| node.shape.looks_ahead);
        Self { places, units: vec![Unit::Steps(all)], looks_ahead }
    }
}

fn in_rounds(mut rules: Vec<RuleId>, places: &[usize]) -> Vec<RuleId> {
    rules.sort_by_key(|(group, rule)| (places[*group], *rule));
    rules
}

fn nodes(groups: &[RuleGroup], features: Features) -> Vec<Node> {
    let of_group = |(i, group): (usize, &RuleGroup)| {
        let query_offset_ms = group.definition().query_offset_ms.unwrap_or(0);
        let node = |(j, (definition, rule)): (usize, (&crate::RuleDefinition, &crate::Rule))| {
            let expr = rule.query().expr();
            Node {
                id: (i, j),
                query_offset_ms,
                reads: RuleReads::new(definition, expr, features),
                output: RuleOutput::new(definition, expr, features),
                shape: TimeShape::of(expr).and(template_shape(definition, features)),
            }
        };
        group.rules().enumerate().map(node).collect::<Vec<_>>()
    };
    groups.iter().enumerate().flat_map(of_group).collect()
}

/// The places of groups: those that others read come first.
fn places(n_groups: usize, nodes: &[Node]) -> Vec<usize> {
    let mut edges = vec![Vec::new(); n_groups];
    for writer in nodes {
        let of_others = nodes.iter().filter(|reader| reader.id.0 != writer.id.0);
        edges[writer.id.0].extend(of_others.filter(|reader| reader.may_read(writer)).map(|reader| reader.id.0));
    }
    let mut places = vec![0; n_groups];
    for (place, group) in components(&edges).into_iter().flatten().enumerate() {
        places[group] = place;
    }
    places
}

/// From each rule to those that must come after it. Two rules that must go together have edges in both directions.
fn edges(nodes: &[Node], places: &[usize]) -> Vec<Vec<usize>> {
    let mut edges = vec![Vec::new(); nodes.len()];
    for (i, writer) in nodes.iter().enumerate() {
        for (j, reader) in nodes.iter().enumerate() {
            let may_read = reader.may_read(writer);
            let is_together = (may_read && reader.may_see_later(writer, places))
                || (i < j && writer.output.may_collide(&reader.output));
            if may_read || is_together {
                edges[i].push(j);
            }
            if is_together && i != j {
                edges[j].push(i);
            }
        }
    }
    edges
}

impl Node {
    fn may_read(&self, writer: &Self) -> bool {
        !self.reads.unknown_queries.is_empty() || finds(self.reads.all(), &writer.output)
    }

    /// Whether the rule, at some time, must not see what another has at the times that it reads: samples that are written
    /// later in the round, or in a later one.
    fn may_see_later(&self, writer: &Self, places: &[usize]) -> bool {
        let place = |node: &Self| (places[node.id.0], node.id.1);
        let is_later = place(writer) >= place(self);
        let is_shifted = writer.query_offset_ms > self.query_offset_ms;
        // Templates query at the time of the evaluation, whatever the group's offset is.
        let of_templates = self.reads.of_templates.iter().map(Vec::as_slice);
        let is_in_template = !self.reads.unknown_queries.is_empty() || finds(of_templates, &writer.output);
        is_later || is_shifted || self.shape.looks_ahead || (is_in_template && writer.query_offset_ms > 0)
    }
}

fn finds<'a>(mut selectors: impl Iterator<Item = &'a [Matcher]>, output: &RuleOutput) -> bool {
    selectors.any(|matchers| output.read_by(matchers) != Reading::No)
}

/// The shape of the queries of templates. They are evaluated one by one in any case, so that only what they read counts.
fn template_shape(definition: &crate::RuleDefinition, features: Features) -> TimeShape {
    let queries = RuleReads::template_queries(definition, features);
    let looks_ahead = queries.iter().any(|query: &RuleQuery| TimeShape::of(query.expr()).looks_ahead);
    TimeShape { looks_ahead, depends_on_query: false }
}
