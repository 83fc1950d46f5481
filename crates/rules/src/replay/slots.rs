//! When Prometheus evaluates a group: at a place within its interval that the hash of file and name gives, so that not
//! all groups are evaluated at once.

use promenade_model::{Labels, TimestampMs};

const NS_PER_MS: i128 = 1_000_000;

/// The first time from `start_ms` on at which Prometheus evaluates a group; the next ones follow at its interval.
///
/// `file` is the path under which Prometheus loads the file, since the hash is made of it. The interval is at least 1 ms.
pub fn first_evaluation_ms(file: &str, group: &str, interval_ms: i64, start_ms: TimestampMs) -> TimestampMs {
    let interval_ns = i128::from(interval_ms.max(1)) * NS_PER_MS;
    let hash = Labels::from_pairs([("file", file), ("name", group)]).stable_hash();
    let offset_ns = i128::from(hash) % interval_ns;
    let start_ns = i128::from(start_ms) * NS_PER_MS;
    // Prometheus's timestamps cut off what is below a millisecond, so that the first of them that counts may be the end of
    // a slot that begins before.
    let mut slot_ns = start_ns - (start_ns - offset_ns).rem_euclid(interval_ns);
    if slot_ns.div_euclid(NS_PER_MS) < i128::from(start_ms) {
        slot_ns += interval_ns;
    }
    i64::try_from(slot_ns.div_euclid(NS_PER_MS)).unwrap_or(TimestampMs::MAX)
}
