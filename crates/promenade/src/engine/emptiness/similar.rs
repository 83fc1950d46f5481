//! Metrics whose name is similar to one that is not there.

use promenade_model::suggest::nearest;

/// The most names that are given.
const MAX_NAMES: usize = 3;

/// The names that are most similar to `metric`, the best first: those that differ by what instrumentation adds to a
/// name, then the one with the fewest edits.
pub(super) fn metrics(metric: &str, names: &[String]) -> Vec<String> {
    let mut found: Vec<&str> = names.iter().map(String::as_str).filter(|name| is_variant(metric, name)).collect();
    found.sort_by_key(|name| (name.len(), *name));
    if let Some(near) = nearest(metric, names.iter().map(String::as_str)).filter(|near| !found.contains(near)) {
        found.push(near);
    }
    found.into_iter().take(MAX_NAMES).map(str::to_owned).collect()
}

/// Whether one name is the other with units or a suffix behind it, or with a prefix before it.
fn is_variant(metric: &str, name: &str) -> bool {
    let (short, long) = if metric.len() < name.len() { (metric, name) } else { (name, metric) };
    // A first word alone, such as `node`, says too little.
    if short.len() < 4 || !short.contains('_') {
        return long.strip_prefix(short).is_some_and(|rest| SUFFIXES.contains(&rest));
    }
    let behind = long.strip_prefix(short).is_some_and(|rest| rest.starts_with(['_', ':']));
    let before = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(['_', ':']));
    behind || before
}

/// What instrumentation adds to the name of a metric.
const SUFFIXES: [&str; 7] = ["_total", "_bucket", "_count", "_sum", "_info", "_seconds", "_bytes"];

#[cfg(test)]
mod tests {
    use super::metrics;

    #[test]
    fn suffixes_units_and_slips_are_found() {
        let names: Vec<String> =
            ["web_requests_total", "node_cpu_seconds_total", "lag_seconds_bucket", "lag_seconds_sum", "up"]
                .map(str::to_owned)
                .into();
        for (name, meant) in [
            ("web_requests", &["web_requests_total"][..]),
            ("node_cpu", &["node_cpu_seconds_total"]),
            ("cpu_seconds_total", &["node_cpu_seconds_total"]),
            ("lag_seconds", &["lag_seconds_sum", "lag_seconds_bucket"]),
            ("web_request_total", &["web_requests_total"]),
            ("nodes", &[]),
        ] {
            assert_eq!(metrics(name, &names), meant, "{name}");
        }
    }
}
