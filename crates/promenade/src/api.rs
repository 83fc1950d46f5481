//! Results as Prometheus's HTTP API answers them.
//!
//! ```
//! use promenade::{Engine, EngineOptions, MemoryStorage};
//!
//! let query = "vector(1)";
//! let result = Engine::new(EngineOptions::default()).query(MemoryStorage::default(), query).at(60_000).wait()?;
//! let json = result.to_json(query, 60_000)?;
//! assert_eq!(
//!     json,
//!     r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[60,"1"]}]}}"#
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use promenade_model::TimestampMs;

use crate::QueryResult;

pub use promenade_api::{Data, ErrorType, Float, Histogram, Metric, Response, Sample, Series, Stats, Timestamp, Value};

impl QueryResult {
    /// What Prometheus's HTTP API answers for this result: its data, warnings and infos. `query` is the text that the
    /// annotations have their places in, `time_ms` the time of an instant query, or the start of a range query.
    pub fn response(&self, query: &str, time_ms: TimestampMs) -> Response<Data<'_>> {
        let data = Data::new(&self.value, time_ms);
        Response::success(data).with_annotations(self.annotations.warnings(query), self.annotations.infos(query))
    }

    /// As [`response`](Self::response), as JSON.
    ///
    /// # Errors
    /// None in practice: every value can be written.
    pub fn to_json(&self, query: &str, time_ms: TimestampMs) -> serde_json::Result<String> {
        serde_json::to_string(&self.response(query, time_ms))
    }
}
