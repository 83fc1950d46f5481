//! The changes of a rule.

use promenade_documents::{Document, FileRange};
use promenade_go::strconv::parse_go_float;
use promenade_model::Features;
use promenade_model::duration::parse_duration;
use promenade_model::stack::deeper;
use promenade_model::value::SourceRange;
use promenade_semantic::flow::{Bounds, FlowOptions, LabelFlow};
use promenade_semantic::{Options, parse_and_check};
use promenade_syntax::ast::{AggregateExpr, BinaryExpr, BinaryOp, Expr, ExprKind, LabelName, VectorSelector};

use super::same;
use crate::{RuleDefinition, RuleQuery, RuleType};

/// A change of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// What is changed.
    pub kind: MutantKind,
    /// Where it stands in the file of the rule.
    pub range: FileRange,
    /// The text that is changed.
    pub before: String,
    /// The text that stands there instead; empty where something is taken away.
    pub after: String,
    /// The changed rule.
    pub definition: RuleDefinition,
}

/// The kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum MutantKind {
    /// A comparison includes or excludes the threshold, or is inverted.
    Comparison,
    /// The last digit of a number that is compared with.
    Threshold,
    /// A matcher is taken away.
    Matcher,
    /// A range is twice as long.
    Range,
    /// The last digit of `for`.
    For,
    /// A label of `by` or `without` is taken away.
    Grouping,
    /// A label of `on`, `ignoring`, `group_left` or `group_right` is taken away.
    Matching,
}

/// A change of the text of an expression.
struct Edit {
    kind: MutantKind,
    range: SourceRange,
    after: String,
}

/// All changes of a rule that may mean something else, in the order of its text.
pub fn mutants(definition: &RuleDefinition, features: Features) -> Vec<Mutant> {
    let mut all = of_expr(definition, features);
    all.extend(of_for(definition));
    all
}

impl Mutant {
    /// The text of the file with this change; none where the file does not hold the rule as it was.
    pub fn apply(&self, document: &Document) -> Option<String> {
        if self.kind == MutantKind::For {
            let text = document.text();
            let (before, after) = (text.get(..self.range.start)?, text.get(self.range.end..)?);
            return Some(format!("{before}{}{after}", self.after));
        }
        let rules = document.rule_files().iter().flat_map(|file| &file.groups).flat_map(|group| &group.rules);
        let rule = rules.into_iter().find(|rule| rule.range == self.definition.range)?;
        document.with_queries(&[(rule.expr?, self.definition.expr.clone())]).ok()
    }
}

fn of_expr(definition: &RuleDefinition, features: Features) -> Vec<Mutant> {
    let text = &definition.expr;
    let checked = parse_and_check(text, &Options::with_features(features));
    let flow = checked.model.label_flow(&FlowOptions { features, schema: None });
    let mut finder = Finder { text, flow: &flow, edits: Vec::new() };
    finder.visit(&checked.expr);
    finder.edits.sort_by_key(|edit| edit.range.start);
    finder.edits.into_iter().filter_map(|edit| mutant(definition, edit, features)).collect()
}

/// The changed rule; none where the changed text is no query.
fn mutant(definition: &RuleDefinition, edit: Edit, features: Features) -> Option<Mutant> {
    let text = &definition.expr;
    let expr = format!("{}{}{}", text.get(..edit.range.start)?, edit.after, text.get(edit.range.end..)?);
    RuleQuery::new(&expr, features).ok()?;
    Some(Mutant {
        kind: edit.kind,
        range: definition.places.of_expr(edit.range.clone()),
        before: text.get(edit.range)?.to_owned(),
        after: edit.after,
        definition: RuleDefinition { expr, ..definition.clone() },
    })
}

fn of_for(definition: &RuleDefinition) -> Option<Mutant> {
    let range = definition.places.for_.filter(|_| definition.for_ms > 0)?;
    let before = promenade_model::duration::format_duration(definition.for_ms);
    let after = next_digit(&before)?;
    let for_ms = parse_duration(&after).ok().filter(|_| definition.rule_type == RuleType::Alerting)?;
    let definition = RuleDefinition { for_ms, ..definition.clone() };
    Some(Mutant { kind: MutantKind::For, range, before, after, definition })
}

/// A number or a duration whose last digit is one more, or 8 for 9; none without a decimal digit.
fn next_digit(text: &str) -> Option<String> {
    let is_hexadecimal = text.contains(['x', 'X']);
    let end = text.find(['e', 'E']).unwrap_or(text.len());
    let at = text[..end].rfind(|c: char| c.is_ascii_digit()).filter(|_| !is_hexadecimal)?;
    let digit = text.as_bytes()[at];
    let next = if digit == b'9' { b'8' } else { digit + 1 };
    Some(format!("{}{}{}", &text[..at], char::from(next), &text[at + 1..]))
}

/// Collects changes.
struct Finder<'a> {
    text: &'a str,
    flow: &'a LabelFlow,
    edits: Vec<Edit>,
}

impl Finder<'_> {
    fn add(&mut self, kind: MutantKind, range: SourceRange, after: impl Into<String>) {
        self.edits.push(Edit { kind, range, after: after.into() });
    }

    fn visit(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Binary(binary) => self.binary(binary),
            ExprKind::Aggregate(aggregate) => self.aggregate(aggregate),
            ExprKind::Vector(selector) => self.matchers(selector),
            ExprKind::Matrix(matrix) => {
                self.matchers(&matrix.selector);
                self.length(&matrix.range.range.clone());
            }
            ExprKind::Subquery(subquery) => self.length(&subquery.range.range.clone()),
            _ => {}
        }
        expr.children().for_each(|child| deeper(|| self.visit(child)));
    }

    fn binary(&mut self, binary: &BinaryExpr) {
        if let Some(op) = changed_comparison(binary.op) {
            let (lhs, rhs) = (self.flow.value(binary.lhs.id), self.flow.value(binary.rhs.id));
            if !same::comparisons(binary.op, op, &lhs, &rhs) {
                self.add(MutantKind::Comparison, binary.op_range.clone(), op.symbol());
            }
            self.threshold(&binary.lhs, binary.op.mirrored(), &rhs);
            self.threshold(&binary.rhs, binary.op, &lhs);
        }
        let labels = &binary.matching.labels;
        let (lhs, rhs) = (self.flow.of(binary.lhs.id), self.flow.of(binary.rhs.id));
        let is_there = |label: &LabelName| !same::is_absent(lhs, &label.text) || !same::is_absent(rhs, &label.text);
        let there: Vec<bool> = labels.iter().map(is_there).collect();
        self.without_each(MutantKind::Matching, labels, &there);
        let include = &binary.matching.include;
        self.without_each(MutantKind::Matching, include, &vec![true; include.len()]);
    }

    /// The last digit of a number beside a comparison.
    fn threshold(&mut self, side: &Expr, op: BinaryOp, other: &Bounds) {
        let inner = side.unparenthesized();
        let ExprKind::Number(number) = &inner.kind else { return };
        let Some(after) = next_digit(&number.text) else { return };
        let is_same = parse_go_float(&after).is_ok_and(|after| same::thresholds(op, number.value, after, other));
        if !is_same {
            self.add(MutantKind::Threshold, inner.range.clone(), after);
        }
    }

    fn aggregate(&mut self, aggregate: &AggregateExpr) {
        let flow = aggregate.expr().and_then(|expr| self.flow.of(expr.id));
        let there: Vec<bool> = aggregate.grouping.iter().map(|label| !same::is_absent(flow, &label.text)).collect();
        self.without_each(MutantKind::Grouping, &aggregate.grouping, &there);
    }

    /// A change for each label of a list that is taken away, but for those that make no difference.
    fn without_each(&mut self, kind: MutantKind, labels: &[LabelName], makes_difference: &[bool]) {
        let ranges: Vec<SourceRange> = labels.iter().map(|label| label.range.clone()).collect();
        for i in (0..labels.len()).filter(|i| makes_difference[*i]) {
            // A label that is listed twice is still there.
            let is_repeated = labels.iter().filter(|label| label.text == labels[i].text).count() > 1;
            if !is_repeated {
                self.add(kind, item_with_comma(&ranges, i), "");
            }
        }
    }

    fn matchers(&mut self, selector: &VectorSelector) {
        let ranges: Vec<SourceRange> = selector.matchers.iter().map(|matcher| matcher.range.clone()).collect();
        for (i, written) in selector.matchers.iter().enumerate() {
            let Some(matcher) = &written.matcher else { continue };
            let others = || selector.all_matchers().enumerate().filter(|(j, _)| *j != i).map(|(_, matcher)| matcher);
            if matcher.matches_all() || others().any(|other| other == *matcher) {
                continue;
            }
            if others().any(|other| !other.matches_empty()) {
                self.add(MutantKind::Matcher, item_with_comma(&ranges, i), "");
            }
        }
    }

    /// A range in brackets that is twice as long.
    fn length(&mut self, range: &SourceRange) {
        let Ok(ms) = parse_duration(&self.text[range.clone()]) else { return };
        let doubled = promenade_model::duration::format_duration(ms.saturating_mul(2));
        self.add(MutantKind::Range, range.clone(), doubled);
    }
}

/// The comparison that differs at one value, or is the opposite.
fn changed_comparison(op: BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        BinaryOp::Gt => BinaryOp::Ge,
        BinaryOp::Ge => BinaryOp::Gt,
        BinaryOp::Lt => BinaryOp::Le,
        BinaryOp::Le => BinaryOp::Lt,
        BinaryOp::Eq => BinaryOp::Ne,
        BinaryOp::Ne => BinaryOp::Eq,
        _ => return None,
    })
}

/// An item of a list with the comma that goes with it.
fn item_with_comma(items: &[SourceRange], i: usize) -> SourceRange {
    match (items.get(i + 1), i.checked_sub(1)) {
        (Some(next), _) => items[i].start..next.start,
        (None, Some(before)) => items[before].end..items[i].end,
        (None, None) => items[i].clone(),
    }
}
