//! Compares histograms with Prometheus 3.16: every line of `data/histograms.txt` holds an operation, its input, and
//! Prometheus's result, floats by their bits.

#![allow(clippy::unwrap_used)] // the test data is our own

use promenade_go::math;
use promenade_model::FloatHistogram;
use promenade_model::histogram::{
    Bucket, Buckets, CounterResetHint, HistogramError, HistogramView, KahanHistogram, Reconciliation, Span, TrimSide,
};
use promenade_model::quantile::{
    ClassicBucket, NanObservations, classic_fraction, classic_quantile, native_fraction, native_quantile,
};

#[test]
fn same_as_prometheus_to_the_last_bit() {
    let mut failures = Vec::new();
    let cases = include_str!("data/histograms.txt");
    for (i, line) in cases.lines().enumerate() {
        let fields: Vec<&str> = line.split('|').collect();
        let (input, expected) = fields.split_at(1 + n_inputs(&fields));
        let actual = answer(input[0], &input[1..]);
        if actual != expected {
            failures.push(format!("line {}: {line}\n    {}", i + 1, actual.join("|")));
        }
    }
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures[..failures.len().min(40)].join("\n"));
    assert!(cases.lines().count() > 1500);
}

#[test]
fn broken_histograms_do_not_panic() {
    let mut seed = 1_u64;
    let mut next = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let offsets = [0, 1, -1, 5, -7, i32::MAX, i32::MIN, 1 << 20];
    let lengths = [0, 1, 2, 3, 5, u32::MAX];
    let floats = [0.0, 1.0, -1.0, 2.5, 1e300, -1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 5e-324, 0.001];
    let schemas = [0, 1, 3, 8, -4, -53, 9, 100, -100, i32::MAX, i32::MIN];
    let mut histogram = || {
        let mut side = || {
            let spans: Vec<_> =
                (0..next(4)).map(|_| Span { offset: offsets[next(8)], length: lengths[next(6)] }).collect();
            Buckets::new(spans, (0..next(8)).map(|_| floats[next(11)]).collect())
        };
        let (positive, negative) = (side(), side());
        FloatHistogram {
            counter_reset_hint: CounterResetHint::Unknown,
            schema: schemas[if next(2) == 0 { next(6) } else { next(11) }],
            zero_threshold: floats[next(11)],
            zero_count: floats[next(11)],
            count: floats[next(11)],
            sum: floats[next(11)],
            positive,
            negative,
            custom_values: (0..next(4)).map(|_| floats[next(11)]).collect(),
        }
    };
    for i in 0..1500 {
        let (a, b, c) = (histogram(), histogram(), histogram());
        let mut sum = KahanHistogram::from(a.clone());
        let _ = (sum.add(&b), sum.add(&c));
        let finished = sum.finish();
        let _ = (a.clone().add(&b), a.clone().sub(&b), a.detect_reset(&b), a.equals(&b), a.validate());
        let _ = (
            a.with_schema(i % 9 - 4),
            a.to_string(),
            finished.test_expression(),
            HistogramView::from(&a).variance(),
            a.size(),
        );
        for value in floats {
            a.clone().trim(value, TrimSide::Upper);
            a.clone().trim(value, TrimSide::Lower);
            let _ = (
                native_quantile(value, &(&a).into()),
                native_fraction(value, 1.5, &(&a).into()),
                native_fraction(-0.5, value, &(&a).into()),
            );
        }
        let mut compact = a;
        compact.compact(i as usize % 4);
        assert!(compact.buckets().count() < 1 << 20);
    }
}

fn n_inputs(fields: &[&str]) -> usize {
    match fields[0] {
        "kahan" | "kahandiv" => fields.len() - 2,
        "fraction" | "cfraction" => 3,
        "variance" | "text" | "test" | "buckets" | "size" | "validate" => 1,
        _ => 2,
    }
}

fn answer(operation: &str, input: &[&str]) -> Vec<String> {
    match operation {
        "add" => sum(input, FloatHistogram::add),
        "sub" => sum(input, FloatHistogram::sub),
        "kahan" | "kahandiv" => vec![kahan(operation == "kahandiv", input)],
        "reset" => {
            let (a, b) = (histogram(input[0]), histogram(input[1]));
            vec![flag(a.detect_reset(&b)), flag(a.equals(&b))]
        }
        "trimu" => vec![changed(input[0], |h| h.trim(float(input[1]), TrimSide::Upper))],
        "triml" => vec![changed(input[0], |h| h.trim(float(input[1]), TrimSide::Lower))],
        "compact" => vec![changed(input[0], |h| h.compact(input[1].parse().unwrap()))],
        "mul" => vec![changed(input[0], |h| h.mul(float(input[1])))],
        "div" => vec![changed(input[0], |h| h.div(float(input[1])))],
        "schema" => vec![text(&histogram(input[0]).with_schema(input[1].parse().unwrap()).unwrap())],
        "quantile" => {
            let quantile = native_quantile(float(input[1]), &(&histogram(input[0])).into());
            let kind = match quantile.nan_observations {
                NanObservations::None => "0",
                NanObservations::Skew => "1",
                NanObservations::Result => "2",
            };
            vec![bits(quantile.value), kind.to_owned()]
        }
        "fraction" => {
            let fraction = native_fraction(float(input[1]), float(input[2]), &(&histogram(input[0])).into());
            vec![bits(fraction.value), flag(fraction.has_nan_observations)]
        }
        "variance" => vec![bits(HistogramView::from(&histogram(input[0])).variance())],
        "text" => vec![histogram(input[0]).to_string()],
        "test" => vec![histogram(input[0]).test_expression().unwrap()],
        "buckets" => {
            let h = histogram(input[0]);
            let join = |buckets: Vec<String>| buckets.join(",");
            vec![join(h.buckets().map(|b| bucket(&b)).collect()), join(h.buckets().rev().map(|b| bucket(&b)).collect())]
        }
        "size" => vec![histogram(input[0]).size().to_string(), flag(histogram(input[0]).has_overflow())],
        "validate" => vec![histogram(input[0]).validate().map_or_else(|e| e.to_string(), |()| "ok".to_owned())],
        "cquantile" => classic(input),
        "cfraction" => vec![bits(classic_fraction(float(input[1]), float(input[2]), &mut classic_buckets(input[0])))],
        "math" => {
            let (f, g) = (float(input[0]), float(input[1]));
            vec![bits(math::exp2(f)), bits(math::log2(g)), bits(math::log2(f))]
        }
        other => panic!("unknown operation {other}"),
    }
}

type Operation = fn(&mut FloatHistogram, &FloatHistogram) -> Result<Reconciliation, HistogramError>;

fn sum(input: &[&str], operation: Operation) -> Vec<String> {
    let mut h = histogram(input[0]);
    match operation(&mut h, &histogram(input[1])) {
        Ok(report) => {
            h.compact(0);
            vec![text(&h), flag(report.counter_reset_collision), flag(report.bounds_reconciled)]
        }
        Err(e) => vec![e.to_string()],
    }
}

fn kahan(divides: bool, input: &[&str]) -> String {
    let mut sum = KahanHistogram::from(histogram(input[0]));
    for other in &input[1..] {
        sum.add(&histogram(other)).unwrap();
    }
    if divides {
        sum.div(3.0);
    }
    let mut h = sum.finish();
    h.compact(0);
    text(&h)
}

fn classic(input: &[&str]) -> Vec<String> {
    let quantile = classic_quantile(float(input[1]), &mut classic_buckets(input[0]));
    let fix = quantile.forced_monotonicity;
    let detail = |get: fn(&promenade_model::quantile::MonotonicityFix) -> f64| bits(fix.as_ref().map_or(0.0, get));
    vec![
        bits(quantile.value),
        flag(fix.is_some()),
        flag(quantile.ignored_small_differences),
        detail(|f| f.min_bucket),
        detail(|f| f.max_bucket),
        detail(|f| f.max_difference),
    ]
}

fn changed(input: &str, change: impl FnOnce(&mut FloatHistogram)) -> String {
    let mut h = histogram(input);
    change(&mut h);
    text(&h)
}

fn histogram(text: &str) -> FloatHistogram {
    let f: Vec<&str> = text.split(';').collect();
    FloatHistogram {
        schema: f[0].parse().unwrap(),
        counter_reset_hint: match f[1] {
            "1" => CounterResetHint::Reset,
            "2" => CounterResetHint::NotReset,
            "3" => CounterResetHint::Gauge,
            _ => CounterResetHint::Unknown,
        },
        zero_threshold: float(f[2]),
        zero_count: float(f[3]),
        count: float(f[4]),
        sum: float(f[5]),
        positive: Buckets::new(spans(f[6]), floats(f[7])),
        negative: Buckets::new(spans(f[8]), floats(f[9])),
        custom_values: floats(f[10]).into(),
    }
}

fn text(h: &FloatHistogram) -> String {
    let spans =
        |b: &Buckets| b.spans.iter().map(|s| format!("{}:{}", s.offset, s.length)).collect::<Vec<_>>().join(",");
    let floats = |values: &[f64]| values.iter().map(|v| bits(*v)).collect::<Vec<_>>().join(",");
    [
        h.schema.to_string(),
        (h.counter_reset_hint as u8).to_string(),
        bits(h.zero_threshold),
        bits(h.zero_count),
        bits(h.count),
        bits(h.sum),
        spans(&h.positive),
        floats(&h.positive.counts),
        spans(&h.negative),
        floats(&h.negative.counts),
        floats(&h.custom_values),
    ]
    .join(";")
}

fn bucket(b: &Bucket) -> String {
    let (lower, upper) = (flag(b.lower_inclusive), flag(b.upper_inclusive));
    format!("{}:{}:{lower}:{upper}:{}", bits(b.lower), bits(b.upper), bits(b.count))
}

fn spans(text: &str) -> Vec<Span> {
    let span = |text: &str| {
        let (offset, length) = text.split_once(':').unwrap();
        Span { offset: offset.parse().unwrap(), length: length.parse().unwrap() }
    };
    text.split(',').filter(|s| !s.is_empty()).map(span).collect()
}

fn classic_buckets(text: &str) -> Vec<ClassicBucket> {
    let bucket = |text: &str| {
        let (bound, count) = text.split_once(':').unwrap();
        ClassicBucket { upper_bound: float(bound), count: float(count) }
    };
    text.split(',').map(bucket).collect()
}

fn floats(text: &str) -> Vec<f64> {
    text.split(',').filter(|s| !s.is_empty()).map(float).collect()
}

fn float(text: &str) -> f64 {
    if text == "nan" { f64::NAN } else { f64::from_bits(u64::from_str_radix(text, 16).unwrap()) }
}

fn bits(value: f64) -> String {
    if value.is_nan() { "nan".to_owned() } else { format!("{:x}", value.to_bits()) }
}

fn flag(value: bool) -> String {
    u8::from(value).to_string()
}
