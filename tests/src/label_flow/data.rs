//! Data drawn at random, and what a store lets one know of its series.

use std::fmt::Write;
use std::sync::Arc;

use promenade::MemoryStorage;
use promenade::model::Matcher;
use promenade::semantic::flow::{Cause, CauseKind, LabelFact, LabelFacts, MetricSchema, SampleKind, Selected, Values};
use promenade::storage::{MemorySeries, Series, TimeRange};
use promenade_testkit::{Script, load};

use super::{BUCKETS, FLOATS, INFOS, LABELS, NATIVE, VALUES};
use crate::queries::Random;

/// A store with the script that made it.
#[derive(Debug)]
pub struct Data {
    /// The script.
    pub script: String,
    /// The store.
    pub storage: MemoryStorage,
}

impl Data {
    /// Samples every 30 s over 5 minutes, with gaps and ends.
    pub fn new(random: &mut Random) -> Self {
        let mut script = String::from("load 30s\n");
        let mut series = |random: &mut Random, name: &str, more: &str, sample: fn(&mut Random) -> String| {
            let labels: Vec<String> =
                labels(random).into_iter().chain((!more.is_empty()).then(|| more.into())).collect();
            let samples: Vec<String> = samples(random, sample);
            let _ = writeln!(script, "  {{__name__=\"{name}\", {}}} {}", labels.join(", "), samples.join(" "));
        };
        for name in FLOATS {
            for _ in 0..random.below(5) {
                series(random, name, "", float);
            }
        }
        for _ in 0..random.below(4) {
            let le = *random.of(&["le=\"1\"", "le=\"+Inf\"", "le=\"bad\"", ""]);
            series(random, BUCKETS, le, float);
        }
        for _ in 0..random.below(3) {
            let le = *random.of(&["", "", "le=\"1\"", "le=\"bad\"", "__type__=\"histogram\""]);
            series(random, NATIVE, le, histogram);
        }
        for _ in 0..random.below(3) {
            let more = *random.of(&["version=\"1\"", "version=\"2\", a=\"x\"", "__unit__=\"s\""]);
            series(random, INFOS[0], more, |_| "1".to_owned());
        }
        if random.below(3) == 0 {
            series(random, INFOS[1], "version=\"1\"", |_| "1".to_owned());
        }
        let parsed = Script::parse(&script).unwrap_or_else(|e| panic!("{script}: {e}"));
        let storage = load::load_script(&parsed).unwrap();
        Self { script, storage }
    }
}

fn labels(random: &mut Random) -> Vec<String> {
    let mut labels = Vec::new();
    for name in LABELS {
        if random.below(2) == 0 {
            labels.push(format!("{name}=\"{}\"", random.of(VALUES)));
        }
    }
    labels
}

fn samples(random: &mut Random, mut sample: impl FnMut(&mut Random) -> String) -> Vec<String> {
    let gaps = random.below(3);
    let mut one = |random: &mut Random| match random.below(8) {
        0 if gaps == 1 => "_".to_owned(),
        0 | 1 if gaps == 2 => "stale".to_owned(),
        _ => sample(random),
    };
    (0..10).map(|_| one(random)).collect()
}

fn float(random: &mut Random) -> String {
    (*random.of(&["0", "1", "1", "2", "3", "-1", "NaN", "Inf"])).to_owned()
}

fn histogram(random: &mut Random) -> String {
    let n = random.below(3);
    format!("{{{{schema:0 sum:{n} count:{n} buckets:[{n}]}}}}")
}

/// What can be known of a store: which values its labels have, and that there is nothing else.
#[derive(Debug)]
pub struct StoreSchema<'a>(pub &'a MemoryStorage);

impl MetricSchema for StoreSchema<'_> {
    fn selected(&self, matchers: &[Matcher]) -> Option<Selected> {
        let matches_all =
            |series: &&Arc<MemorySeries>| matchers.iter().all(|m| m.matches(series.labels().get(m.name())));
        let found: Vec<_> = self.0.series().iter().filter(matches_all).collect();
        let cause = Cause { kind: CauseKind::MetricSchema, range: 0..0 };
        let mut labels = LabelFacts::none(&cause);
        for name in found.iter().flat_map(|series| series.labels().iter().map(|(name, _)| name)) {
            let values = found.iter().map(|series| series.labels().get(name).to_owned());
            labels.set(name, LabelFact::new(Values::one_of(values), &cause));
        }
        let is_float = |series: &&Arc<MemorySeries>| series.samples_in(TimeRange::ALL).histograms.timestamps.is_empty();
        let samples = if found.iter().all(is_float) { SampleKind::Float } else { SampleKind::Any };
        Some(Selected { labels, samples, is_empty: found.is_empty() })
    }
}
