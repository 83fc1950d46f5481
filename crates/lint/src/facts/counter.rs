//! Whether a metric is a counter: what its name says, where the snapshot does not know its type.

use promenade_functions::{FunctionDef, MetricKind, function};

use crate::context::QueryContext;

/// The endings of counters in words.
pub(crate) const COUNTER_ENDINGS: &str = "`_total`, `_sum`, `_count` and `_bucket`";

/// Whether a metric of which the snapshot knows no type is a counter by the conventions for names: `_total` means nothing
/// else, and buckets are counters.
pub(crate) fn is_counter_by_name(cx: &QueryContext<'_>, name: &str) -> bool {
    cx.metric_type(name).is_none() && ((name.ends_with("_total") && !is_recorded(name)) || is_bucket(name))
}

/// Whether a metric of which the snapshot knows no type is a gauge by the conventions for names.
pub(crate) fn is_gauge_by_name(cx: &QueryContext<'_>, name: &str) -> bool {
    cx.metric_type(name).is_none() && is_named_as_gauge(name)
}

/// Whether a metric counts events, by its type or else by its name.
pub(crate) fn is_count(cx: &QueryContext<'_>, name: &str) -> bool {
    match cx.metric_type(name) {
        Some(_) => cx.metric_kind(name) == Some(MetricKind::Counter),
        None => counts_events(name),
    }
}

/// Whether a metric holds the buckets of a classic histogram, by its name and, where that is known, its type.
pub(crate) fn holds_buckets(cx: &QueryContext<'_>, name: &str) -> bool {
    is_bucket(name) && cx.metric_kind(name) != Some(MetricKind::Gauge)
}

/// Words before `_total` that are counted, not a size of something.
const EVENTS: &[&str] = &[
    "attempts",
    "calls",
    "crashes",
    "deaths",
    "drops",
    "dropped",
    "errors",
    "evictions",
    "events",
    "exceptions",
    "failed",
    "failure",
    "failures",
    "hits",
    "messages",
    "misses",
    "operations",
    "ops",
    "packets",
    "queries",
    "received",
    "rejected",
    "rejections",
    "requests",
    "restarts",
    "retries",
    "sent",
    "success",
    "timeouts",
];

/// Words by which even such a name means what there is now.
const STATES: &[&str] = &["active", "current", "inflight", "max", "open", "pending", "queued", "uptime"];

/// Whether a metric of this name counts events and cannot be the size of something, as some gauges with `_total` are.
fn counts_events(name: &str) -> bool {
    let counted = name.strip_suffix("_total").and_then(|name| name.rsplit('_').next());
    counted.is_some_and(|word| EVENTS.contains(&word)) && !name.split('_').any(|word| STATES.contains(&word))
}

/// Whether a metric of this name holds the buckets of a classic histogram.
pub(crate) fn is_bucket(name: &str) -> bool {
    name.ends_with("_bucket")
}

/// Whether a recording rule makes the metric: colons are for them.
pub(crate) fn is_recorded(name: &str) -> bool {
    name.contains(':')
}

/// Endings of names that only gauges have.
const GAUGES: &[&str] = &["_ratio", "_percent", "_celsius", "_info", "_limit", "_limits", "_capacity", "_temperature"];

/// Whether a metric of this name is a gauge by the conventions for names.
pub(crate) fn is_named_as_gauge(name: &str) -> bool {
    name == "up" || (!is_recorded(name) && GAUGES.iter().any(|ending| name.ends_with(ending)))
}

/// The function that a recorded metric is the result of, by the last part of its name: `rate5m`, `increase_1h`.
pub(crate) fn recorded_function(name: &str) -> Option<&'static FunctionDef> {
    let operations = is_recorded(name).then(|| name.rsplit(':').next())??;
    let word = operations.split('_').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let ends_so = |end: &usize| word.get(..*end).and_then(function).is_some();
    let end = (1..=word.len()).rev().find(|end| {
        let rest = word.get(*end..).unwrap_or_default();
        ends_so(end) && (rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
    })?;
    function(word.get(..end)?)
}
