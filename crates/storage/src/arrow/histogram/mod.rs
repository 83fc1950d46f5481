//! Native histograms as an Arrow column: a struct with the fields of Prometheus's `FloatHistogram`.
//!
//! | field | type | |
//! |---|---|---|
//! | `count`, `sum` | `Float64` | |
//! | `schema` | `Int32` | −4..8, or −53 for custom buckets |
//! | `zero_threshold`, `zero_count` | `Float64` | |
//! | `counter_reset_hint` | `Utf8` | `unknown`, `reset`, `not_reset` or `gauge` |
//! | `positive_spans`, `negative_spans` | `List<Struct<offset: Int32, length: UInt32>>` | |
//! | `positive_buckets`, `negative_buckets` | `List<Float64>` | absolute counts |
//! | `custom_values` | `List<Float64>` | upper bounds of custom buckets |

mod read;
mod write;

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields};
use promenade_model::histogram::CounterResetHint;

pub(super) use read::HistogramColumn;
pub use write::HistogramArrayBuilder;

const COUNT: &str = "count";
const SUM: &str = "sum";
const SCHEMA: &str = "schema";
const ZERO_THRESHOLD: &str = "zero_threshold";
const ZERO_COUNT: &str = "zero_count";
const RESET_HINT: &str = "counter_reset_hint";
const POSITIVE_SPANS: &str = "positive_spans";
const POSITIVE_BUCKETS: &str = "positive_buckets";
const NEGATIVE_SPANS: &str = "negative_spans";
const NEGATIVE_BUCKETS: &str = "negative_buckets";
const CUSTOM_VALUES: &str = "custom_values";
const OFFSET: &str = "offset";
const LENGTH: &str = "length";

const HINTS: [(CounterResetHint, &str); 4] = [
    (CounterResetHint::Unknown, "unknown"),
    (CounterResetHint::Reset, "reset"),
    (CounterResetHint::NotReset, "not_reset"),
    (CounterResetHint::Gauge, "gauge"),
];

/// The type of a column of native histograms.
pub fn histogram_type() -> DataType {
    DataType::Struct(histogram_fields())
}

fn histogram_fields() -> Fields {
    let float = |name| Field::new(name, DataType::Float64, false);
    let list = |name, item: DataType| Field::new(name, DataType::List(list_item(item)), false);
    Fields::from(vec![
        float(COUNT),
        float(SUM),
        Field::new(SCHEMA, DataType::Int32, false),
        float(ZERO_THRESHOLD),
        float(ZERO_COUNT),
        Field::new(RESET_HINT, DataType::Utf8, false),
        list(POSITIVE_SPANS, DataType::Struct(span_fields())),
        list(POSITIVE_BUCKETS, DataType::Float64),
        list(NEGATIVE_SPANS, DataType::Struct(span_fields())),
        list(NEGATIVE_BUCKETS, DataType::Float64),
        list(CUSTOM_VALUES, DataType::Float64),
    ])
}

fn span_fields() -> Fields {
    Fields::from(vec![Field::new(OFFSET, DataType::Int32, false), Field::new(LENGTH, DataType::UInt32, false)])
}

fn list_item(item: DataType) -> Arc<Field> {
    Arc::new(Field::new("item", item, false))
}
