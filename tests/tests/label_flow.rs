//! What the label flow says of a query holds for its result: queries and data are drawn at random, and each series must be
//! one that a source of the query can give.
#![allow(clippy::unwrap_used)] // test code

use std::collections::BTreeMap;

use promenade::model::Labels;
use promenade::semantic::flow::{
    Bounds, Cardinality, Flow, FlowOptions, MetricSchema, Presence, SampleKind, Source, flow,
};
use promenade::semantic::{Options, parse_and_check};
use promenade::{Engine, EngineOptions, Features, QueryValue, SampleValue};
use promenade_tests::label_flow::data::StoreSchema;
use promenade_tests::label_flow::{Data, LABELS, LabelQueries};
use promenade_tests::queries::Random;

/// Stores, and queries over each; `LABEL_FLOW_STORES` and `LABEL_FLOW_SEED` say others.
const N_STORES: usize = 60;
const N_QUERIES: usize = 60;

/// The samples of one step: labels and what the sample is.
type Step = Vec<(Labels, SampleValue)>;

#[derive(Debug, Default)]
struct Tally {
    evaluated: usize,
    with_series: usize,
    guaranteed: usize,
    fixed: usize,
    impossible: usize,
    never: usize,
    always: usize,
    at_most_one: usize,
    bounded: usize,
}

#[test]
fn nothing_is_said_of_labels_that_does_not_hold() {
    let tally = check(&|_| None);
    assert_is_strong(&tally, 1);
}

#[test]
fn what_follows_from_the_metrics_of_a_store_holds_over_it() {
    let tally = check(&|data| Some(Box::new(StoreSchema(&data.storage))));
    assert_is_strong(&tally, 3);
    assert!(tally.fixed > 2 * tally.evaluated, "{tally:?}");
}

/// The test means something only where there is much that could be wrong.
fn assert_is_strong(tally: &Tally, more: usize) {
    let n = tally.evaluated;
    assert!(n > N_STORES * N_QUERIES, "{tally:?}");
    assert!(tally.with_series > n / 4, "{tally:?}");
    assert!(tally.guaranteed > n / 6 && tally.impossible > n && tally.fixed > n / 4, "{tally:?}");
    assert!(tally.never > more * n / 20 && tally.always > n / 20, "{tally:?}");
    assert!(tally.at_most_one > n / 10 && tally.bounded > n / 10, "{tally:?}");
}

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn check(schema_of: &dyn for<'d> Fn(&'d Data) -> Option<Box<dyn MetricSchema + 'd>>) -> Tally {
    let mut random = Random(setting("LABEL_FLOW_SEED", 7) as u64);
    let mut tally = Tally::default();
    let engines = [true, false].map(engine);
    for _ in 0..setting("LABEL_FLOW_STORES", N_STORES) {
        let data = Data::new(&mut random);
        let schema = schema_of(&data);
        for _ in 0..N_QUERIES {
            let depth = random.below(6);
            let query = LabelQueries::new(&mut random).vector(depth);
            for engine in &engines {
                check_query(engine, &data, schema.as_deref(), &query, &mut tally);
            }
        }
    }
    tally
}

fn engine(delayed_name_removal: bool) -> Engine {
    let features = Features { delayed_name_removal, ..Features::all() };
    let lookback_delta = std::time::Duration::from_secs(45);
    Engine::new(EngineOptions::default().features(features).lookback_delta(lookback_delta).threads(Some(1)))
}

fn check_query(engine: &Engine, data: &Data, schema: Option<&dyn MetricSchema>, query: &str, tally: &mut Tally) {
    let features = engine.options().features;
    let checked = parse_and_check(query, &Options::with_features(features));
    // A label may stand twice where it must not, as in `on (a) group_left (a)`.
    let Some(typed) = checked.model.typed() else { return };
    let known = flow(typed, &FlowOptions { features, schema }).result(features);
    let fail = |why: &str, steps: &[Step]| -> ! {
        panic!(
            "{why}\nquery: {query}\ndelayed: {}\nknown: {known:#?}\nresult: {steps:?}\n{}",
            features.delayed_name_removal, data.script
        )
    };
    for steps in [instant(engine, data, query), range(engine, data, query)].into_iter().flatten() {
        tally.count(&known, &steps);
        for step in &steps {
            if let Err(why) = holds(&known, step) {
                fail(&why, &steps);
            }
        }
    }
}

fn instant(engine: &Engine, data: &Data, query: &str) -> Option<Vec<Step>> {
    match engine.query(&data.storage, query).at(150_000).wait().ok()?.value {
        QueryValue::Vector(_, samples) => Some(vec![samples.into_iter().map(|s| (s.labels, s.value)).collect()]),
        other => panic!("an instant vector gives {other:?}"),
    }
}

fn range(engine: &Engine, data: &Data, query: &str) -> Option<Vec<Step>> {
    let (start_ms, end_ms, step_ms) = (45_000, 285_000, 60_000);
    let QueryValue::Matrix(series) =
        engine.query(&data.storage, query).range(start_ms, end_ms, step_ms).wait().ok()?.value
    else {
        panic!("a range query gives a matrix");
    };
    let mut steps: BTreeMap<i64, Step> =
        (start_ms..=end_ms).step_by(step_ms as usize).map(|t| (t, Vec::new())).collect();
    for one in series {
        let floats = one.floats.iter().map(|(t, v)| (t, SampleValue::Float(v)));
        let histograms = one.histograms.iter().map(|(t, h)| (*t, SampleValue::Histogram(h.clone())));
        for (t, value) in floats.chain(histograms) {
            steps.get_mut(&t).unwrap().push((one.labels.clone(), value));
        }
    }
    Some(steps.into_values().collect())
}

/// Whether the samples of a step are such as the flow says.
fn holds(known: &Flow, step: &Step) -> Result<(), String> {
    let most = match known.count.max {
        Cardinality::None => 0,
        Cardinality::One => 1,
        Cardinality::Many => usize::MAX,
    };
    if step.len() > most {
        return Err(format!("there are more than {most} series"));
    }
    if known.always_returns() && step.is_empty() {
        return Err("there is no series".to_owned());
    }
    for (labels, value) in step {
        let faults: Vec<String> = match known.live().map(|source| explains(source, labels, value)).collect() {
            Ok(faults) => faults,
            Err(Found) => continue,
        };
        return Err(format!("no source gives {labels} {value:?}: {faults:?}"));
    }
    Ok(())
}

/// The source that was looked for.
struct Found;

/// Why a source cannot have given a sample.
fn explains(source: &Source, labels: &Labels, value: &SampleValue) -> Result<String, Found> {
    let names = source.labels.named().map(|(name, _)| name).chain(labels.iter().map(|(name, _)| name));
    for name in names {
        let fact = source.labels.get(name);
        if !fact.values.allows(labels.get(name)) {
            return Ok(format!("{name} is {}", fact.values));
        }
    }
    let is_right = match (value, source.value) {
        (SampleValue::Histogram(_), _) => source.samples == SampleKind::Any,
        (SampleValue::Float(_), Bounds::Any) => true,
        (SampleValue::Float(v), Bounds::Constant(c)) => v.to_bits() == c.to_bits() || (v.is_nan() && c.is_nan()),
        (SampleValue::Float(v), Bounds::Between(min, max)) => (min..=max).contains(v),
    };
    if is_right { Err(Found) } else { Ok(format!("{:?}, {:?}", source.samples, source.value)) }
}

impl Tally {
    fn count(&mut self, known: &Flow, steps: &[Step]) {
        self.evaluated += 1;
        self.with_series += usize::from(steps.iter().any(|step| !step.is_empty()));
        self.never += usize::from(known.never_returns());
        self.always += usize::from(known.always_returns());
        self.at_most_one += usize::from(known.count.max == Cardinality::One);
        self.bounded += usize::from(known.live().any(|source| !matches!(source.value, Bounds::Any)));
        for name in LABELS {
            let fact = known.label(name);
            self.guaranteed += usize::from(fact.presence() == Presence::Guaranteed);
            self.impossible += usize::from(fact.presence() == Presence::Impossible);
            self.fixed += usize::from(fact.values.listed().is_some());
        }
    }
}
