//! Native histograms in the API's format.

use promenade_model::histogram::Bucket;
use promenade_model::{FloatHistogram, SharedHistogram};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::number::Float;

/// A native histogram with its nonempty buckets.
#[derive(Debug, Clone, Serialize)]
pub struct Histogram {
    count: Float,
    sum: Float,
    #[serde(skip_serializing_if = "Buckets::is_empty")]
    buckets: Buckets,
}

/// Buckets as `[boundaries, lower, upper, count]`.
#[derive(Debug, Clone)]
struct Buckets(FloatHistogram);

impl Histogram {
    /// The serializable form of a histogram.
    pub fn new(histogram: &SharedHistogram) -> Self {
        Self { count: Float(histogram.count()), sum: Float(histogram.sum()), buckets: Buckets(histogram.to_float()) }
    }
}

impl Buckets {
    fn is_empty(&self) -> bool {
        self.filled().next().is_none()
    }

    fn filled(&self) -> impl Iterator<Item = Bucket> {
        self.0.buckets().filter(|bucket| bucket.count != 0.0)
    }
}

impl Serialize for Buckets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buckets = serializer.serialize_seq(None)?;
        for bucket in self.filled() {
            let boundaries = boundaries(&bucket);
            buckets.serialize_element(&(boundaries, Float(bucket.lower), Float(bucket.upper), Float(bucket.count)))?;
        }
        buckets.end()
    }
}

/// The inclusive bounds of the bucket: 0 the upper, 1 the lower, 2 neither, 3 both.
fn boundaries(bucket: &Bucket) -> u8 {
    match (bucket.lower_inclusive, bucket.upper_inclusive) {
        (false, true) => 0,
        (true, false) => 1,
        (false, false) => 2,
        (true, true) => 3,
    }
}
