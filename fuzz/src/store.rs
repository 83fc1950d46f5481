//! A small store with every kind of sample: floats, classic and native histograms, stale markers, start timestamps.

use promenade::storage::memory::SampleValue;
use promenade::syntax::series_description::parse_series_description;
use promenade::{MemoryStorage, MemoryStorageBuilder};

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
    SERIES.iter().filter(|line| !line.starts_with('{')).map(|line| line.split(['{', ' ']).next().expect("a first piece"))
}

/// The store.
pub fn store() -> MemoryStorage {
    let mut builder = MemoryStorageBuilder::new();
    for line in SERIES {
        let (labels, values) = parse_series_description(line).expect("the lines above are series");
        let has_starts = line.starts_with("st_");
        for (i, value) in values.into_iter().enumerate() {
            let t_ms = STEP_MS * i as i64;
            let start_ms = if has_starts && i > 0 { t_ms - START_MS } else { 0 };
            let value = match (value.value, value.histogram) {
                (_, Some(histogram)) => SampleValue::Histogram(histogram),
                (Some(float), None) => SampleValue::Float(float),
                (None, None) => continue,
            };
            builder.append(&labels, t_ms, value, start_ms);
        }
    }
    builder.build()
}
