//! Where rules read and write: the trait, a store that grows, and a store that lies over another.

mod error;
mod growing;
mod hiding;
mod input;
mod layered;
mod selections;
mod series;

use promenade_model::{Labels, Matcher, TimestampMs};
use promenade_storage::{SampleValue, Storage};

pub use error::AppendError;
pub use growing::GrowingStorage;
pub use hiding::HidingStorage;
pub use input::{InputSeries, append_until};
pub use layered::LayeredStorage;

/// A sample that a rule writes.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenSample {
    /// The labels of its series.
    pub labels: Labels,
    /// Its timestamp.
    pub time_ms: TimestampMs,
    /// Its value; a stale marker is a float.
    pub value: SampleValue,
}

/// A store that rules read and write.
pub trait RuleStorage: Storage {
    /// Appends what one rule wrote in one evaluation, and says of each sample whether it was taken. Queries that are
    /// evaluated from now on see the samples.
    ///
    /// All samples are checked before the first of them is stored, as in one transaction of Prometheus: of two samples of
    /// one series with the same timestamp the second is dropped without an error.
    fn append(&mut self, samples: &[WrittenSample]) -> Vec<Result<(), AppendError>>;

    /// Appends the samples of one series, in the order of time, each as [`append`](Self::append) does; what the store refuses
    /// is left out.
    fn append_series(&mut self, labels: &Labels, samples: &[(TimestampMs, SampleValue)]);

    /// Whether the store knows at once that none of its series matches. It may say no where it would have to look.
    fn is_without(&self, matchers: &[Matcher]) -> bool;

    /// This store as one to read from.
    fn as_storage(&self) -> &dyn Storage;
}
