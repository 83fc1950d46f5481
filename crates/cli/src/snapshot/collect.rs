//! A snapshot of the metrics of a store.

use promenade::lint::snapshot::{Snapshot, SnapshotBuilder};
use promenade::storage::MetricMetadata;

use crate::load::Data;

/// What a store has: each metric with its labels, their values where there are no more than `max_values`, and what the
/// metadata says of its family.
pub(crate) fn collect(data: &Data, metadata: &[MetricMetadata], max_values: usize) -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    data.labels().for_each(|labels| builder.series(labels));
    for family in metadata {
        builder.metadata(&family.name, family.metric_type.name(), &family.unit, &family.help);
    }
    builder.build(max_values)
}
