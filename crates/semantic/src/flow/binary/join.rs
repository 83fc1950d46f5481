//! Arithmetic and comparisons between vectors: matching series are combined into one.

use promenade_functions::binary_operator;
use promenade_model::value::SourceRange;
use promenade_syntax::ast::VectorMatchCardinality;
use promenade_syntax::variables::holds_variable;

use super::super::Analyzer;
use super::super::bounds::Bounds;
use super::super::facts::{Cause, CauseKind, LabelFact, LabelFacts, Scope};
use super::super::source::{Cardinality, DropsName, Flow, SampleKind, SeriesCount, Source};
use super::signature::Signature;
use super::{filters, samples};
use crate::typed::{BinaryExpr, FillValues};

pub(super) fn flow(analyzer: &Analyzer<'_>, binary: &BinaryExpr, range: &SourceRange, lhs: &Flow, rhs: &Flow) -> Flow {
    let is_swapped = cardinality(binary) == VectorMatchCardinality::OneToMany;
    let (many, one) = if is_swapped { (rhs, lhs) } else { (lhs, rhs) };
    let delays = analyzer.options.features.delayed_name_removal;
    let join = Join {
        binary,
        range,
        is_swapped,
        drops_name: binary_operator(binary.op).drops_name || (binary.return_bool && !delays),
        signature: Signature::new(binary, range),
    };
    let drops_name = if binary.return_bool { DropsName::Yes } else { DropsName::No };
    Flow::vector(join.sources(many, one), join.count(many, one), drops_name)
}

struct Join<'a> {
    binary: &'a BinaryExpr,
    range: &'a SourceRange,
    /// Whether the right side determines the series of the result.
    is_swapped: bool,
    drops_name: bool,
    signature: Signature<'a>,
}

impl Join<'_> {
    /// One source per source of the "many" side, and per source of the other side if the "many" side is filled.
    fn sources(&self, many: &Flow, one: &Flow) -> Vec<Source> {
        let (fill_many, fill_one) = self.fills();
        let mut sources: Vec<Source> = many.sources.iter().map(|source| self.matched(source, one, fill_one)).collect();
        if let Some(fill) = fill_many {
            sources.extend(one.live().map(|source| self.one_alone(source, fill)));
        }
        sources
    }

    /// The result for a source of the "many" side: for its matching series, and for those for which the other side is
    /// filled.
    fn matched(&self, many: &Source, one: &Flow, fill_one: Option<f64>) -> Source {
        if !many.is_live() {
            return many.clone();
        }
        let pairs = one.live().map(|one| self.pair(many, one));
        let filled = fill_one.map(|fill| self.many_alone(many, fill));
        let all = pairs.chain(filled).reduce(|a, b| a.union(&b));
        all.unwrap_or_else(|| {
            let mut source = many.clone();
            source.kill(one.why_never().unwrap_or(&self.signature.cause));
            source
        })
    }

    fn pair(&self, many: &Source, one: &Source) -> Source {
        let mut source = many.clone();
        let met = self.signature.met(many, one).zip(self.signature.met(one, many));
        match met {
            Some((own, other)) => source.labels = self.labels(&own, &other),
            None => source.kill(&self.signature.cause),
        }
        self.compute(source, (many.value, many.samples), (one.value, one.samples))
    }

    fn many_alone(&self, many: &Source, fill: f64) -> Source {
        let mut source = many.clone();
        source.labels = self.labels(&many.labels, &self.group(&many.labels));
        self.compute(source, (many.value, many.samples), (Bounds::Constant(fill), SampleKind::Float))
    }

    fn one_alone(&self, one: &Source, fill: f64) -> Source {
        let mut source = one.clone();
        source.labels = self.labels(&self.group(&one.labels), &one.labels);
        self.compute(source, (Bounds::Constant(fill), SampleKind::Float), (one.value, one.samples))
    }

    /// The labels by which series match.
    fn group(&self, labels: &LabelFacts) -> LabelFacts {
        let mut group = labels.clone();
        match &self.signature.scope {
            Scope::On(names) => group.keep(names, &self.signature.cause),
            Scope::AllBut(names) => group.remove(names.iter().copied(), &self.signature.cause),
        }
        group
    }

    /// The labels of the result for two matching series.
    fn labels(&self, many: &LabelFacts, one: &LabelFacts) -> LabelFacts {
        let included = self.binary.matching.iter().flat_map(|matching| &matching.include);
        if self.signature.is_unknown || included.map(String::as_str).any(holds_variable) {
            return LabelFacts::unknown();
        }
        let mut labels = many.clone();
        let name_dropped = Cause { kind: CauseKind::NameDropped, range: self.range.clone() };
        if self.drops_name {
            labels.drop_metadata(&name_dropped);
        }
        if let Some(matching) = &self.binary.matching {
            let names: Vec<&str> = matching.labels.iter().map(String::as_str).collect();
            match (cardinality(self.binary) == VectorMatchCardinality::OneToOne, matching.on) {
                (true, true) => labels.keep(&names, &self.signature.cause),
                (true, false) => labels.remove(names.iter().copied(), &self.signature.cause),
                (false, _) => {}
            }
            let include = Cause { kind: CauseKind::Include, range: self.range.clone() };
            for name in &matching.include {
                labels.set(name, LabelFact::new(one.get(name).values.clone(), &include));
            }
        }
        labels
    }

    /// The samples of the result. `source` becomes the source of the result.
    fn compute(&self, mut source: Source, many: (Bounds, SampleKind), one: (Bounds, SampleKind)) -> Source {
        let (lhs, rhs) = if self.is_swapped { (one, many) } else { (many, one) };
        let are_floats = lhs.1 == SampleKind::Float && rhs.1 == SampleKind::Float;
        let fails = filters(self.binary) && lhs.0.compare(self.binary.op, &rhs.0) == Some(false);
        if are_floats && (fails || self.binary.op.is_trim()) {
            source.kill(&Cause { kind: CauseKind::Comparison, range: self.range.clone() });
        }
        source.value = if filters(self.binary) { lhs.0 } else { lhs.0.apply(self.binary.op, &rhs.0) };
        if self.binary.return_bool && !are_floats {
            source.value = Bounds::Between(0.0, 1.0);
        }
        source.samples = samples(self.binary, lhs.1, rhs.1);
        source
    }

    /// The number of series. One on each side that always match give one, unless a comparison drops it.
    fn count(&self, many: &Flow, one: &Flow) -> SeriesCount {
        let max = match cardinality(self.binary) {
            _ if self.fills() != (None, None) => Cardinality::Many,
            VectorMatchCardinality::OneToOne => many.count.max.min(one.count.max),
            _ => many.count.max,
        };
        let match_always = many.always_returns() && many.live().all(|source| self.signature.always_met(source, one));
        let are_floats = many.is_float() && one.is_float() && !self.binary.op.is_trim();
        SeriesCount { always: match_always && are_floats && self.never_drops(many, one), max }
    }

    /// Whether all floats pass the operator.
    fn never_drops(&self, many: &Flow, one: &Flow) -> bool {
        let (lhs, rhs) = if self.is_swapped { (one, many) } else { (many, one) };
        let holds = |l: &Source, r: &Source| l.value.compare(self.binary.op, &r.value) == Some(true);
        !filters(self.binary) || lhs.live().all(|l| rhs.live().all(|r| holds(l, r)))
    }

    /// The fill values for missing series of the "many" side and of the "one" side.
    fn fills(&self) -> (Option<f64>, Option<f64>) {
        let fill = self.binary.matching.as_ref().map_or(FillValues::default(), |matching| matching.fill_values);
        fill.of_many_and_one(cardinality(self.binary))
    }
}

fn cardinality(binary: &BinaryExpr) -> VectorMatchCardinality {
    binary.matching.as_ref().map_or(VectorMatchCardinality::OneToOne, |matching| matching.card)
}
