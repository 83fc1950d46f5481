//! What differs between two evaluations of a rule file.

use serde_json::Value;

/// What stands before words of our own, or before what depends on the order of a hash table: the first of several groups that
/// have two series.
const OWN_WORDS: [&str; 2] = ["parse error: ", "found duplicate series for the match group"];

/// A text without the words of our own, line by line. What follows the mistake of a query in a template is that of the
/// query's.
pub fn without_own_words(text: &str) -> String {
    let cut = |text: &str| {
        let before = OWN_WORDS.iter().find_map(|words| text.split_once(words));
        before.map_or(text.to_owned(), |(before, _)| before.to_owned())
    };
    text.lines().map(cut).collect::<Vec<_>>().join("\n")
}

/// The first difference between the rounds that are expected and those that came out.
pub fn rounds_differ(expected: &[Value], actual: &[Value]) -> Option<String> {
    let differing = expected.iter().zip(actual).find(|(expected, actual)| comparable(expected) != comparable(actual));
    match differing {
        Some((expected, actual)) => Some(round_differs(&comparable(expected), &comparable(actual))),
        None => (expected.len() != actual.len()).then(|| format!("{} lines, not {}", actual.len(), expected.len())),
    }
}

fn round_differs(expected: &Value, actual: &Value) -> String {
    let time = expected["time"].as_i64().map_or_else(String::new, |time| format!("at {time} "));
    for part in ["errors", "alerts", "series"] {
        let items = |value: &Value| value[part].as_array().cloned().unwrap_or_default();
        let (expected, actual) = (items(expected), items(actual));
        let missing = expected.iter().find(|item| !actual.contains(item));
        let extra = actual.iter().find(|item| !expected.contains(item));
        if missing.is_some() || extra.is_some() {
            let shown = |item: Option<&Value>| item.map_or_else(|| "nothing".to_owned(), ToString::to_string);
            return format!("{time}{part}:\n  expected {}\n  actual   {}", shown(missing), shown(extra));
        }
    }
    format!("{time}the order differs")
}

fn comparable(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_own_words(text)),
        Value::Array(items) => items.iter().map(comparable).collect(),
        Value::Object(fields) if fields.contains_key("spans") => buckets(value),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), comparable(value))).collect(),
        other => other.clone(),
    }
}

/// Buckets by their indices. Those without observations do not count: Prometheus writes them to series whose next histogram
/// has them.
fn buckets(side: &Value) -> Value {
    let (mut idx, mut known) = (0, Vec::new());
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut counts = list(&side["counts"]).into_iter();
    for span in list(&side["spans"]) {
        idx += span[0].as_i64().unwrap_or_default();
        let length = span[1].as_u64().unwrap_or_default();
        for count in counts.by_ref().take(usize::try_from(length).unwrap_or_default()) {
            known.push((idx, count));
            idx += 1;
        }
    }
    known.retain(|(_, count)| *count != "0");
    serde_json::json!(known)
}
