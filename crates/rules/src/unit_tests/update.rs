//! Writes what came out as the expectation, and touches no other byte of a test file.

use promenade_documents::yaml::{NodeRef, Yaml};
use promenade_model::FileRange;

use super::report::{AlertTexts, Failure, FailureKind, FileReport, SampleText};

/// The label that an expectation has by its `alertname`.
const ALERT_NAME: &str = "alertname";

/// The text of a test file with the alerts and samples that came out in place of those that failed. Failures of other kinds
/// stay.
pub fn updated(text: &str, report: &FileReport) -> String {
    let (tree, _) = Yaml::read(text);
    let Some(root) = tree.documents().next() else { return text.to_owned() };
    let failures = report.tests.iter().flat_map(|test| &test.failures);
    let mut edits: Vec<(FileRange, String)> = failures.filter_map(|failure| edit(text, root, failure)).collect();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in edits {
        text.replace_range(range.bytes(), &new);
    }
    text
}

/// The change for a failure.
fn edit(text: &str, root: NodeRef<'_>, failure: &Failure) -> Option<(FileRange, String)> {
    let (key, items) = match &failure.kind {
        FailureKind::Alerts { actual, .. } => ("exp_alerts", actual.iter().map(alert).collect::<Vec<_>>()),
        FailureKind::Samples { actual, .. } => ("exp_samples", actual.iter().map(sample).collect()),
        _ => return None,
    };
    let item = at(root, failure.range)?;
    let Some((name, value)) = item.pairs()?.find(|(name, _)| name.as_str() == Some(key)) else {
        return inserted(text, item, key, &items);
    };
    let is_block = value.items().is_some() && text[value.range().bytes()].starts_with('-');
    if !is_block {
        // Behind the colon, so that an empty value gets one too.
        let start = if value.is_null() { colon_after(text, name)? } else { value.range().start };
        let space = if value.is_null() { " " } else { "" };
        let range = FileRange::new(start, value.range().end.max(start));
        return Some((range, format!("{space}{}", flow(&items))));
    }
    if items.is_empty() {
        let end = colon_after(text, name)?;
        return Some((FileRange::new(end, block_end(text, value)), " []".to_owned()));
    }
    let column = column(text, value.range().start);
    let indent = format!("\n{}- ", " ".repeat(column));
    Some((FileRange::new(value.range().start, block_end(text, value)), format!("- {}", items.join(&indent))))
}

/// The node with a range.
fn at(node: NodeRef<'_>, range: FileRange) -> Option<NodeRef<'_>> {
    if node.range() == range && node.pairs().is_some() {
        return Some(node);
    }
    let of_pairs = node.pairs().into_iter().flatten().map(|(_, value)| value);
    let mut children = of_pairs.chain(node.items().into_iter().flatten());
    children.find_map(|child| at(child, range))
}

/// The expectation as a new field behind the others.
fn inserted(text: &str, item: NodeRef<'_>, key: &str, items: &[String]) -> Option<(FileRange, String)> {
    let (first, _) = item.pairs()?.next()?;
    if text[item.range().bytes()].starts_with('{') {
        return Some((FileRange::at(item.range().end - 1), format!(", {key}: {}", flow(items))));
    }
    let end = block_end(text, item);
    let indent = " ".repeat(column(text, first.range().start));
    Some((FileRange::at(end), format!("\n{indent}{key}: {}", flow(items))))
}

fn flow(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}

/// The offset behind the colon of a key.
fn colon_after(text: &str, key: NodeRef<'_>) -> Option<usize> {
    let end = key.range().end;
    text.get(end..)?.find(':').map(|at| end + at + 1)
}

/// The end of a node without the blank lines and comments after it.
fn block_end(text: &str, node: NodeRef<'_>) -> usize {
    let range = node.range();
    let ends = node.pairs().into_iter().flatten().map(|(_, value)| value);
    let last = ends.chain(node.items().into_iter().flatten()).last();
    let end = last.map_or(range.end, |last| block_end(text, last));
    // A flow collection ends with its own bracket.
    if text[range.bytes()].starts_with(['{', '[']) {
        range.end
    } else {
        range.start + text[range.start..end].trim_end().len()
    }
}

/// How many characters stand before an offset in its line.
fn column(text: &str, at: usize) -> usize {
    text[..at].chars().rev().take_while(|c| *c != '\n').count()
}

/// An alert in the flow style of YAML.
fn alert(alert: &AlertTexts) -> String {
    let labels = alert.labels.iter().filter(|(name, _)| *name != ALERT_NAME);
    let mut fields = vec![format!("exp_labels: {}", mapping(labels))];
    if !alert.annotations.is_empty() {
        fields.push(format!("exp_annotations: {}", mapping(alert.annotations.iter())));
    }
    format!("{{{}}}", fields.join(", "))
}

fn mapping<'a>(texts: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let pairs: Vec<String> = texts.map(|(name, value)| format!("{}: {}", quoted(name), quoted(value))).collect();
    format!("{{{}}}", pairs.join(", "))
}

/// A sample in the flow style of YAML.
fn sample(sample: &SampleText) -> String {
    let labels = quoted(&named(&sample.labels));
    match sample.value.as_str() {
        "+Inf" => format!("{{labels: {labels}, value: .inf}}"),
        "-Inf" => format!("{{labels: {labels}, value: -.inf}}"),
        "NaN" => format!("{{labels: {labels}, value: .nan}}"),
        histogram if histogram.starts_with('{') => format!("{{labels: {labels}, histogram: {}}}", quoted(histogram)),
        value => format!("{{labels: {labels}, value: {value}}}"),
    }
}

/// Labels with the name of the metric before the braces, where it is a plain one.
fn named(labels: &str) -> String {
    let is_plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || "_:".contains(c))
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c))
    };
    let after = labels.strip_prefix("{__name__=\"").and_then(|rest| rest.split_once('"'));
    match after.filter(|(name, _)| is_plain(name)) {
        Some((name, "}")) => name.to_owned(),
        Some((name, rest)) => format!("{name}{{{}", rest.trim_start_matches(", ")),
        None => labels.to_owned(),
    }
}

/// A text as a scalar of YAML: plain where it is a word, single quotes where it has nothing to be escaped, else double quotes.
fn quoted(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c));
    let is_keyword = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    if is_word && !is_keyword.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    if !text.contains(|c: char| c.is_control() || c == '\u{feff}') {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '"' => "\\\"".to_owned(),
            '\\' => "\\\\".to_owned(),
            '\n' => "\\n".to_owned(),
            c if c.is_control() || c == '\u{feff}' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}
