//! The kinds of data: a row for each.

use super::classic::{Health, classic};
use super::floats::{Accidents, counter, gauge};
use super::native::{Shape, histograms, mixed};
use super::script::{DataSet, LoadBlock, SeriesText};
use super::{floats, labelled};
use crate::generate::Random;

/// A kind of data.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What it is called.
    pub name: &'static str,
    /// Whether it is meant for the feature `type-and-unit-labels`.
    pub has_metadata: bool,
    draw: fn(&mut Random) -> DataSet,
}

const fn row(name: &'static str, draw: fn(&mut Random) -> DataSet) -> Kind {
    Kind { name, has_metadata: false, draw }
}

/// All kinds.
pub const KINDS: &[Kind] = &[
    row("counters", |r| floats_of(r, 15, Accidents { gap: 5, reset: 4, stale: 0, special: 0 })),
    row("stale", |r| floats_of(r, 30, Accidents { gap: 10, reset: 3, stale: 12, special: 0 })),
    row("specials", |r| floats_of(r, 30, Accidents { gap: 5, reset: 5, stale: 2, special: 25 })),
    row("sparse", |r| floats_of(r, 7, Accidents { gap: 85, reset: 10, stale: 2, special: 2 })),
    row("slow", |r| floats_of(r, 3600, Accidents { gap: 10, reset: 5, stale: 2, special: 0 })),
    row("classic", |r| classics(r, Health::Sound)),
    row("odd-classic", |r| classics(r, Health::Odd)),
    row("converted", converted),
    row("exponential", |r| natives(r, Shape { custom: false, gauge: false, relayout: 2, reset: 4, odd: 5 })),
    row("custom", |r| natives(r, Shape { custom: true, gauge: false, relayout: 4, reset: 4, odd: 5 })),
    row("gauge-histograms", |r| natives(r, Shape { custom: false, gauge: true, relayout: 4, reset: 2, odd: 4 })),
    row("changing-histograms", |r| natives(r, Shape { custom: false, gauge: false, relayout: 25, reset: 10, odd: 10 })),
    row("all-histograms", all_histograms),
    row("floats-and-histograms", floats_and_histograms),
    row("names", labelled::names),
    row("info", labelled::info),
    row("kubernetes", labelled::kubernetes),
    row("duplicates", labelled::duplicates),
    row("wide", wide),
    Kind { name: "metadata", has_metadata: true, draw: labelled::metadata },
    row("starts", starts),
];

impl Kind {
    /// Data of this kind.
    pub fn draw(&self, seed: u64) -> DataSet {
        let mut random = Random::new(seed);
        random.bits();
        DataSet { name: format!("{}-{seed}", self.name), ..(self.draw)(&mut random) }
    }
}

fn floats_of(random: &mut Random, step_s: u32, accidents: Accidents) -> DataSet {
    let mut load = LoadBlock::every(step_s);
    let n = if step_s < 10 { 300 } else { 60 };
    for i in 0..4 {
        let target = format!("job=\"{}\",instance=\"{i}\"", if i < 2 { "api" } else { "web" });
        for code in ["200", "500"] {
            let metric = format!("http_requests_total{{{target},code=\"{code}\"}}");
            load.series.push(SeriesText::new(metric, counter(random, n, accidents)));
        }
        let metric = format!("temperature_celsius{{{target},zone=\"{}\"}}", random.text(&["a", "b", ""]));
        load.series.push(SeriesText::new(metric, gauge(random, n, accidents)));
        let ups: Vec<_> = (0..n).map(|_| if random.percent(85) { "1" } else { "0" }.to_owned()).collect();
        load.series.push(SeriesText::new(format!("up{{{target}}}"), floats::with_gaps(random, ups, 5)));
    }
    DataSet { name: String::new(), loads: vec![load] }
}

fn classics(random: &mut Random, health: Health) -> DataSet {
    let mut load = LoadBlock::every(30);
    for i in 0..4 {
        let labels = format!("job=\"{}\",instance=\"{i}\"", if i < 2 { "api" } else { "web" });
        load.series.extend(classic(random, "latency_seconds", &labels, 40, health));
    }
    load.series.extend(classic(random, "size_bytes", "job=\"api\"", 40, Health::Sound));
    load.series.push(SeriesText::new("up{job=\"api\"}", floats::constant("1", 40)));
    DataSet { name: String::new(), loads: vec![load] }
}

/// Classic histograms and the native ones of custom buckets made of them.
fn converted(random: &mut Random) -> DataSet {
    let mut data = classics(random, Health::Sound);
    data.loads[0].with_nhcb = true;
    data
}

fn natives(random: &mut Random, shape: Shape) -> DataSet {
    let mut load = LoadBlock::every(30);
    for i in 0..4 {
        let labels = format!("{{job=\"{}\",instance=\"{i}\"}}", if i < 2 { "api" } else { "web" });
        let values = histograms(random, 40, shape);
        load.series.push(SeriesText::new(format!("request_seconds{labels}"), values));
    }
    load.series.push(SeriesText::new("queue_seconds{job=\"api\"}", histograms(random, 40, shape)));
    load.series.push(plain(random));
    DataSet { name: String::new(), loads: vec![load] }
}

const EXPONENTIAL: Shape = Shape { custom: false, gauge: false, relayout: 3, reset: 4, odd: 4 };
const CUSTOM: Shape = Shape { custom: true, ..EXPONENTIAL };
const GAUGE: Shape = Shape { gauge: true, ..EXPONENTIAL };
const CUSTOM_GAUGE: Shape = Shape { custom: true, ..GAUGE };

/// Series of all sorts of native histograms under one name.
fn all_histograms(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(60);
    for (i, shape) in [EXPONENTIAL, CUSTOM, GAUGE, CUSTOM_GAUGE, EXPONENTIAL, CUSTOM].into_iter().enumerate() {
        let labels = format!("{{job=\"{}\",instance=\"{i}\"}}", if i % 2 == 0 { "api" } else { "web" });
        load.series.push(SeriesText::new(format!("request_seconds{labels}"), histograms(random, 40, shape)));
        load.series.push(SeriesText::new(format!("other_seconds{labels}"), histograms(random, 40, shape)));
    }
    load.series.push(plain(random));
    DataSet { name: String::new(), loads: vec![load] }
}

/// Series whose samples are floats and histograms in turn, and series of either under one name.
fn floats_and_histograms(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(30);
    for (i, shape) in [EXPONENTIAL, CUSTOM, GAUGE].into_iter().enumerate() {
        let job = random.text(&["api", "web"]);
        load.series.push(SeriesText::new(format!("mixed{{job=\"{job}\",instance=\"{i}\"}}"), mixed(random, 40, shape)));
        let values = histograms(random, 40, shape);
        load.series.push(SeriesText::new(format!("apart{{job=\"{job}\",instance=\"{i}\"}}"), values));
        let values = counter(random, 40, Accidents { gap: 5, reset: 5, stale: 2, special: 0 });
        load.series.push(SeriesText::new(format!("apart{{job=\"{job}\",instance=\"f{i}\"}}"), values));
    }
    load.series.push(plain(random));
    DataSet { name: String::new(), loads: vec![load] }
}

fn plain(random: &mut Random) -> SeriesText {
    SeriesText::new(
        "plain_total{job=\"api\"}",
        counter(random, 40, Accidents { gap: 5, reset: 5, stale: 2, special: 0 }),
    )
}

/// Many series with many equal values, for choosing among them.
fn wide(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(60);
    for i in 0..60 {
        let metric = format!("wide{{i=\"{i}\",g=\"g{}\",h=\"h{}\"}}", i % 4, i % 7);
        let values = (0..15).map(|_| random.between(0, 9).to_string()).collect();
        let values = floats::with_gaps(random, values, 10);
        load.series.push(SeriesText::new(metric, values));
    }
    DataSet { name: String::new(), loads: vec![load] }
}

/// Counters whose samples say when counting began: since the sample before, since always the same time, reset after a
/// reset, or not at all; or the same time in spite of a reset, or another one without any.
fn starts(random: &mut Random) -> DataSet {
    let mut load = LoadBlock::every(60);
    for i in 0..12 {
        let values = counter(random, 40, Accidents { gap: 8, reset: 8, stale: 2, special: 0 });
        let metric = format!("work_total{{job=\"{}\",i=\"{i}\"}}", random.text(&["a", "b"]));
        load.series.push(SeriesText {
            starts: start_offsets(random, i % N_STYLES, &values),
            ..SeriesText::new(metric, values)
        });
    }
    for i in 0..3 {
        let values = histograms(random, 40, EXPONENTIAL);
        let metric = format!("work_seconds{{job=\"a\",i=\"{i}\"}}");
        load.series.push(SeriesText { starts: start_offsets(random, i, &values), ..SeriesText::new(metric, values) });
    }
    DataSet { name: String::new(), loads: vec![load] }
}

/// How a series says when counting began.
const N_STYLES: usize = 6;

fn start_offsets(random: &mut Random, style: usize, values: &[String]) -> Vec<String> {
    let mut age_s = random.between(0, 100);
    let mut before = f64::NAN;
    let mut one = |value: &String| {
        let value: f64 = value.parse().unwrap_or(f64::NAN);
        let begins_anew = match style {
            4 => false,
            5 => random.percent(20),
            _ => value < before || random.percent(3),
        };
        age_s = if begins_anew { random.between(1, 59) } else { age_s + 60 };
        before = value;
        match style {
            0 => "-60s".to_owned(),
            1 if random.percent(20) => "_".to_owned(),
            1 | 2 | 4 | 5 => format!("-{age_s}s"),
            _ if random.percent(70) => "_".to_owned(),
            _ => format!("-{}s", random.between(1, 90)),
        }
    };
    values.iter().map(&mut one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Script, load};

    #[test]
    fn every_kind_can_be_loaded_and_is_the_same_again() {
        for kind in KINDS {
            for seed in 0..5 {
                let data = kind.draw(seed);
                assert_eq!(data, kind.draw(seed));
                let script = Script::parse(&data.to_string()).unwrap_or_else(|e| panic!("{}: {e}\n{data}", kind.name));
                let storage = load::load_script(&script).unwrap_or_else(|e| panic!("{}: {e}\n{data}", kind.name));
                assert!(!storage.series().is_empty(), "{}", kind.name);
                assert!(data.n_samples() > 100, "{}", kind.name);
            }
        }
        assert!(KINDS.len() > 20);
    }
}
