//! Whether two answers to a query are the same, as the comparison with Prometheus defines it.
//!
//! Floats agree within a relative tolerance; labels, timestamps and layouts of histograms exactly. An instant vector's
//! order counts only where the query sorts. Errors agree by class, and by their message up to its first bracket.

use std::collections::BTreeMap;

use serde_json::Value;

/// How far two floats may lie apart, relative to the larger.
const TOLERANCE: f64 = 1e-9;

/// What differs between the recorded answer and ours, if anything does.
///
/// # Errors
/// What differs.
pub fn compare(expected: &Value, actual: &Value, sorts: bool) -> Result<(), String> {
    let kinds = (&expected["kind"], &actual["kind"]);
    if !kinds.0.is_null() || !kinds.1.is_null() {
        same("error", kinds.0, kinds.1).map_err(|e| format!("{e}: {} / {}", expected["error"], actual["error"]))?;
        let is_compared = kinds.0 == "execution";
        let heads = (head(&expected["error"]), head(&actual["error"]));
        return if is_compared && heads.0 != heads.1 { Err(format!("error {heads:?}")) } else { Ok(()) };
    }
    same("type", &expected["type"], &actual["type"])?;
    same("string", &expected["string"], &actual["string"])?;
    for key in ["warnings", "infos"] {
        let (a, b) = (sorted_texts(&expected[key]), sorted_texts(&actual[key]));
        if a != b {
            return Err(format!("{key} {a:?} / {b:?}"));
        }
    }
    points("scalar", std::slice::from_ref(&expected["scalar"]), std::slice::from_ref(&actual["scalar"]))?;
    let (mut a, mut b) = (list(&expected["series"]).to_vec(), list(&actual["series"]).to_vec());
    if expected["type"] == "vector" && !sorts {
        a.sort_by_key(labels);
        b.sort_by_key(labels);
    }
    if a.len() != b.len() {
        return Err(format!("{} / {} series", a.len(), b.len()));
    }
    a.iter().zip(&b).try_for_each(|(a, b)| compare_series(a, b))
}

fn compare_series(a: &Value, b: &Value) -> Result<(), String> {
    let of = labels(a);
    if of != labels(b) {
        return Err(format!("labels {of:?} / {:?}", labels(b)));
    }
    points("floats", list(&a["floats"]), list(&b["floats"])).map_err(|e| format!("{of:?}: {e}"))?;
    let (a, b) = (list(&a["histograms"]), list(&b["histograms"]));
    if a.len() != b.len() {
        return Err(format!("{of:?}: {} / {} histograms", a.len(), b.len()));
    }
    a.iter().zip(b).try_for_each(|(a, b)| {
        same("timestamp", &a["t"], &b["t"])?;
        histograms(&a["h"], &b["h"]).map_err(|e| format!("{of:?} at {}: {e}", a["t"]))
    })
}

fn points(what: &str, a: &[Value], b: &[Value]) -> Result<(), String> {
    let times = |points: &[Value]| points.iter().map(|p| p[0].clone()).collect::<Vec<_>>();
    if times(a) != times(b) {
        return Err(format!("times of {what} {:?} / {:?}", times(a), times(b)));
    }
    let wrong = a.iter().zip(b).find(|(a, b)| !a.is_null() && !close(&a[1], &b[1]));
    wrong.map_or(Ok(()), |(a, b)| Err(format!("{what} {a} / {b}")))
}

fn histograms(a: &Value, b: &Value) -> Result<(), String> {
    same("schema", &a["schema"], &b["schema"])?;
    same("reset hint", &a["reset_hint"], &b["reset_hint"])?;
    for key in ["zero_threshold", "zero_count", "count", "sum"] {
        if !close(&a[key], &b[key]) {
            return Err(format!("{key} {} / {}", a[key], b[key]));
        }
    }
    for side in ["positive", "negative"] {
        let (a, b) = (buckets(&a[side]), buckets(&b[side]));
        let equal = a.keys().eq(b.keys()) && a.iter().all(|(i, count)| floats_close(*count, b[i]));
        if !equal {
            return Err(format!("{side} {a:?} / {b:?}"));
        }
    }
    let bounds = |h: &Value| list(&h["custom_values"]).iter().map(float).collect::<Vec<_>>();
    if bounds(a) == bounds(b) { Ok(()) } else { Err(format!("custom values {:?} / {:?}", bounds(a), bounds(b))) }
}

/// Counts of the buckets that are not empty, by index.
fn buckets(side: &Value) -> BTreeMap<i64, f64> {
    let (mut index, mut counts, mut out) = (0, list(&side["counts"]).iter(), BTreeMap::new());
    for span in list(&side["spans"]) {
        index += span[0].as_i64().unwrap();
        for _ in 0..span[1].as_i64().unwrap() {
            let count = float(counts.next().unwrap());
            if count != 0.0 {
                out.insert(index, count);
            }
            index += 1;
        }
    }
    out
}

fn same(what: &str, a: &Value, b: &Value) -> Result<(), String> {
    if a == b { Ok(()) } else { Err(format!("{what} {a} / {b}")) }
}

fn labels(series: &Value) -> BTreeMap<String, String> {
    let labels = series["labels"].as_object().into_iter().flatten();
    labels.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn sorted_texts(value: &Value) -> Vec<&str> {
    let mut texts: Vec<_> = list(value).iter().filter_map(Value::as_str).collect();
    texts.sort_unstable();
    texts
}

fn head(message: &Value) -> String {
    message.as_str().unwrap_or_default().split(['[', '{', '(']).next().unwrap_or_default().trim().to_owned()
}

fn float(value: &Value) -> f64 {
    let text = value.as_str().unwrap_or_else(|| panic!("{value} is no float as text"));
    text.parse().unwrap_or_else(|_| panic!("{text} is no float"))
}

fn close(a: &Value, b: &Value) -> bool {
    floats_close(float(a), float(b))
}

fn floats_close(a: f64, b: f64) -> bool {
    let both_nan = a.is_nan() && b.is_nan();
    both_nan || a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1e-290)
}
