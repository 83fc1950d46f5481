//! Tests that sums in rows have the same bits as sums added histogram by histogram.

use promenade_model::FloatHistogram;
use promenade_model::histogram::{
    Buckets, CUSTOM_BUCKETS_SCHEMA, CounterResetHint, Factor, KahanHistogram, RunGatherer, Span,
};

use super::*;

/// Knuth's linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % n) as usize
    }

    /// A count with a fraction that causes rounding; now and then an unusual number.
    fn count(&mut self) -> f64 {
        const ODD: [f64; 6] = [0.0, 0.0, f64::NAN, f64::INFINITY, 1e300, -7.5];
        if self.below(200) == 0 {
            ODD[self.below(6)]
        } else {
            self.below(1000) as f64 / 7.0 * 1e6_f64.powi(self.below(3) as i32)
        }
    }

    /// A histogram. About `odd` percent have another schema, zero bucket or bounds; the others can be added bucket by
    /// bucket.
    fn histogram(&mut self, odd: usize) -> SharedHistogram {
        let is_odd = self.below(100) < odd;
        let schema = if is_odd { [1, 3, 3, CUSTOM_BUCKETS_SCHEMA][self.below(4)] } else { 3 };
        let is_custom = schema == CUSTOM_BUCKETS_SCHEMA;
        let zero_threshold = if is_odd && !is_custom { [0.0, 1e-3, 4.0][self.below(3)] } else { 0.0 };
        let mut side = |is_there: bool| {
            let n_spans = if is_there { 1 + self.below(2) } else { 0 };
            let span = |(i, random): (usize, &mut Self)| Span {
                offset: if i == 0 && !is_custom { random.below(9) as i32 - 4 } else { random.below(2) as i32 },
                length: random.below(3) as u32 + 1,
            };
            let spans: Vec<Span> = (0..n_spans).map(|i| span((i, self))).collect();
            let n_buckets: u32 = spans.iter().map(|span| span.length).sum();
            Buckets::new(spans, (0..n_buckets).map(|_| if self.below(4) == 0 { 0.0 } else { self.count() }).collect())
        };
        let (positive, negative) = (side(true), side(!is_custom));
        let hints = [CounterResetHint::Unknown, CounterResetHint::Gauge, CounterResetHint::Reset];
        let histogram = FloatHistogram {
            counter_reset_hint: hints[self.below(3)],
            schema,
            zero_threshold,
            // Custom buckets have no zero bucket, but 0 times infinity leaves NaN in its count.
            zero_count: if is_custom { [0.0, f64::NAN][self.below(2)] } else { self.count() },
            count: self.count(),
            sum: self.count() - 1e3,
            positive,
            negative,
            custom_values: if is_custom { (0..12).map(f64::from).collect() } else { [].into() },
        };
        if self.below(3) == 0 {
            return SharedHistogram::scaled_compact(&[histogram.into()], |_| Factor::Times(0.1)).remove(0);
        }
        histogram.into()
    }
}

/// The sums of rows, either in one pass or as two parts that are merged.
fn sums(rows: &[Vec<SharedHistogram>], n_first: usize, fold: HistogramFold) -> Vec<Option<SharedHistogram>> {
    let (budget, n_steps) = (Budget::new(u64::MAX), rows[0].len());
    let floats = vec![promenade_functions::samples::ABSENT; n_steps];
    let part = |rows: &[Vec<SharedHistogram>], first: usize| {
        let mut sums = GroupSums::new(n_steps, fold, &budget).unwrap();
        for (i, row) in rows.iter().enumerate() {
            let cells: Vec<HistogramCell> = (0..).zip(RunGatherer::default().gather(row)).collect();
            sums.add_row((first + i) as u32, &cells, &floats).unwrap();
        }
        sums
    };
    let mut all = part(&rows[..n_first], 0);
    if n_first < rows.len() {
        all.merge(part(&rows[n_first..], n_first), &floats).unwrap();
    }
    let (steps, rows, _) = all.into_steps();
    let finish = |sum| match sum {
        StepSum::None => None,
        StepSum::Row(sum) => rows.as_ref().and_then(|rows| rows.finish(&[sum.quotient(fold)]).next()),
        StepSum::State(state) => state.misfit.is_none().then(|| state.finish(fold)).flatten(),
    };
    steps.into_iter().map(finish).collect()
}

/// The sum of a step, added histogram by histogram; `None` if the histograms are incompatible.
fn naive(column: &[&SharedHistogram], n_first: usize, fold: HistogramFold) -> Option<FloatHistogram> {
    let part = |histograms: &[&SharedHistogram]| {
        let (first, rest) = histograms.split_first()?;
        let mut sum = KahanHistogram::from(first.to_float());
        rest.iter().try_for_each(|h| sum.add(&h.to_float()).map(drop)).ok()?;
        Some(sum)
    };
    let mut sum = part(&column[..n_first])?;
    if n_first < column.len() {
        sum.add(&part(&column[n_first..])?.finish()).ok()?;
    }
    if fold == HistogramFold::Mean {
        sum.div(column.len() as f64);
    }
    let mut sum = sum.finish();
    sum.compact(0);
    Some(sum)
}

fn check(seed: u64, odd: usize, fold: HistogramFold) {
    let mut random = Random(seed);
    let (n_rows, n_steps) = (1 + random.below(8), 1 + random.below(4));
    let row = |random: &mut Random| (0..n_steps).map(|_| random.histogram(odd)).collect::<Vec<_>>();
    let rows: Vec<Vec<SharedHistogram>> = (0..n_rows).map(|_| row(&mut random)).collect();
    let n_first = 1 + random.below(n_rows as u64);
    for (step, found) in sums(&rows, n_first, fold).into_iter().enumerate() {
        let column: Vec<&SharedHistogram> = rows.iter().map(|row| &row[step]).collect();
        let expected = naive(&column, n_first, fold);
        // The mean is computed differently if the sum overflows; other tests cover that.
        let is_moderate = |h: &&SharedHistogram| Addend { head: h.head(), buckets: h.buckets() }.is_moderate();
        if fold == HistogramFold::Mean && !column.iter().all(is_moderate) {
            continue;
        }
        let found = found.map(|h| h.to_float());
        let same = match (&found, &expected) {
            (Some(a), Some(b)) => same_numbers(a, b) && a.counter_reset_hint == b.counter_reset_hint,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(same, "seed {seed}, step {step}: {found:?}, expected {expected:?}");
    }
}

/// Whether all bits are equal, except those of NaN.
fn same_numbers(a: &FloatHistogram, b: &FloatHistogram) -> bool {
    let numbers = |h: &FloatHistogram| {
        let buckets = h.positive.counts.iter().chain(&h.negative.counts);
        let all = [h.zero_threshold, h.zero_count, h.count, h.sum];
        let bits = |v: f64| if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() };
        all.iter().chain(buckets).map(|v| bits(*v)).collect::<Vec<_>>()
    };
    let layout =
        |h: &FloatHistogram| (h.schema, h.positive.spans.clone(), h.negative.spans.clone(), h.custom_values.to_vec());
    layout(a) == layout(b) && numbers(a) == numbers(b)
}

#[test]
fn rows_have_the_bits_of_histograms_that_go_together() {
    (0..400).for_each(|seed| check(seed, 0, HistogramFold::Sum));
    (0..400).for_each(|seed| check(seed, 0, HistogramFold::Mean));
}

#[test]
fn rows_give_way_to_histograms_that_do_not() {
    (0..400).for_each(|seed| check(seed, 20, HistogramFold::Sum));
    (0..400).for_each(|seed| check(seed, 20, HistogramFold::Mean));
}
