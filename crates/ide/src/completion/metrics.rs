//! Names of metrics, ranked by what stands around: matchers, the function, the labels that are grouped by, other metrics.

use promenade_functions::{MetricKind, ParamRole};
use promenade_model::UnquotedNames;
use promenade_model::ValueType;
use promenade_model::labels::BUCKET_LABEL;
use promenade_model::value::quote;
use promenade_syntax::ast::LabelName;
use promenade_syntax::{ExprKind, TokenKind};

use super::item::{Collector, ItemKind, Parts, Subject};
use super::place::Place;
use crate::metadata::{MetricInfo, Provider};

/// The ending of the series that are the buckets of a classic histogram.
const BUCKETS: &str = "_bucket";

/// Endings of the series of one family, which stand together in ratios.
const PARTS: [&str; 3] = ["_sum", "_count", BUCKETS];

/// What stands around a metric.
#[derive(Debug)]
struct Surroundings<'a> {
    /// What speaks for any metric here.
    base: i32,
    /// The other metrics of the query.
    others: Vec<&'a str>,
    /// The kind that the function wants.
    kind: MetricKind,
    /// Whether buckets are wanted.
    buckets: bool,
    /// The labels that operators above group or match by.
    labels: Vec<&'a str>,
}

pub(super) fn add(place: &Place<'_>, provider: &dyn Provider, out: &mut Collector<'_>) {
    let around = surroundings(place);
    let unquoted = UnquotedNames::from(place.query.options().features);
    let is_known = provider.metrics(&place.other_matchers(), &mut |metric| {
        let score = around.score(&metric, provider);
        out.add(ItemKind::Metric, metric.name, score, || Parts {
            insert: written(metric.name, unquoted),
            snippet: None,
            detail: detail(&metric),
            subject: metric.help.map_or(Subject::Nothing, |help| Subject::Text(help.to_owned())),
        });
    });
    out.is_incomplete |= !is_known;
    if !is_known {
        for name in &around.others {
            out.add(ItemKind::Metric, name, around.base, || Parts::plain(written(name, unquoted)));
        }
    }
}

fn written(name: &str, unquoted: UnquotedNames) -> String {
    if unquoted.allow_metric(name) { name.to_owned() } else { format!("{{{}}}", quote(name)) }
}

/// Type and unit.
fn detail(metric: &MetricInfo<'_>) -> String {
    let words = [metric.kind, metric.unit].into_iter().flatten();
    words.collect::<Vec<_>>().join(", ")
}

fn surroundings<'a>(place: &'a Place<'_>) -> Surroundings<'a> {
    let (kind, buckets, labels) = wanted(place);
    let mut others: Vec<&str> = place.metrics().collect();
    others.sort_unstable();
    others.dedup();
    Surroundings { base: base(place), others, kind, buckets, labels }
}

/// What speaks for a metric of any name: the argument that is due, and the token that follows.
fn base(place: &Place<'_>) -> i32 {
    let by_param = match place.open_param().map(|open| open.param.value_type) {
        Some(ValueType::Vector) => 60,
        Some(ValueType::Matrix) => 120,
        Some(ValueType::Scalar | ValueType::String) => -150,
        _ => 40,
    };
    let by_next = match place.next() {
        TokenKind::LeftBrace | TokenKind::LeftBracket | TokenKind::Offset | TokenKind::At => 300,
        TokenKind::LeftParen | TokenKind::By | TokenKind::Without => -400,
        TokenKind::Eof if place.expected.call.is_none() => 0,
        // An operand ends here, which is the end of a call only where its parentheses stand.
        _ => 80,
    };
    by_param + by_next
}

/// What the operators above the place want of a metric.
fn wanted<'a>(place: &'a Place<'_>) -> (MetricKind, bool, Vec<&'a str>) {
    let (mut kind, mut buckets, mut labels) = (MetricKind::Any, false, Vec::new());
    let mut is_grouped = false;
    let texts =
        |labels: &'a [LabelName]| labels.iter().filter(|l| !l.holds_variable()).map(|label| label.text.as_str());
    for expr in place.marked.path().into_iter().rev() {
        match &expr.kind {
            ExprKind::Call(_) => {
                let Some(def) = place.marked.model.function(expr.id) else { continue };
                if kind == MetricKind::Any {
                    kind = def.behavior.usage.takes;
                }
                buckets |= def.signature.has(ParamRole::Buckets);
            }
            ExprKind::Aggregate(aggregate) if !is_grouped => {
                is_grouped = true;
                if !aggregate.without {
                    labels.extend(texts(&aggregate.grouping));
                }
            }
            ExprKind::Binary(binary) if binary.matching.on && !is_grouped => {
                labels.extend(texts(&binary.matching.labels));
            }
            _ => {}
        }
    }
    buckets |= labels.contains(&BUCKET_LABEL);
    (kind, buckets, labels)
}

impl Surroundings<'_> {
    fn score(&self, metric: &MetricInfo<'_>, provider: &dyn Provider) -> i32 {
        let has = |label: &&str| match provider.may_have(metric.name, label) {
            Some(true) => 8,
            Some(false) => -40,
            None => 0,
        };
        let by_labels: i32 = self.labels.iter().map(has).sum();
        self.base
            + self.of_others(metric.name)
            + self.of_kind(metric)
            + self.of_buckets(metric.name)
            + by_labels.max(-80)
    }

    /// The metrics of a query often belong together, and have the start of their names in common.
    fn of_others(&self, name: &str) -> i32 {
        let common = |other: &&str| {
            let same = name.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            let is_part = |text: &str| PARTS.iter().find_map(|part| text.strip_suffix(part)).map(str::len);
            let is_sibling = *other != name && is_part(name).is_some() && is_part(name) == is_part(other);
            let is_same_family = is_sibling && is_part(name) <= Some(same);
            (90 * same / name.len().max(other.len()).max(1)) as i32 + if is_same_family { 30 } else { 0 }
        };
        self.others.iter().map(common).max().unwrap_or(0)
    }

    fn of_kind(&self, metric: &MetricInfo<'_>) -> i32 {
        let is_counter = match metric.kind {
            Some("counter") => true,
            Some("histogram" | "summary") | None => MetricKind::may_be_counter(metric.name),
            Some(_) => false,
        };
        match self.kind {
            MetricKind::Any => 0,
            MetricKind::Counter => {
                if is_counter {
                    30
                } else {
                    -40
                }
            }
            MetricKind::Gauge => {
                if is_counter {
                    -40
                } else {
                    10
                }
            }
        }
    }

    fn of_buckets(&self, name: &str) -> i32 {
        match (self.buckets, name.ends_with(BUCKETS)) {
            (true, true) => 50,
            (true, false) => -30,
            (false, true) => -25,
            (false, false) => 0,
        }
    }
}
