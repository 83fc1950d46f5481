//! Histograms of floats: each number as the bits in which it differs from the sample before.

use promenade_model::histogram::HistogramHead;

use super::bits::BitReader;
use super::histograms::Numbers;
use super::value::XorValue;
use crate::Corruption;

/// Numbers of the last histogram.
pub(super) struct FloatNumbers {
    count: XorValue,
    zero_count: XorValue,
    sum: XorValue,
    buckets: Vec<XorValue>,
}

impl Numbers for FloatNumbers {
    const BUCKET_SIZE: usize = 64;

    fn first(bits: &mut BitReader<'_>, _: usize, width: usize) -> Self {
        let [count, zero_count, sum] = std::array::from_fn(|_| XorValue::first(bits));
        Self { count, zero_count, sum, buckets: vec![XorValue::default(); width] }
    }

    fn next(&mut self, bits: &mut BitReader<'_>) -> Result<(), Corruption> {
        self.count.read_next(bits)?;
        self.zero_count.read_next(bits)?;
        self.sum.read_next(bits)
    }

    fn head(&self) -> HistogramHead {
        HistogramHead {
            zero_count: self.zero_count.get(),
            count: self.count.get(),
            sum: self.sum.get(),
            ..HistogramHead::default()
        }
    }

    fn first_buckets(&mut self, bits: &mut BitReader<'_>, row: Option<&mut [f64]>) {
        for bucket in &mut self.buckets {
            *bucket = XorValue::first(bits);
        }
        for (out, bucket) in row.into_iter().flatten().zip(&self.buckets) {
            *out = bucket.get();
        }
    }

    fn next_buckets(&mut self, bits: &mut BitReader<'_>, row: &mut [f64]) -> Result<(), Corruption> {
        for (out, bucket) in row.iter_mut().zip(&mut self.buckets) {
            bucket.read_next(bits)?;
            *out = bucket.get();
        }
        Ok(())
    }
}
