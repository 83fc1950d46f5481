//! A snapshot of the metrics of a store.

use promenade::MemoryStorage;
use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::storage::{MetricMetadata, Series};

/// What a store has: each metric with its labels, their values where there are no more than `max_values`, and what the
/// metadata says of its family.
pub(crate) fn collect(storage: &MemoryStorage, metadata: &[MetricMetadata], max_values: usize) -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for series in storage.series() {
        builder.series(series.labels());
    }
    for family in metadata {
        builder.metadata(&family.name, family.metric_type.name(), &family.unit, &family.help);
    }
    builder.build(max_values)
}
