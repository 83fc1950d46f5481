//! A snapshot of the metrics of a store.

use promenade::Storage;
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::storage::{MetricMetadata, SelectHints, TimeRange};

use crate::errors::{DataError, Failure};

/// What a store has: each metric with its labels, their values where there are no more than `max_values`, and what the
/// metadata says of its family.
pub(crate) fn collect(
    storage: &dyn Storage,
    metadata: &[MetricMetadata],
    max_values: usize,
) -> Result<Snapshot, Failure> {
    let mut builder = SnapshotBuilder::default();
    let hints = SelectHints::over(TimeRange::ALL);
    let selected = futures_executor::block_on(storage.select(&[], &hints));
    for series in selected.map_err(|error| Failure::Data(vec![DataError::storage(&error)]))?.series() {
        builder.series(series.labels());
    }
    for family in metadata {
        builder.metadata(&family.name, family.metric_type.name(), &family.unit, &family.help);
    }
    Ok(builder.build(max_values))
}
