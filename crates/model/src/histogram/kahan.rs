//! Sums of histograms with compensation (Kahan's, in Neumaier's form).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::custom::{SharedBuckets, intersect_bounds};
use super::layout::{Run, Union, each_run};
use super::{
    Buckets, CUSTOM_BUCKETS_SCHEMA, FloatHistogram, HistogramError, HistogramHead, HistogramLayout, Reconciliation,
    custom_bounds_match,
};

/// Adds `inc` to a compensated sum; the true sum is about `sum + compensation`. An infinite sum has no compensation.
#[inline]
pub fn kahan_inc(inc: f64, sum: f64, compensation: f64) -> (f64, f64) {
    let total = sum + inc;
    let compensation = if total.is_infinite() {
        0.0
    } else if sum.abs() >= inc.abs() {
        compensation + ((sum - total) + inc)
    } else {
        compensation + ((inc - total) + sum)
    };
    (total, compensation)
}

/// A compensated sum of histograms (Prometheus's `KahanAdd` with its compensation histogram).
#[derive(Debug, Clone)]
pub struct KahanHistogram {
    sum: FloatHistogram,
    compensation: Option<Compensation>,
}

/// The compensation of each number of a histogram, in the histogram's layout.
#[derive(Debug, Clone)]
pub(super) struct Compensation {
    pub(super) zero_count: f64,
    pub(super) count: f64,
    pub(super) sum: f64,
    pub(super) positive: Vec<f64>,
    pub(super) negative: Vec<f64>,
}

impl From<FloatHistogram> for KahanHistogram {
    fn from(mut first: FloatHistogram) -> Self {
        first.forget_zero_of_custom();
        Self { sum: first, compensation: None }
    }
}

impl KahanHistogram {
    /// Adds a histogram as [`FloatHistogram::add`] does.
    ///
    /// # Errors
    /// Same as [`FloatHistogram::add`].
    pub fn add(&mut self, other: &FloatHistogram) -> Result<Reconciliation, HistogramError> {
        let h = &mut self.sum;
        h.check_compatible(other)?;
        let counter_reset_collision = h.adjust_counter_reset(other.counter_reset_hint);
        let c = self.compensation.get_or_insert_with(|| Compensation::zero(h));
        if !h.uses_custom_buckets() {
            let (zero_count, zero_rest) = h.reconcile_zero(other, Some(c));
            inc(&mut h.zero_count, &mut c.zero_count, zero_count);
            inc(&mut h.zero_count, &mut c.zero_count, zero_rest);
        }
        inc(&mut h.count, &mut c.count, other.count);
        inc(&mut h.sum, &mut c.sum, other.sum);
        let bounds_reconciled = add_buckets(h, c, other);
        Ok(Reconciliation { counter_reset_collision, bounds_reconciled })
    }

    /// Multiplies sum and compensation.
    pub fn mul(&mut self, factor: f64) {
        self.sum.mul(factor);
        if let Some(c) = &mut self.compensation {
            c.for_each(|value| *value *= factor);
        }
    }

    /// Divides sum and compensation.
    pub fn div(&mut self, divisor: f64) {
        self.sum.div(divisor);
        if let Some(c) = &mut self.compensation {
            if divisor == 0.0 {
                c.positive.clear();
                c.negative.clear();
            }
            c.for_each(|value| *value /= divisor);
        }
    }

    /// The sum of a single row of a matrix. Zero buckets are absent.
    pub fn of_row(layout: &HistogramLayout, head: HistogramHead, buckets: &[f64]) -> Self {
        let mut sum = layout.histogram(head, buckets);
        sum.compact(0);
        sum.into()
    }

    /// The sum in one row of a matrix, with its compensation in another. Buckets that are zero in both are absent.
    pub fn of_rows(
        layout: &HistogramLayout,
        (head, buckets): (HistogramHead, &[f64]),
        (rest, rests): (HistogramHead, &[f64]),
    ) -> Self {
        let (positive, negative) = rests.split_at(layout.n_positive().min(rests.len()));
        let is_custom = layout.schema() == CUSTOM_BUCKETS_SCHEMA;
        let mut compensation = Compensation {
            zero_count: if is_custom { 0.0 } else { rest.zero_count },
            count: rest.count,
            sum: rest.sum,
            positive: positive.to_vec(),
            negative: negative.to_vec(),
        };
        let mut sum = layout.histogram(head, buckets);
        sum.forget_zero_of_custom();
        sum.positive.compact(0, Some(&mut compensation.positive));
        sum.negative.compact(0, Some(&mut compensation.negative));
        Self { sum, compensation: Some(compensation) }
    }

    /// The sum without the compensation.
    pub fn value(&self) -> &FloatHistogram {
        &self.sum
    }

    /// The sum plus the compensation.
    pub fn finish(self) -> FloatHistogram {
        let mut h = self.sum;
        if let Some(c) = self.compensation {
            h.zero_count += c.zero_count;
            h.count += c.count;
            h.sum += c.sum;
            let (n_positive, n_negative) = (h.n_in_zero(&h.positive), h.n_in_zero(&h.negative));
            add_slices(&mut h.positive.counts[n_positive..], &c.positive[n_positive..]);
            add_slices(&mut h.negative.counts[n_negative..], &c.negative[n_negative..]);
        }
        h
    }
}

impl Compensation {
    fn zero(h: &FloatHistogram) -> Self {
        let zeros = |buckets: &Buckets| vec![0.0; buckets.len()];
        Self { zero_count: 0.0, count: 0.0, sum: 0.0, positive: zeros(&h.positive), negative: zeros(&h.negative) }
    }

    fn for_each(&mut self, mut change: impl FnMut(&mut f64)) {
        change(&mut self.zero_count);
        change(&mut self.count);
        change(&mut self.sum);
        self.positive.iter_mut().for_each(&mut change);
        self.negative.iter_mut().for_each(&mut change);
    }
}

/// Adds everything except the zero bucket; returns whether custom bounds were reconciled.
fn add_buckets(h: &mut FloatHistogram, c: &mut Compensation, other: &FloatHistogram) -> bool {
    if h.uses_custom_buckets() && !custom_bounds_match(&h.custom_values, &other.custom_values) {
        let bounds: Arc<[f64]> = intersect_bounds(&h.custom_values, &other.custom_values).into();
        let mut shared = SharedBuckets::new(&bounds);
        shared.add(&h.positive, &h.custom_values, 1.0, Some(&c.positive));
        shared.add(&other.positive, &other.custom_values, 1.0, None);
        (h.positive, c.positive) = shared.finish();
        h.custom_values = bounds;
        return true;
    }
    let mut positive = (Cow::Borrowed(&other.positive), None);
    let mut negative = (Cow::Borrowed(&other.negative), None);
    match other.schema.cmp(&h.schema) {
        Ordering::Less => {
            (h.positive, c.positive) = h.positive.reduced_with(&c.positive, h.schema, other.schema);
            (h.negative, c.negative) = h.negative.reduced_with(&c.negative, h.schema, other.schema);
            h.schema = other.schema;
        }
        Ordering::Greater => {
            positive = reduced_fresh(&other.positive, other.schema, h.schema);
            negative = reduced_fresh(&other.negative, other.schema, h.schema);
        }
        Ordering::Equal => {}
    }
    let (n_positive, n_negative) = (h.n_in_zero(&positive.0), h.n_in_zero(&negative.0));
    h.positive.kahan_add(&mut c.positive, &positive.0, positive.1.as_deref(), n_positive);
    if !h.uses_custom_buckets() {
        h.negative.kahan_add(&mut c.negative, &negative.0, negative.1.as_deref(), n_negative);
    }
    false
}

fn reduced_fresh(buckets: &Buckets, from: i32, to: i32) -> (Cow<'_, Buckets>, Option<Vec<f64>>) {
    let (reduced, compensation) = buckets.reduced_with(&vec![0.0; buckets.len()], from, to);
    (Cow::Owned(reduced), Some(compensation))
}

impl Buckets {
    /// Adds counts and their optional compensation, skipping the first `n_skipped`.
    fn kahan_add(&mut self, own_rest: &mut Vec<f64>, other: &Self, other_rest: Option<&[f64]>, n_skipped: usize) {
        if other_rest.is_none() && self.has_layout_of(other) {
            let pairs = self.counts.iter_mut().zip(own_rest);
            for ((sum, rest), count) in pairs.zip(&other.counts).skip(n_skipped) {
                inc(sum, rest, *count);
            }
            return;
        }
        if other_rest.is_none() && self.includes(other) {
            let Self { spans, counts } = self;
            each_run(spans, &other.spans, |run| {
                let Run { own, other: position, len } = run.skip(n_skipped);
                let pairs = counts[own..own + len].iter_mut().zip(&mut own_rest[own..own + len]);
                for ((sum, rest), count) in pairs.zip(&other.counts[position..position + len]) {
                    inc(sum, rest, *count);
                }
            });
            return;
        }
        let union = Union::new(self, other, n_skipped);
        let rest_of = |j: usize| other_rest.map_or(0.0, |rest| rest[j]);
        let pair = |source: &(Option<usize>, Option<usize>)| match *source {
            (Some(i), Some(j)) => {
                let (mut sum, mut rest) = (self.counts[i], own_rest[i]);
                inc(&mut sum, &mut rest, other.counts[j]);
                if rest_of(j) != 0.0 {
                    inc(&mut sum, &mut rest, rest_of(j));
                }
                (sum, rest)
            }
            (Some(i), None) => (self.counts[i], own_rest[i]),
            (None, Some(j)) => (other.counts[j], rest_of(j)),
            (None, None) => (0.0, 0.0),
        };
        let (counts, rests) = union.sources.iter().map(pair).unzip();
        self.counts = counts;
        self.spans = union.spans;
        *own_rest = rests;
    }
}

#[inline]
fn inc(sum: &mut f64, compensation: &mut f64, value: f64) {
    (*sum, *compensation) = kahan_inc(value, *sum, *compensation);
}

fn add_slices(sums: &mut [f64], values: &[f64]) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
