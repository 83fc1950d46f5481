//! Small stores with every kind of sample: floats, classic and native histograms, stale markers, start timestamps.

use promenade::model::FloatHistogram;
use promenade::model::histogram::{Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, Span};
use promenade::storage::memory::{SampleValue, StartTimestamp};
use promenade::syntax::series_description::parse_series_description;
use promenade::{Features, MemoryStorage, MemoryStorageBuilder};

/// The time between samples.
pub const STEP_MS: i64 = 15_000;

/// How far apart a sample and its start timestamp are, where it has one.
const START_MS: i64 = 10_000;

/// The series. Those of a metric whose name begins with `st_` have start timestamps.
const SERIES: &[&str] = &[
    r#"up{job="a",instance="1"} 1x20 stale _x5 1x20"#,
    r#"up{job="a",instance="2"} 1 0 1 0 1 _x3 1x30"#,
    r#"up{job="b",instance="1"} 0x40"#,
    r#"requests_total{job="a",instance="1",code="200"} 0+5x20 0+7x20"#,
    r#"requests_total{job="a",instance="1",code="500"} 0+1x40"#,
    r#"requests_total{job="a",instance="2",code="200"} 0+2.5x10 _x5 30+2x20"#,
    r#"requests_total{job="b",instance="1",code="200"} 1e308+1e307x40"#,
    r#"temperature{job="a",instance="1"} 20-0.5x20 NaN Inf -Inf -0 0 5e-324 1.7976931348623157e308 -1.7976931348623157e308"#,
    r#"temperature{job="b",instance="2",empty=""} 0.1+0.1x40"#,
    r#"{"utf8.name","l.x"="ü \" \\"} 1+1x40"#,
    r#"latency_bucket{job="a",le="0.1"} 0+1x40"#,
    r#"latency_bucket{job="a",le="1"} 0+3x40"#,
    r#"latency_bucket{job="a",le="+Inf"} 0+4x40"#,
    r#"latency_bucket{job="b",le="0.1"} 5x40"#,
    r#"latency_bucket{job="b",le="1e0"} 3x40"#,
    r#"latency_bucket{job="b",le="x"} 3x40"#,
    r#"latency_count{job="a"} 0+4x40"#,
    r#"latency_sum{job="a"} 0+2x40"#,
    r#"native{job="a"} {{schema:0 sum:5 count:4 z_bucket:1 z_bucket_w:0.001 buckets:[1 2 1]}}+{{schema:0 sum:5 count:4 z_bucket:1 z_bucket_w:0.001 buckets:[1 2 1] n_buckets:[1]}}x20 {{schema:3 sum:1 count:3 buckets:[1 1 1] offset:-3}}x10"#,
    r#"native{job="b"} {{schema:-4 sum:1 count:2 buckets:[1 1]}}x5 stale {{schema:8 sum:1 count:2 offset:-2147483 buckets:[1 1]}}x5 {{schema:8 sum:1 count:2 n_offset:100000 n_buckets:[1 1]}}x10"#,
    r#"native{job="c"} {{schema:-53 custom_values:[1 2 5] sum:9 count:6 buckets:[1 2 2 1]}}x10 {{schema:-53 custom_values:[1 3 5] sum:9 count:6 buckets:[1 2 2 1]}}x10 {{schema:0 sum:NaN count:2 counter_reset_hint:gauge buckets:[1 1]}}x10"#,
    r#"mixed{job="a"} 1x5 {{schema:0 sum:5 count:4 buckets:[1 2 1]}}x5 2x5 {{schema:-53 custom_values:[1] sum:2 count:2 buckets:[1 1]}}x5 _ stale 3x10"#,
    r#"st_total{job="a",instance="1"} 0+5x10 1+5x20"#,
    r#"st_native{job="a"} {{schema:0 sum:5 count:4 buckets:[1 2 1]}}+{{schema:0 sum:5 count:4 buckets:[1 2 1]}}x20"#,
    r#"target_info{job="a",instance="1",version="1",data="x"} 1x40"#,
    r#"target_info{job="a",instance="2",version="2"} 1x20 stale"#,
    r#"build_info{job="b",instance="1",version="3"} 1x40"#,
];

/// The names of the metrics, for those who make queries.
pub fn metric_names() -> impl Iterator<Item = &'static str> {
    SERIES
        .iter()
        .filter(|line| !line.starts_with('{'))
        .map(|line| line.split(['{', ' ']).next().expect("a first piece"))
}

/// Stores with the same series: one with samples as written above, and some with samples drawn at random.
pub fn stores() -> Vec<MemoryStorage> {
    std::iter::once(store()).chain((1..8).map(random_store)).collect()
}

/// The series above with other samples: gaps, stale markers, resets, odd floats, histograms of many layouts.
fn random_store(seed: u64) -> MemoryStorage {
    let mut random = Random(seed);
    let mut builder = MemoryStorageBuilder::new();
    for line in SERIES {
        let (labels, _) = parse_series_description(line, Features::all()).expect("the lines above are series");
        let has_starts = line.starts_with("st_");
        let (has_histograms, is_mixed) = (line.contains("{{"), random.below(8) == 0);
        let mut shape = Shape::draw(&mut random);
        for i in 0..60 {
            let t_ms = STEP_MS * i + random.below(3) as i64 * 100;
            if random.below(12) == 0 {
                shape = Shape::draw(&mut random);
            }
            let value = match (random.below(20), has_histograms != (is_mixed && random.below(2) == 0)) {
                (0, _) => continue,
                (1, false) => SampleValue::Float(promenade::model::stale_nan()),
                (1, true) => SampleValue::Histogram(FloatHistogram::stale().into()),
                (_, false) => SampleValue::Float(random.float()),
                (_, true) => SampleValue::Histogram(shape.histogram(&mut random).into()),
            };
            let start_ms = if has_starts { t_ms - random.below(3) as i64 * START_MS } else { 0 };
            builder.append(&labels, t_ms, value, StartTimestamp::at(start_ms));
        }
    }
    builder.build()
}

/// Where the buckets of a histogram lie.
struct Shape {
    schema: i32,
    zero_threshold: f64,
    spans: [Vec<Span>; 2],
    custom_values: Vec<f64>,
    hint: CounterResetHint,
    level: f64,
}

impl Shape {
    fn draw(random: &mut Random) -> Self {
        const SCHEMAS: [i32; 6] = [0, 0, 3, -4, 8, CUSTOM_BUCKETS_SCHEMA];
        const HINTS: [CounterResetHint; 4] =
            [CounterResetHint::Unknown, CounterResetHint::NotReset, CounterResetHint::Reset, CounterResetHint::Gauge];
        let schema = SCHEMAS[random.below(6)];
        let is_custom = schema == CUSTOM_BUCKETS_SCHEMA;
        let n_bounds = random.below(6);
        let spans = |random: &mut Random| {
            let n = random.below(4) as i32;
            (0..n)
                .map(|i| Span {
                    offset: if i == 0 { random.below(40) as i32 - 20 } else { random.below(4) as i32 },
                    length: random.below(6) as u32,
                })
                .collect::<Vec<_>>()
        };
        let spans = if is_custom {
            [vec![Span { offset: 0, length: n_bounds as u32 + 1 }], Vec::new()]
        } else {
            [spans(random), spans(random)]
        };
        Self {
            schema,
            zero_threshold: if is_custom { 0.0 } else { [0.0, 1e-128, 0.001, 1.0][random.below(4)] },
            spans,
            custom_values: if is_custom { (0..n_bounds).map(|i| i as f64 * 1.5).collect() } else { Vec::new() },
            hint: HINTS[random.below(4)],
            level: 1.0,
        }
    }

    fn histogram(&mut self, random: &mut Random) -> FloatHistogram {
        self.level = if random.below(10) == 0 { 1.0 } else { self.level + random.below(3) as f64 };
        let level = self.level;
        let mut side = |spans: &[Span]| {
            let n = spans.iter().map(|span| span.length as usize).sum();
            Buckets::new(spans.to_vec(), (0..n).map(|_| random.below(4) as f64 * level).collect())
        };
        let (positive, negative) = (side(&self.spans[0]), side(&self.spans[1]));
        let is_custom = self.schema == CUSTOM_BUCKETS_SCHEMA;
        let zero_count = if is_custom { 0.0 } else { random.below(3) as f64 * level };
        let count = positive.counts.iter().chain(&negative.counts).sum::<f64>() + zero_count;
        FloatHistogram {
            counter_reset_hint: self.hint,
            schema: self.schema,
            zero_threshold: self.zero_threshold,
            zero_count,
            count,
            sum: if random.below(30) == 0 { f64::NAN } else { random.float() },
            positive,
            negative,
            custom_values: self.custom_values.clone().into(),
        }
    }
}

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as usize
    }

    fn float(&mut self) -> f64 {
        const ODD: [f64; 8] = [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 5e-324, f64::MAX, f64::MIN];
        if self.below(15) == 0 { ODD[self.below(8)] } else { self.below(2001) as f64 / 8.0 - 100.0 }
    }
}

/// The store.
pub fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for line in SERIES {
        let (labels, values) = parse_series_description(line, Features::all()).expect("the lines above are series");
        let has_starts = line.starts_with("st_");
        for (i, value) in values.into_iter().enumerate() {
            let t_ms = STEP_MS * i as i64;
            let start = if has_starts && i > 0 { StartTimestamp::at(t_ms - START_MS) } else { StartTimestamp::UNKNOWN };
            let value = match (value.value, value.histogram) {
                (_, Some(histogram)) => SampleValue::Histogram(histogram.into()),
                (Some(float), None) => SampleValue::Float(float),
                (None, None) => continue,
            };
            builder.append(&labels, t_ms, value, start);
        }
    }
    builder.build()
}
