//! A case as a test script, with Prometheus's answer as what is expected.

use std::fmt::Write as _;

use promenade::model::labels::{METRIC_NAME, is_legacy_label_name, is_legacy_metric_name};
use promenade::model::value::quote;
use serde_json::Value;

use super::compare::{labels, list};
use super::shrink::Case;

/// The script: the data, the query, and what Prometheus answers.
pub fn script(case: &Case, expected: &Value) -> String {
    let (query, mut text) = (&case.query, format!("{}\n", case.data));
    let expr = query.expr.replace('\n', " ");
    let _ = match (query.time, query.start, query.end, query.step) {
        (None, Some(start), Some(end), Some(step)) => {
            writeln!(text, "eval range from {} to {} step {} {expr}", duration(start), duration(end), duration(step))
        }
        (time, ..) => writeln!(text, "eval instant at {} {expr}", duration(time.unwrap_or_default())),
    };
    if !expected["kind"].is_null() {
        let message = expected["error"].as_str().unwrap_or_default();
        let _ = writeln!(text, "  expect fail msg:{}", message.replace('\n', " "));
        return text;
    }
    push_annotations(&mut text, expected);
    push_value(&mut text, case, expected);
    text
}

fn push_annotations(text: &mut String, expected: &Value) {
    for (key, word) in [("warnings", "warn"), ("infos", "info")] {
        let all = list(&expected[key]);
        for annotation in all.iter().filter_map(Value::as_str) {
            let _ = writeln!(text, "  expect {word} msg:{annotation}");
        }
        if all.is_empty() {
            let _ = writeln!(text, "  expect no_{word}");
        }
    }
}

fn push_value(text: &mut String, case: &Case, expected: &Value) {
    let rows = list(&expected["series"]);
    match (expected["type"].as_str(), case.query.step) {
        (Some("scalar"), _) => {
            let _ = writeln!(text, "  {}", expected["scalar"][1].as_str().unwrap_or_default());
        }
        (Some("string"), _) => {
            let _ = writeln!(text, "  expect string {}", expected["string"]);
        }
        (Some("matrix"), None) => {
            let times = || rows.iter().flat_map(times_of);
            let (first, last) = (times().min().unwrap_or_default(), times().max().unwrap_or_default());
            let step = times().map(|t| t - first).fold(0, gcd).max(1);
            let (from, to) = (duration(first), duration(last));
            let _ = writeln!(text, "  expect range vector from {from} to {to} step {}", duration(step));
            for row in rows {
                push_row(text, row, first, step);
            }
        }
        _ => {
            let (start, step) = (case.query.start.unwrap_or_default(), case.query.step.unwrap_or(1));
            let start = case.query.time.unwrap_or(start);
            for row in rows {
                push_row(text, row, start, step);
            }
        }
    }
}

/// A row with a value, or `_`, for each step up to its last.
fn push_row(text: &mut String, row: &Value, start: i64, step: i64) {
    let mut at: std::collections::BTreeMap<i64, String> = std::collections::BTreeMap::new();
    for point in list(&row["floats"]) {
        at.insert(point[0].as_i64().unwrap_or_default(), point[1].as_str().unwrap_or_default().replace('+', ""));
    }
    for point in list(&row["histograms"]) {
        at.insert(point["t"].as_i64().unwrap_or_default(), histogram(&point["h"]));
    }
    let _ = write!(text, "  {}", metric(row));
    let last = at.keys().max().copied().unwrap_or(start);
    let mut t = start;
    while t <= last {
        let _ = write!(text, " {}", at.get(&t).map_or("_", String::as_str));
        t += step.max(1);
    }
    text.push('\n');
}

fn times_of(row: &Value) -> impl Iterator<Item = i64> + '_ {
    let floats = list(&row["floats"]).iter().filter_map(|p| p[0].as_i64());
    floats.chain(list(&row["histograms"]).iter().filter_map(|p| p["t"].as_i64()))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn duration(ms: i64) -> String {
    match ms {
        0 => "0".to_owned(),
        _ if ms % 60_000 == 0 => format!("{}m", ms / 60_000),
        _ if ms % 1000 == 0 => format!("{}s", ms / 1000),
        _ => format!("{ms}ms"),
    }
}

fn metric(row: &Value) -> String {
    let mut labels = labels(row);
    let name = labels.remove(METRIC_NAME).unwrap_or_default();
    let mut parts = Vec::new();
    let bare = is_legacy_metric_name(&name);
    if !bare && !name.is_empty() {
        parts.push(quote(&name));
    }
    for (label, value) in &labels {
        let label = if is_legacy_label_name(label) { label.clone() } else { quote(label) };
        parts.push(format!("{label}={}", quote(value)));
    }
    match (bare, parts.is_empty()) {
        (true, true) => name,
        (true, false) => format!("{name}{{{}}}", parts.join(", ")),
        (false, _) => format!("{{{}}}", parts.join(", ")),
    }
}

fn histogram(h: &Value) -> String {
    let text = |key: &str| h[key].as_str().unwrap_or("0").replace('+', "");
    let mut out = format!("{{{{schema:{} sum:{} count:{}", h["schema"], text("sum"), text("count"));
    if text("zero_count") != "0" || text("zero_threshold") != "0" {
        let _ = write!(out, " z_bucket:{} z_bucket_w:{}", text("zero_count"), text("zero_threshold"));
    }
    let hint = ["", "reset", "not_reset", "gauge"].get(h["reset_hint"].as_u64().unwrap_or_default() as usize).copied();
    if let Some(hint) = hint.filter(|hint| !hint.is_empty()) {
        let _ = write!(out, " counter_reset_hint:{hint}");
    }
    let texts = |v: &Value| list(v).iter().filter_map(Value::as_str).map(|t| t.replace('+', "")).collect::<Vec<_>>();
    let bounds = texts(&h["custom_values"]);
    if !bounds.is_empty() {
        let _ = write!(out, " custom_values:[{}]", bounds.join(" "));
    }
    for (side, offset_key, key) in [("positive", "offset", "buckets"), ("negative", "n_offset", "n_buckets")] {
        let (offset, counts) = dense(&h[side]);
        if !counts.is_empty() {
            let _ = write!(out, " {offset_key}:{offset} {key}:[{}]", counts.join(" "));
        }
    }
    out + "}}"
}

/// The counts without gaps, and the index of the first.
fn dense(side: &Value) -> (i64, Vec<String>) {
    let mut counts = list(&side["counts"]).iter().filter_map(Value::as_str);
    let (mut first, mut out) = (None, Vec::new());
    for span in list(&side["spans"]) {
        let (offset, length) = (span[0].as_i64().unwrap_or_default(), span[1].as_i64().unwrap_or_default());
        if first.is_none() {
            first = Some(offset);
        } else {
            out.extend((0..offset).map(|_| "0".to_owned()));
        }
        out.extend(counts.by_ref().take(length.max(0) as usize).map(|count| count.replace('+', "")));
    }
    (first.unwrap_or_default(), out)
}
