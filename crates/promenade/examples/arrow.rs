//! Arrow in and out: record batches as a store, results as record batches.
//!
//! A `RecordBatch` of DataFusion, or of any other library on the same version of Arrow, is handed in as it is. The version
//! is that of `promenade::arrow_array`, which is re-exported so that a program need not name one of its own.
//!
//! `cargo run -p promenade --example arrow`
#![allow(clippy::print_stdout)] // it is a program

use std::error::Error;
use std::sync::Arc;

use promenade::arrow_array::cast::AsArray;
use promenade::arrow_array::types::Float64Type;
use promenade::arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMillisecondArray};
use promenade::{ArrowStorage, Engine, EngineOptions};

/// What a query of DataFusion might give: a column for each label, the times and the values. Rows of a series lie together
/// in the order of time, so that no value is copied.
fn batch() -> Result<RecordBatch, Box<dyn Error>> {
    let columns: [(&str, ArrayRef); 4] = [
        ("__name__", Arc::new(StringArray::from(vec!["requests_total"; 6]))),
        ("pod", Arc::new(StringArray::from(vec!["a", "a", "a", "b", "b", "b"]))),
        ("timestamp", Arc::new(TimestampMillisecondArray::from(vec![0, 60_000, 120_000, 0, 60_000, 120_000]))),
        ("value", Arc::new(Float64Array::from(vec![0.0, 60.0, 120.0, 0.0, 120.0, 240.0]))),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let storage = ArrowStorage::new([batch()?])?;
    let engine = Engine::new(EngineOptions::default());
    let result = engine.query(&storage, "requests_total * 2").range(0, 120_000, 60_000).wait()?;
    for batch in result.record_batches() {
        let batch = batch?;
        let values = batch["value"].as_primitive::<Float64Type>();
        assert_eq!(values.values(), &[0.0, 120.0, 240.0, 0.0, 240.0, 480.0]);
        println!("{} rows of {} columns", batch.num_rows(), batch.num_columns());
    }
    // A result is a store again.
    let again = ArrowStorage::new(result.record_batches().collect::<Result<Vec<_>, _>>()?)?;
    let sum = engine.query(&again, "sum(last_over_time({pod=~'.+'}[1m]))").at(120_000).wait()?.to_record_batch()?;
    assert_eq!(sum["value"].as_primitive::<Float64Type>().values(), &[720.0]);
    Ok(())
}
