//! The store in memory returns appended samples sorted, and matchers select by their definition.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_executor::block_on;
use promenade_model::histogram::{Buckets, CounterResetHint};
use promenade_model::{FloatHistogram, Labels, MatchOp, Matcher};
use promenade_storage::{
    FilteredStorage, MemoryStorage, MemoryStorageBuilder, MetricMetadata, MetricType, SampleBuffer, SampleValue,
    SelectHints, Series, StartTimestamp, Storage, TimeRange,
};
use proptest::prelude::*;

fn labels(pairs: &[(&str, &str)]) -> Labels {
    Labels::from_pairs(pairs.iter().copied())
}

fn matcher(op: MatchOp, name: &str, value: &str) -> Matcher {
    Matcher::new(op, name, value).expect("a matcher")
}

fn histogram(count: f64) -> Arc<FloatHistogram> {
    let none = Buckets { spans: Arc::from([]), counts: Vec::new() };
    Arc::new(FloatHistogram {
        counter_reset_hint: CounterResetHint::Unknown,
        schema: 0,
        zero_threshold: 0.0,
        zero_count: count,
        count,
        sum: 0.0,
        positive: none.clone(),
        negative: none,
        custom_values: Arc::from([]),
    })
}

fn select(store: &dyn Storage, matchers: &[Matcher], time: TimeRange) -> Vec<Arc<dyn Series>> {
    block_on(store.select(matchers, &SelectHints::over(time))).expect("memory does not fail").into_series()
}

fn selected(store: &dyn Storage, matchers: &[Matcher]) -> Vec<String> {
    select(store, matchers, TimeRange::ALL).iter().map(|s| s.labels().to_string()).collect()
}

/// Timestamps and values of the only series of a store.
fn floats(store: &MemoryStorage, time: TimeRange) -> (Vec<i64>, Vec<f64>, Vec<i64>) {
    let samples = store.series()[0].samples_in(time).floats;
    (samples.timestamps.to_vec(), samples.values.to_vec(), samples.start_timestamps.to_vec())
}

#[test]
fn samples_out_of_order_are_sorted_and_the_last_of_a_timestamp_stays() {
    let l = labels(&[("__name__", "a")]);
    let mut b = MemoryStorageBuilder::new();
    for (t, v, start) in [(30, 1.0, 0), (10, 2.0, 0), (20, 3.0, 5), (10, 4.0, 7), (30, 5.0, 0)] {
        b.append(&l, t, SampleValue::Float(v), StartTimestamp::at(start));
    }
    let store = b.build();
    assert_eq!(floats(&store, TimeRange::ALL), (vec![10, 20, 30], vec![4.0, 3.0, 5.0], vec![7, 5, 0]));
    assert_eq!((store.n_samples(), store.time()), (3, Some(TimeRange { start_ms: 10, end_ms: 30 })));
}

#[test]
fn samples_can_be_given_their_time_at_the_end() {
    let mut builder = MemoryStorageBuilder::new();
    assert_eq!(builder.newest_ms(), None);
    let (a, b) = (builder.series(&labels(&[("l", "a")])), builder.series(&labels(&[("l", "b")])));
    builder.append_float(a, i64::MIN, 1.0, StartTimestamp::UNKNOWN);
    builder.append_float(a, 20, 2.0, StartTimestamp::UNKNOWN);
    builder.append_float(a, 10, 3.0, StartTimestamp::UNKNOWN);
    builder.append_float(b, i64::MIN, 4.0, StartTimestamp::UNKNOWN);
    builder.append_float(b, i64::MIN, 5.0, StartTimestamp::UNKNOWN);
    assert_eq!(builder.newest_ms(), Some(20));
    builder.move_samples(i64::MIN, 15);
    let store = builder.build();
    assert_eq!(store.time(), Some(TimeRange { start_ms: 10, end_ms: 20 }));
    let column = |i: usize| {
        let samples = store.series()[i].samples_in(TimeRange::ALL).floats;
        (samples.timestamps.to_vec(), samples.values.to_vec())
    };
    assert_eq!(column(0), (vec![10, 15, 20], vec![3.0, 1.0, 2.0]));
    assert_eq!(column(1), (vec![15], vec![5.0]));
}

#[test]
fn a_range_of_time_has_both_its_ends() {
    let l = labels(&[("__name__", "a")]);
    let mut b = MemoryStorageBuilder::new();
    for t in [-10, 0, 10, 20] {
        b.append(&l, t, SampleValue::Float(t as f64), StartTimestamp::UNKNOWN);
    }
    let store = b.build();
    let range = |start_ms, end_ms| floats(&store, TimeRange { start_ms, end_ms }).0;
    assert_eq!(range(-10, 10), [-10, 0, 10]);
    assert_eq!(range(-9, 9), [0]);
    assert_eq!(range(1, 9), [0_i64; 0]);
    assert_eq!(range(21, 99), [0_i64; 0]);
    assert_eq!(range(20, -10), [0_i64; 0]);
}

#[test]
fn a_timestamp_has_a_float_or_a_histogram() {
    let l = labels(&[("__name__", "a")]);
    let float = |v| SampleValue::Float(v);
    let hist = |v| SampleValue::Histogram(histogram(v).into());
    // The appended samples, then the remaining floats and the counts of the remaining histograms.
    let cases = [
        (vec![(1, float(1.0)), (1, hist(2.0))], vec![], vec![2.0]),
        (vec![(1, hist(2.0)), (1, float(1.0))], vec![1.0], vec![]),
        (vec![(1, hist(2.0)), (1, float(1.0)), (1, hist(3.0))], vec![], vec![3.0]),
        (vec![(1, float(1.0)), (1, hist(3.0)), (1, float(4.0))], vec![4.0], vec![]),
        (vec![(2, float(1.0)), (1, hist(3.0)), (2, hist(4.0)), (3, float(5.0))], vec![5.0], vec![3.0, 4.0]),
    ];
    for (appended, want_floats, want_counts) in cases {
        let mut b = MemoryStorageBuilder::new();
        for (t, value) in &appended {
            b.append(&l, *t, value.clone(), StartTimestamp::UNKNOWN);
        }
        let store = b.build();
        let samples = store.series()[0].samples_in(TimeRange::ALL);
        let counts: Vec<f64> =
            samples.histograms.histograms.iter().map(promenade_model::SharedHistogram::count).collect();
        assert_eq!((samples.floats.values, &counts[..]), (&want_floats[..], &want_counts[..]), "{appended:?}");
    }
}

#[test]
fn columns_are_taken_over_and_checked() {
    let l = labels(&[("__name__", "a")]);
    let mut b = MemoryStorageBuilder::new();
    let columns =
        |t: &[i64], v: &[f64]| SampleBuffer { timestamps: t.to_vec(), values: v.to_vec(), ..SampleBuffer::default() };
    b.append_series(&l, columns(&[1, 2], &[1.0, 2.0])).unwrap();
    b.append_series(&l, columns(&[2, 0], &[3.0, 4.0])).unwrap();
    assert!(b.append_series(&l, columns(&[2], &[])).is_err());
    let store = b.build();
    assert_eq!(floats(&store, TimeRange::ALL), (vec![0, 1, 2], vec![4.0, 1.0, 3.0], vec![]));
}

#[test]
fn timestamps_in_common_are_held_once() {
    let size = |same: bool| {
        let mut b = MemoryStorageBuilder::new();
        for i in 0..10_i64 {
            let first = if same { 0 } else { i };
            let columns = SampleBuffer {
                timestamps: (first..first + 1000).collect(),
                values: vec![1.0; 1000],
                ..SampleBuffer::default()
            };
            b.append_series(&labels(&[("i", &i.to_string())]), columns).unwrap();
        }
        b.build().n_bytes()
    };
    assert_eq!(size(false) - size(true), 9 * 8000);
}

#[test]
fn a_builder_appends_what_another_one_holds() {
    let (a, b) = (labels(&[("__name__", "a")]), labels(&[("__name__", "b")]));
    let mut first = MemoryStorageBuilder::new();
    first.append(&a, 1, SampleValue::Float(1.0), StartTimestamp::UNKNOWN);
    first.append(&a, 2, SampleValue::Float(2.0), StartTimestamp::UNKNOWN);
    let mut second = MemoryStorageBuilder::new();
    // The order of a float and a histogram at one time is kept: the later one counts.
    second.append(&a, 2, SampleValue::Histogram(histogram(7.0).into()), StartTimestamp::UNKNOWN);
    second.append(&a, 2, SampleValue::Float(3.0), StartTimestamp::at(1));
    second.append(&a, 3, SampleValue::Float(4.0), StartTimestamp::UNKNOWN);
    second.append(&a, 3, SampleValue::Histogram(histogram(8.0).into()), StartTimestamp::UNKNOWN);
    second.append(&b, 1, SampleValue::Histogram(histogram(9.0).into()), StartTimestamp::UNKNOWN);
    second.metadata_mut("a").help = "words".to_owned();
    first.append_all(second);
    assert_eq!((first.n_series(), first.n_samples()), (2, 7));
    assert_eq!(first.metadata("a").map(|metadata| metadata.help.as_str()), Some("words"));
    let store = first.build();
    let samples = store.series()[0].samples_in(TimeRange::ALL);
    assert_eq!((samples.floats.timestamps, samples.floats.values), (&[1, 2][..], &[1.0, 3.0][..]));
    assert_eq!(samples.floats.start_timestamps, [0, 1]);
    assert_eq!(samples.histograms.timestamps, [3]);
    assert_eq!(store.series()[1].n_samples(), 1);
}

#[test]
fn a_builder_that_was_cleared_is_empty() {
    let mut b = MemoryStorageBuilder::new();
    b.append(&labels(&[("a", "b")]), 1, SampleValue::Float(1.0), StartTimestamp::UNKNOWN);
    b.clear();
    b.series(&labels(&[("c", "d")]));
    let store = b.build();
    assert_eq!((store.series().len(), store.n_samples(), store.time()), (0, 0, None));
    assert_eq!(selected(&store, &[]), [""; 0]);
}

fn small_store() -> MemoryStorage {
    let mut b = MemoryStorageBuilder::new();
    let series: [&[(&str, &str)]; 6] = [
        &[("__name__", "up"), ("job", "a"), ("tenant", "x")],
        &[("__name__", "up"), ("job", "b"), ("tenant", "y")],
        &[("__name__", "up"), ("tenant", "x"), ("zone", "eu")],
        &[("__name__", "hits_total"), ("job", "a"), ("tenant", "x")],
        &[("__name__", "miss_total"), ("job", "b"), ("tenant", "y"), ("secret", "s")],
        &[("__name__", "up"), ("job", "c")],
    ];
    for (i, pairs) in series.iter().enumerate() {
        b.append(&labels(pairs), i as i64 * 1000, SampleValue::Float(1.0), StartTimestamp::UNKNOWN);
    }
    for name in ["hits", "miss", "up", "never"] {
        b.set_metadata(MetricMetadata {
            name: name.to_owned(),
            metric_type: MetricType::Counter,
            help: format!("Help of {name}."),
            unit: String::new(),
        });
    }
    b.build()
}

#[test]
fn matchers_select_by_their_definition() {
    use MatchOp::{Equal, NotEqual, NotRegex, Regex};
    let store = small_store();
    let all = selected(&store, &[]);
    assert!(all.is_sorted() && all.len() == 6);
    let names = ["__name__", "job", "tenant", "zone", "secret", "absent"];
    let values = [
        "",
        "up",
        "a",
        "b",
        "x",
        "eu",
        "a|b",
        ".*",
        ".+",
        "[ab]?",
        "u.",
        "up|nothing",
        "(up|x)?",
        "u.+",
        "x|",
        "nothing",
    ];
    let mut single = Vec::new();
    for name in names {
        for value in values {
            single.extend([Equal, NotEqual, Regex, NotRegex].map(|op| matcher(op, name, value)));
        }
    }
    for (i, first) in single.iter().enumerate() {
        for second in &single[i..] {
            let both = [first.clone(), second.clone()];
            let fits = |l: &Labels| both.iter().all(|m| m.matches(l.get(m.name())));
            let want: Vec<String> =
                store.series().iter().filter(|s| fits(s.labels())).map(|s| s.labels().to_string()).collect();
            assert_eq!(selected(&store, &both), want, "{both:?}");
        }
    }
}

#[test]
fn series_and_listings_keep_to_the_range_of_time() {
    let store = small_store();
    let time = TimeRange { start_ms: 1000, end_ms: 2000 };
    assert_eq!(select(&store, &[], time).len(), 2);
    assert_eq!(block_on(store.label_names(&[], time)).unwrap(), ["__name__", "job", "tenant", "zone"]);
    assert_eq!(block_on(store.label_values("job", &[], time)).unwrap(), ["b"]);
    let is_a = [matcher(MatchOp::Equal, "job", "a")];
    assert_eq!(block_on(store.label_values("__name__", &is_a, TimeRange::ALL)).unwrap(), ["hits_total", "up"]);
    assert_eq!(block_on(store.label_names(&is_a, TimeRange::ALL)).unwrap(), ["__name__", "job", "tenant"]);
    assert_eq!(block_on(store.label_values("absent", &[], TimeRange::ALL)).unwrap(), [""; 0]);
    assert_eq!(block_on(store.metadata(Some("up"))).unwrap().len(), 1);
    assert_eq!(block_on(store.metadata(None)).unwrap().len(), 4);
}

#[test]
fn nothing_gets_round_a_filter() {
    let store = FilteredStorage::new(small_store(), vec![matcher(MatchOp::Equal, "tenant", "x")]);
    let sneaky = [
        vec![],
        vec![matcher(MatchOp::Equal, "tenant", "y")],
        vec![matcher(MatchOp::NotEqual, "tenant", "x")],
        vec![matcher(MatchOp::Equal, "tenant", "")],
        vec![matcher(MatchOp::Regex, "tenant", ".*|")],
        vec![matcher(MatchOp::NotRegex, "tenant", "x")],
        vec![matcher(MatchOp::Equal, "__name__", "miss_total")],
    ];
    for matchers in sneaky {
        for series in select(&store, &matchers, TimeRange::ALL) {
            assert_eq!(series.labels().get("tenant"), "x", "{matchers:?}");
        }
        let names = block_on(store.label_names(&matchers, TimeRange::ALL)).unwrap();
        assert!(!names.contains(&"secret".to_owned()), "{matchers:?}");
        for name in ["tenant", "job", "secret", "__name__"] {
            for value in block_on(store.label_values(name, &matchers, TimeRange::ALL)).unwrap() {
                assert!(["x", "a", "up", "hits_total"].contains(&value.as_str()), "{name} {value}");
            }
        }
    }
    assert_eq!(selected(&store, &[]).len(), 3);
    let of = |name| block_on(store.metadata(name)).unwrap().into_iter().map(|m| m.name).collect::<Vec<_>>();
    assert_eq!(of(None), ["hits", "up"]);
    assert_eq!(of(Some("miss")), [""; 0]);
    assert_eq!(of(Some("up")), ["up"]);
}

#[test]
fn a_filter_around_a_filter_shows_what_both_show() {
    let inner = FilteredStorage::new(small_store(), vec![matcher(MatchOp::Equal, "tenant", "x")]);
    let both = FilteredStorage::new(inner, vec![matcher(MatchOp::Equal, "job", "a")]);
    assert_eq!(selected(&both, &[]).len(), 2);
}

proptest! {
    #[test]
    fn many_series_are_found_as_by_looking_at_each(
        rows in prop::collection::vec((0..40_u8, 0..5_u8, 0..200_u8), 1..300),
        wanted in (0..40_u8, 0..5_u8),
    ) {
        let mut b = MemoryStorageBuilder::new();
        for (x, y, z) in &rows {
            let l = labels(&[("x", &x.to_string()), ("y", &y.to_string()), ("z", &z.to_string())]);
            b.append(&l, 0, SampleValue::Float(0.0), StartTimestamp::UNKNOWN);
        }
        let store = b.build();
        let (x, y) = wanted;
        for ops in [(MatchOp::Equal, MatchOp::Equal), (MatchOp::NotEqual, MatchOp::Equal), (MatchOp::NotRegex, MatchOp::Regex)] {
            let matchers = [matcher(ops.0, "x", &x.to_string()), matcher(ops.1, "y", &y.to_string())];
            let fits = |l: &Labels| matchers.iter().all(|m| m.matches(l.get(m.name())));
            let want: Vec<_> = store.series().iter().map(|s| s.labels().clone()).filter(|l| fits(l)).collect();
            let got: Vec<_> = select(&store, &matchers, TimeRange::ALL).iter().map(|s| s.labels().clone()).collect();
            prop_assert_eq!(got, want);
        }
    }

    #[test]
    fn what_is_built_is_what_a_map_would_hold(samples in prop::collection::vec((0..30_i64, any::<bool>()), 0..60)) {
        let l = labels(&[("a", "b")]);
        let mut b = MemoryStorageBuilder::new();
        let mut model = std::collections::BTreeMap::new();
        for (i, &(t, is_float)) in samples.iter().enumerate() {
            let v = i as f64;
            let value = if is_float { SampleValue::Float(v) } else { SampleValue::Histogram(histogram(v).into()) };
            b.append(&l, t, value, StartTimestamp::UNKNOWN);
            model.insert(t, (is_float, v));
        }
        let store = b.build();
        let mut got = BTreeSet::new();
        for s in store.series() {
            let s = s.samples_in(TimeRange::ALL);
            prop_assert!(s.floats.timestamps.is_sorted() && s.histograms.timestamps.is_sorted());
            got.extend(s.floats.timestamps.iter().zip(s.floats.values).map(|(&t, &v)| (t, true, v as i64)));
            let h = s.histograms;
            got.extend(h.timestamps.iter().zip(h.histograms).map(|(&t, h)| (t, false, h.count() as i64)));
        }
        let want: BTreeSet<_> = model.into_iter().map(|(t, (is_float, v))| (t, is_float, v as i64)).collect();
        prop_assert_eq!(got, want);
    }
}
