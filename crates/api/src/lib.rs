//! Wire types of Prometheus's HTTP API: the responses of `/api/v1/query` and `/api/v1/query_range`.
//!
//! A [`Response`] holds the data of a successful query or the error of a failed one. The types borrow from the result,
//! so no value is copied before serialization.
//!
//! ```
//! use promenade_api::{Data, Response};
//! use promenade_exec::QueryValue;
//!
//! let value = QueryValue::Scalar(1_500, 2.0);
//! let json = serde_json::to_string(&Response::success(Data::new(&value, 1_500)))?;
//! assert_eq!(json, r#"{"status":"success","data":{"resultType":"scalar","result":[1.500,"2"]}}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod histogram;
mod number;
mod response;
mod stats;
mod value;

pub use histogram::Histogram;
pub use number::{Float, Timestamp};
pub use response::{ErrorType, Response};
pub use stats::Stats;
pub use value::{Data, Metric, Sample, Series, Value};
