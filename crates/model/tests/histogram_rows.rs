//! Operations on the rows of a run are bit-identical to those on stand-alone histograms.

use std::cell::Cell;
use std::sync::Arc;

use promenade_go::math;
use promenade_model::FloatHistogram;
use promenade_model::histogram::{
    Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, Factor, HistogramHead, HistogramLayout, HistogramRun,
    HistogramView, RunGatherer, RunWriter, SharedHistogram, Span, TrimSide,
};
use promenade_model::quantile::{native_fraction, native_quantile};

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as usize
    }

    fn count(&mut self) -> f64 {
        const ODD: [f64; 6] = [f64::NAN, f64::INFINITY, 1e300, -7.5, 5e-324, -0.0];
        match self.below(60) {
            0..20 => 0.0,
            20 => ODD[self.below(6)],
            _ => self.below(1000) as f64 / 7.0,
        }
    }

    fn layout(&mut self) -> HistogramLayout {
        let schema = [0, 1, 3, 8, -2, CUSTOM_BUCKETS_SCHEMA][self.below(6)];
        let is_custom = schema == CUSTOM_BUCKETS_SCHEMA;
        let mut side = |is_there: bool| {
            let n_spans = if is_there { self.below(3) } else { 0 };
            let span = |i: usize, random: &mut Self| Span {
                offset: if i == 0 && !is_custom { random.below(9) as i32 - 4 } else { random.below(3) as i32 },
                length: random.below(4) as u32,
            };
            let spans: Vec<Span> = (0..n_spans).map(|i| span(i, self)).collect();
            let n_buckets: u32 = spans.iter().map(|span| span.length).sum();
            Buckets::new(spans, vec![0.0; n_buckets as usize])
        };
        let (positive, negative) = (side(true), side(!is_custom));
        let zero_threshold = if is_custom { 0.0 } else { [0.0, 1e-3, 0.3][self.below(3)] };
        let custom_values = if is_custom { [-2.0, 0.0, 0.5, 1.0, 4.0].into() } else { [].into() };
        let like = FloatHistogram { schema, zero_threshold, positive, negative, custom_values, ..Default::default() };
        let layout = HistogramLayout::of(&like);
        if self.below(2) == 0 { layout.into_sparse() } else { layout }
    }

    /// Some histograms of one layout, in one run.
    fn run(&mut self, layout: &Arc<HistogramLayout>) -> Vec<SharedHistogram> {
        use CounterResetHint::{Gauge, NotReset, Reset, Unknown};
        let mut run = HistogramRun::new(layout.clone(), 0);
        for _ in 0..4 {
            let is_custom = layout.schema() == CUSTOM_BUCKETS_SCHEMA;
            let head = HistogramHead {
                counter_reset_hint: [Unknown, Reset, NotReset, Gauge][self.below(4)],
                // For custom buckets, the remains of 0 times infinity.
                zero_count: if is_custom { [0.0, f64::NAN][self.below(2)] } else { self.count() },
                count: self.count(),
                sum: self.count(),
            };
            run.push(head).iter_mut().for_each(|count| *count = self.count());
        }
        run.into_histograms().collect()
    }
}

/// All observable parts of a histogram, floats by their bits; empty and absent buckets are the same.
fn seen(histogram: &FloatHistogram) -> String {
    let mut compact = histogram.clone();
    compact.compact(0);
    let FloatHistogram { zero_count, count, sum, zero_threshold, .. } = compact;
    let bits = [zero_count, count, sum, zero_threshold].map(f64::to_bits);
    let buckets = [&compact.positive, &compact.negative]
        .map(|side| side.indexed().map(|(idx, count)| (idx, count.to_bits())).collect::<Vec<_>>());
    format!("{:?} {} {bits:?} {buckets:?} {:?}", compact.counter_reset_hint, compact.schema, compact.custom_values)
}

/// Every case has different layouts, values and runs.
fn each_case(check: impl Fn(&[SharedHistogram], &[SharedHistogram], f64)) {
    let mut random = Random(7);
    for _ in 0..3000 {
        let layout = Arc::new(random.layout());
        let (left, right) = (random.run(&layout), random.run(&layout));
        let value = [0.0, 1e-4, 0.25, 0.9, 1.0, 3.7, -0.4, -3.0, f64::INFINITY, f64::NAN][random.below(10)];
        check(&left, &right, value);
    }
}

#[test]
fn quantiles_fractions_and_deviations_of_rows() {
    each_case(|rows, _, value| {
        for row in rows {
            let float = row.to_float();
            let (view, own) = (HistogramView::from(row), HistogramView::from(&float));
            let buckets = |view: HistogramView<'_>| {
                view.buckets().map(|b| (b.to_string(), b.count.to_bits())).collect::<Vec<_>>()
            };
            assert_eq!(buckets(view), buckets(own));
            let reversed = |view: HistogramView<'_>| view.buckets().rev().map(|b| b.to_string()).collect::<Vec<_>>();
            assert_eq!(reversed(view), reversed(own));
            let quantile = |view| format!("{:?}", native_quantile(value, &view));
            assert_eq!(quantile(view), quantile(own), "{value} of {float}");
            let fraction = |view| format!("{:?}", native_fraction(value - 1.0, value, &view));
            assert_eq!(fraction(view), fraction(own), "{value} of {float}");
            assert_eq!(view.variance().to_bits(), own.variance().to_bits(), "{float}");
        }
    });
}

#[test]
fn rows_are_trimmed() {
    each_case(|rows, _, value| {
        for side in [TrimSide::Upper, TrimSide::Lower] {
            let trimmed = SharedHistogram::trimmed(rows, side, |i| value + i as f64);
            assert_eq!(trimmed.len(), rows.len());
            for (i, (row, result)) in rows.iter().zip(&trimmed).enumerate() {
                let mut expected = row.to_float();
                expected.trim(value + i as f64, side);
                assert_eq!(seen(&result.to_float()), seen(&expected), "{side:?} {value} of {row}");
            }
        }
    });
}

#[test]
fn rows_are_added_subtracted_and_scaled() {
    let n_rows = Cell::new(0);
    each_case(|left, right, value| {
        let (mut writer, mut out, mut expected) = (RunWriter::default(), Vec::new(), Vec::new());
        for (i, (a, b)) in left.iter().zip(right).enumerate() {
            let sign = if i % 2 == 0 { 1.0 } else { -1.0 };
            let Some(sum) = a.row_sum(b, sign) else { continue };
            n_rows.set(n_rows.get() + 1);
            let is_exact = sum.write(writer.push(i, sum.layout, sum.head, &mut out), |v| v);
            assert!(is_exact);
            let mut float = a.to_float();
            let result = if sign > 0.0 { float.add(&b.to_float()) } else { float.sub(&b.to_float()) };
            assert!(result.is_ok_and(|noticed| !noticed.bounds_reconciled));
            assert_eq!(seen(&sum.to_float()), seen(&float), "{a} and {b}");
            expected.push((i as u32, float));
        }
        writer.finish(&mut out);
        let seen_of = |(step, row): &(u32, SharedHistogram)| (*step, seen(&row.to_float()));
        let expected: Vec<_> = expected.iter().map(|(step, float)| (*step, seen(float))).collect();
        assert_eq!(out.iter().map(seen_of).collect::<Vec<_>>(), expected);
        for (row, scaled) in left.iter().zip(SharedHistogram::scaled_compact(left, |_| Factor::Times(value))) {
            let mut float = row.to_float();
            float.mul(value);
            float.compact(0);
            assert_eq!(seen(&scaled.to_float()), seen(&float), "{value} times {row}");
        }
    });
    assert!(n_rows.get() > 5000, "only {n_rows:?} sums were made of rows");
}

#[test]
fn gathered_rows_are_the_same_histograms() {
    each_case(|left, right, _| {
        let all: Vec<_> = left.iter().chain(right).cloned().collect();
        let gathered = RunGatherer::default().gather(&all);
        let same = |(a, b): (&SharedHistogram, &SharedHistogram)| seen(&a.to_float()) == seen(&b.to_float());
        assert!(all.len() == gathered.len() && all.iter().zip(&gathered).all(same));
    });
}

#[test]
fn bounds_are_powers_of_the_base() {
    for schema in -4..=8 {
        for idx in [-1100, -1074, -1021, -513, -3, -1, 0, 1, 2, 5, 300, 1023, 1024] {
            let bound = promenade_model::histogram::bucket_bound(idx, schema, &[]);
            let exponent = f64::from(idx) * 2_f64.powi(-schema);
            let expected = if exponent == 1024.0 { f64::MAX } else { math::exp2(exponent) };
            let is_close = bound == expected || (bound - expected).abs() <= expected * 1e-14;
            assert!(is_close, "schema {schema}, bucket {idx}: {bound} in place of {expected}");
        }
    }
}
