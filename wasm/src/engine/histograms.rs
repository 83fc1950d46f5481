//! Native histograms as numbers.

use promenade::model::SharedHistogram;
use promenade::model::histogram::Bucket;

use crate::json::Json;

/// Histograms of a value, one behind the other: of each its count, its sum, and of each bucket with observations its lower
/// bound, its upper bound, its count and which bounds are included, as Prometheus's API numbers that.
#[derive(Default)]
pub(super) struct Histograms {
    pub(super) numbers: Vec<f64>,
    /// Of each histogram, its series, its place in the series, and how many buckets it has.
    places: Vec<[usize; 3]>,
}

impl Histograms {
    /// Adds the histogram at a place of a series.
    pub(super) fn add(&mut self, series: usize, place: usize, histogram: &SharedHistogram) {
        let histogram = histogram.to_float();
        self.numbers.extend([histogram.count, histogram.sum]);
        let buckets = histogram.buckets().filter(|bucket| bucket.count != 0.0);
        let mut n_buckets = 0;
        for bucket in buckets {
            self.numbers.extend([bucket.lower, bucket.upper, bucket.count, boundaries(&bucket)]);
            n_buckets += 1;
        }
        self.places.push([series, place, n_buckets]);
    }

    /// Writes the places, three numbers for each histogram.
    pub(super) fn write(&self, json: &mut Json) {
        json.key("histograms").list(self.places.iter().flatten(), |json, number| json.int(*number as i64));
    }
}

/// 0 where the upper bound alone is included, 1 the lower one alone, 2 none, 3 both.
fn boundaries(bucket: &Bucket) -> f64 {
    match (bucket.lower_inclusive, bucket.upper_inclusive) {
        (false, true) => 0.0,
        (true, false) => 1.0,
        (false, false) => 2.0,
        (true, true) => 3.0,
    }
}
