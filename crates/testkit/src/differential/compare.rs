//! Whether two answers to a query are the same, as the comparison with Prometheus defines it.
//!
//! Floats agree within a relative tolerance; labels, timestamps and layouts of histograms exactly. An instant vector's
//! order counts only where the query sorts. Errors agree by class, and by their message up to its first bracket.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// How far two floats may lie apart, relative to the larger.
const TOLERANCE: f64 = 1e-9;

/// What differs between two answers, and in what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In what.
    pub class: Class,
    /// What, in words: Prometheus's side, a slash, ours.
    pub text: String,
}

/// In what two answers can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// One is an error, or both are and not the same.
    Error,
    /// Warnings or infos.
    Annotations,
    /// The value, its labels and times included.
    Value,
    /// The order of an instant vector.
    Order,
    /// We panicked.
    Panic,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Annotations => "annotations",
            Self::Value => "value",
            Self::Order => "order",
            Self::Panic => "panic",
        })
    }
}

/// What the query says of the order of its instant vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Nothing.
    Free,
    /// All of it.
    Rows,
    /// The order of values; rows of equal values may change places.
    Values,
}

type Outcome = Result<(), Difference>;

/// What differs between Prometheus's answer and ours, if anything does.
///
/// # Errors
/// What differs.
pub fn compare(expected: &Value, actual: &Value, order: Order) -> Outcome {
    let kinds = (&expected["kind"], &actual["kind"]);
    if !kinds.0.is_null() || !kinds.1.is_null() {
        return errors(expected, actual);
    }
    same(Class::Value, "type", &expected["type"], &actual["type"])?;
    same(Class::Value, "string", &expected["string"], &actual["string"])?;
    points("scalar", std::slice::from_ref(&expected["scalar"]), std::slice::from_ref(&actual["scalar"]))?;
    rows(expected, actual, order)?;
    ["warnings", "infos"].into_iter().try_for_each(|key| {
        let (a, b) = (sorted_texts(&expected[key]), sorted_texts(&actual[key]));
        if a == b { Ok(()) } else { differ(Class::Annotations, format!("{key} {a:?} / {b:?}")) }
    })
}

fn differ(class: Class, text: String) -> Outcome {
    Err(Difference { class, text })
}

fn errors(expected: &Value, actual: &Value) -> Outcome {
    let texts = || format!("error {} / {}", expected["error"], actual["error"]);
    if expected["kind"] != actual["kind"] {
        return differ(Class::Error, texts());
    }
    let is_compared = expected["kind"] == "execution";
    if is_compared && head(&expected["error"]) != head(&actual["error"]) {
        return differ(Class::Error, texts());
    }
    Ok(())
}

fn rows(expected: &Value, actual: &Value, order: Order) -> Outcome {
    let (mut a, mut b) = (list(&expected["series"]).to_vec(), list(&actual["series"]).to_vec());
    if a.len() != b.len() {
        return differ(Class::Value, format!("{} / {} series", a.len(), b.len()));
    }
    let (given_a, given_b) = (a.clone(), b.clone());
    let is_vector = expected["type"] == "vector";
    if is_vector {
        a.sort_by_key(row_key);
        b.sort_by_key(row_key);
    }
    a.iter().zip(&b).try_for_each(|(a, b)| one_row(a, b))?;
    if !is_vector {
        return Ok(());
    }
    let in_order = match order {
        Order::Free => Ok(()),
        Order::Rows => given_a.iter().zip(&given_b).try_for_each(|(a, b)| one_row(a, b)),
        Order::Values => {
            given_a.iter().zip(&given_b).try_for_each(|(a, b)| points("floats", list(&a["floats"]), list(&b["floats"])))
        }
    };
    in_order.map_err(|difference| Difference { class: Class::Order, ..difference })
}

/// Rows of equal labels, of which there can be a float and a histogram, are told apart by that.
fn row_key(row: &Value) -> (BTreeMap<String, String>, bool) {
    (labels(row), row["floats"].is_null())
}

fn one_row(a: &Value, b: &Value) -> Outcome {
    let of = labels(a);
    if of != labels(b) {
        return differ(Class::Value, format!("labels {of:?} / {:?}", labels(b)));
    }
    let context = |d: Difference| Difference { text: format!("{of:?}: {}", d.text), ..d };
    points("floats", list(&a["floats"]), list(&b["floats"])).map_err(context)?;
    let (a, b) = (list(&a["histograms"]), list(&b["histograms"]));
    if a.len() != b.len() {
        return differ(Class::Value, format!("{of:?}: {} / {} histograms", a.len(), b.len()));
    }
    a.iter().zip(b).try_for_each(|(a, b)| {
        same(Class::Value, "timestamp", &a["t"], &b["t"])?;
        histograms(&a["h"], &b["h"]).map_err(|text| context(Difference { class: Class::Value, text }))
    })
}

fn points(what: &str, a: &[Value], b: &[Value]) -> Outcome {
    let times = |points: &[Value]| points.iter().map(|p| p[0].clone()).collect::<Vec<_>>();
    if times(a) != times(b) {
        return differ(Class::Value, format!("times of {what} {:?} / {:?}", times(a), times(b)));
    }
    let wrong = a.iter().zip(b).find(|(a, b)| !a.is_null() && !close(&a[1], &b[1]));
    wrong.map_or(Ok(()), |(a, b)| differ(Class::Value, format!("{what} {a} / {b}")))
}

fn histograms(a: &Value, b: &Value) -> Result<(), String> {
    for key in ["schema", "reset_hint"] {
        if a[key] != b[key] {
            return Err(format!("{key} {} / {}", a[key], b[key]));
        }
    }
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
        index += span[0].as_i64().unwrap_or_default();
        for _ in 0..span[1].as_i64().unwrap_or_default() {
            let count = counts.next().map_or(f64::NAN, float);
            if count != 0.0 {
                out.insert(index, count);
            }
            index += 1;
        }
    }
    out
}

fn same(class: Class, what: &str, a: &Value, b: &Value) -> Outcome {
    if a == b { Ok(()) } else { differ(class, format!("{what} {a} / {b}")) }
}

pub(super) fn labels(series: &Value) -> BTreeMap<String, String> {
    let labels = series["labels"].as_object().into_iter().flatten();
    labels.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
}

pub(super) fn list(value: &Value) -> &[Value] {
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

/// A float as replies write it. What is none differs from everything.
pub(super) fn float(value: &Value) -> f64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| f64::from_bits(f64::NAN.to_bits() | 1))
}

fn close(a: &Value, b: &Value) -> bool {
    floats_close(float(a), float(b))
}

fn floats_close(a: f64, b: f64) -> bool {
    let both_nan = a.is_nan() && b.is_nan();
    both_nan || a == b || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1e-290)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn vector(rows: &[(&str, &str)]) -> Value {
        let rows: Vec<_> = rows.iter().map(|(x, v)| json!({"labels": {"x": x}, "floats": [[0, v]]})).collect();
        json!({"type": "vector", "series": rows})
    }

    fn class(a: &Value, b: &Value, order: Order) -> Option<Class> {
        compare(a, b, order).err().map(|d| d.class)
    }

    #[test]
    fn values() {
        let a = vector(&[("1", "0.1"), ("2", "NaN")]);
        let cases = [
            (a.clone(), None),
            (vector(&[("2", "NaN"), ("1", "0.1")]), None),
            (vector(&[("1", "0.10000000000000002"), ("2", "NaN")]), None),
            (vector(&[("1", "0.1000001"), ("2", "NaN")]), Some(Class::Value)),
            (vector(&[("1", "0.1"), ("2", "0")]), Some(Class::Value)),
            (vector(&[("1", "0.1"), ("3", "NaN")]), Some(Class::Value)),
            (vector(&[("1", "0.1")]), Some(Class::Value)),
            (json!({"type": "matrix"}), Some(Class::Value)),
            (json!({"kind": "execution", "error": "x"}), Some(Class::Error)),
        ];
        for (b, expected) in cases {
            assert_eq!(class(&a, &b, Order::Free), expected, "{b}");
        }
    }

    #[test]
    fn order_counts_where_the_query_sorts() {
        let (a, b) = (vector(&[("1", "5"), ("2", "5"), ("3", "4")]), vector(&[("2", "5"), ("1", "5"), ("3", "4")]));
        let c = vector(&[("1", "5"), ("3", "4"), ("2", "5")]);
        assert_eq!(class(&a, &b, Order::Free), None);
        assert_eq!(class(&a, &b, Order::Values), None);
        assert_eq!(class(&a, &b, Order::Rows), Some(Class::Order));
        assert_eq!(class(&a, &c, Order::Values), Some(Class::Order));
    }

    #[test]
    fn annotations_and_errors() {
        let with = |key: &str, text: &str| json!({"type": "vector", key: [text]});
        assert_eq!(class(&with("infos", "a (1:2)"), &with("infos", "a (1:3)"), Order::Free), Some(Class::Annotations));
        assert_eq!(class(&with("infos", "a"), &with("warnings", "a"), Order::Free), Some(Class::Annotations));
        let error = |kind: &str, text: &str| json!({"kind": kind, "error": text});
        assert_eq!(class(&error("execution", "bad {a}"), &error("execution", "bad {b}"), Order::Free), None);
        assert_eq!(class(&error("execution", "bad"), &error("execution", "worse"), Order::Free), Some(Class::Error));
        assert_eq!(class(&error("parse", "bad"), &error("parse", "worse"), Order::Free), None);
        assert_eq!(class(&error("parse", "bad"), &error("execution", "bad"), Order::Free), Some(Class::Error));
    }
}
