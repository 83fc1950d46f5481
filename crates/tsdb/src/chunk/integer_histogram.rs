//! Histograms of integers: deltas of deltas from sample to sample, and buckets as differences to the bucket before.

use promenade_model::histogram::HistogramHead;

use super::bits::BitReader;
use super::histograms::Numbers;
use super::value::XorValue;
use super::varbit::{read_int, read_uint};
use crate::Corruption;

/// Numbers of the last histogram.
pub(super) struct IntegerNumbers {
    count: Counter,
    zero_count: Counter,
    sum: XorValue,
    n_positive: usize,
    /// Differences of each bucket to the one before.
    buckets: Vec<Counter>,
}

/// An integer, and how much more it is than in the sample before.
#[derive(Debug, Clone, Copy, Default)]
struct Counter {
    value: i64,
    delta: i64,
}

impl Counter {
    #[inline]
    fn step(&mut self, delta_of_delta: i64) -> i64 {
        self.delta = self.delta.wrapping_add(delta_of_delta);
        self.value = self.value.wrapping_add(self.delta);
        self.value
    }

    fn as_count(self) -> f64 {
        self.value.cast_unsigned() as f64
    }
}

impl Numbers for IntegerNumbers {
    const BUCKET_SIZE: usize = 1;

    fn first(bits: &mut BitReader<'_>, n_positive: usize, width: usize) -> Self {
        let mut counter = || Counter { value: read_uint(bits).cast_signed(), delta: 0 };
        let (count, zero_count) = (counter(), counter());
        let sum = XorValue::first(bits);
        Self { count, zero_count, sum, n_positive, buckets: vec![Counter::default(); width] }
    }

    fn next(&mut self, bits: &mut BitReader<'_>) -> Result<(), Corruption> {
        self.count.step(read_int(bits));
        self.zero_count.step(read_int(bits));
        self.sum.read_next(bits)
    }

    fn head(&self) -> HistogramHead {
        HistogramHead {
            zero_count: self.zero_count.as_count(),
            count: self.count.as_count(),
            sum: self.sum.get(),
            ..HistogramHead::default()
        }
    }

    fn first_buckets(&mut self, bits: &mut BitReader<'_>, row: Option<&mut [f64]>) {
        for bucket in &mut self.buckets {
            bucket.value = read_int(bits);
        }
        if let Some(row) = row {
            let (positive, negative) = self.buckets.split_at(self.n_positive);
            let (positive_row, negative_row) = row.split_at_mut(self.n_positive);
            sum_up(positive.iter().map(|bucket| bucket.value), positive_row);
            sum_up(negative.iter().map(|bucket| bucket.value), negative_row);
        }
    }

    fn next_buckets(&mut self, bits: &mut BitReader<'_>, row: &mut [f64]) -> Result<(), Corruption> {
        let (positive, negative) = self.buckets.split_at_mut(self.n_positive);
        let (positive_row, negative_row) = row.split_at_mut(self.n_positive);
        sum_up(positive.iter_mut().map(|bucket| bucket.step(read_int(bits))), positive_row);
        sum_up(negative.iter_mut().map(|bucket| bucket.step(read_int(bits))), negative_row);
        Ok(())
    }
}

/// Counts from differences.
#[inline]
fn sum_up(differences: impl Iterator<Item = i64>, row: &mut [f64]) {
    let mut count = 0_i64;
    for (difference, out) in differences.zip(row) {
        count = count.wrapping_add(difference);
        *out = count as f64;
    }
}
