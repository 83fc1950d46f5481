//! Detection of text formats.

/// A supported format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Prometheus text format 0.0.4, with UTF-8 names as of 1.0.0.
    Prometheus,
    /// OpenMetrics 1.0 text.
    OpenMetrics,
    /// JSON lines with one series each, as VictoriaMetrics exports them.
    JsonLines,
    /// The JSON of a query's result: an answer of Prometheus's HTTP API, or its list of series alone, as `promtool query
    /// --output json` prints it.
    QueryResult,
    /// The lines of `promtool tsdb dump`: labels in braces, value and timestamp.
    TsdbDump,
}

impl Format {
    /// The format for an HTTP content type.
    pub fn from_content_type(content_type: &str) -> Option<Self> {
        match content_type.split(';').next().map(str::trim)?.to_ascii_lowercase().as_str() {
            "text/plain" => Some(Self::Prometheus),
            "application/openmetrics-text" => Some(Self::OpenMetrics),
            "application/stream+json" | "application/x-ndjson" | "application/jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Guesses the format from the start of a text; more text gives a better guess.
///
/// JSON lines start with an object key, and results with `status` or `data` as the first one, or with a list. A dump has
/// the metric's name as a label in braces. OpenMetrics is recognized by features that the Prometheus format lacks: the end
/// mark, units, exemplars, timestamps with a point, additional metric types, and counters whose samples have a suffix
/// that their family lacks. Anything else is assumed to be the Prometheus format.
pub fn detect(beginning: &[u8]) -> Format {
    let text = beginning.trim_ascii_start();
    if let Some(format) = json(text) {
        return format;
    }
    if is_dump(text) {
        return Format::TsdbDump;
    }
    let mut counter: Option<&[u8]> = None;
    for line in text.split(|&b| b == b'\n') {
        if let Some(rest) = line.strip_prefix(b"# ") {
            if rest == b"EOF" || rest.starts_with(b"UNIT ") {
                return Format::OpenMetrics;
            }
            let mut words = rest.split(|&b| b == b' ');
            if words.next() == Some(b"TYPE") {
                let name = words.next();
                match words.next() {
                    Some(b"gaugehistogram" | b"info" | b"stateset" | b"unknown") => return Format::OpenMetrics,
                    Some(b"counter") => counter = name,
                    _ => counter = None,
                }
            }
        } else if counter.is_some_and(|c| is_total_of(line, c)) || has_exemplar_or_seconds(line) {
            return Format::OpenMetrics;
        }
    }
    Format::Prometheus
}

/// `{`, a string, `:`; a series of the Prometheus format has no colon after its quoted name. Or `[` and another bracket.
fn json(text: &[u8]) -> Option<Format> {
    if let Some(list) = text.strip_prefix(b"[") {
        let is_list = matches!(list.trim_ascii_start().first(), Some(b'{' | b']'));
        return is_list.then_some(Format::QueryResult);
    }
    let key = text.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = key.iter().position(|&b| b == b'"' || b == b'\\').filter(|&i| key[i] == b'"')?;
    let is_object = key[end + 1..].trim_ascii_start().starts_with(b":");
    let format = match &key[..end] {
        b"status" | b"data" => Format::QueryResult,
        _ => Format::JsonLines,
    };
    is_object.then_some(format)
}

/// Labels in braces, among them the metric's name, which the Prometheus format writes before the braces or in quotes.
fn is_dump(text: &[u8]) -> bool {
    const NAME: &[u8] = b"__name__=\"";
    let line = text.split(|&b| b == b'\n').next().unwrap_or_default();
    let Some(labels) = line.strip_prefix(b"{") else { return false };
    labels.starts_with(NAME) || labels.windows(NAME.len() + 2).any(|part| part.strip_prefix(b", ") == Some(NAME))
}

fn is_total_of(line: &[u8], family: &[u8]) -> bool {
    !family.ends_with(b"_total") && line.strip_prefix(family).is_some_and(|rest| rest.starts_with(b"_total"))
}

fn has_exemplar_or_seconds(line: &[u8]) -> bool {
    let labels_end = line.iter().rposition(|&b| b == b'}').map_or(0, |i| i + 1);
    if line[..labels_end].windows(4).any(|w| w == b" # {") {
        return true;
    }
    let timestamp = line[labels_end..].trim_ascii().split(|&b| b == b' ').nth(usize::from(labels_end == 0) + 1);
    timestamp.is_some_and(|t| t.contains(&b'.') && t.iter().all(|b| b.is_ascii_digit() || *b == b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_apart() {
        use Format::{JsonLines, OpenMetrics, Prometheus, QueryResult, TsdbDump};
        for (text, format) in [
            ("", Prometheus),
            ("up 1\n", Prometheus),
            ("up 1 1600000000000\n", Prometheus),
            ("up 1.5\n# HELP a b\n", Prometheus),
            ("{\"a.b\"} 1.5\n", Prometheus),
            ("{\"a.b\", c=\"d:e\"} 1\n", Prometheus),
            ("a{b=\"c.d\"} 1.5 12\n", Prometheus),
            ("# TYPE a_total counter\na_total 1\n", Prometheus),
            ("# TYPE a untyped\na 1\n", Prometheus),
            ("# just words. EOF\na 1", Prometheus),
            ("up 1\n# EOF", OpenMetrics),
            ("# UNIT a_seconds seconds\n", OpenMetrics),
            ("# TYPE a counter\na_total 1\n", OpenMetrics),
            ("# TYPE a unknown\n", OpenMetrics),
            ("a 1 1600000000.5\n", OpenMetrics),
            ("a{b=\"c\"} 1 1600000000.5\n", OpenMetrics),
            ("a_total 1 # {t=\"x\"} 1\n", OpenMetrics),
            ("{\"metric\":{}}", JsonLines),
            ("\n { \"values\" : [1]}", JsonLines),
            ("{\"status\":\"success\"}", QueryResult),
            ("{\n  \"data\": {", QueryResult),
            ("[{\"metric\":{}}]", QueryResult),
            ("[ ]", QueryResult),
            ("{__name__=\"up\"} 1 1000\n", TsdbDump),
            ("{Zone=\"a\", __name__=\"up\"} 1 1000\n", TsdbDump),
            ("{\"up\", a=\"__name__=\"} 1\n", Prometheus),
        ] {
            assert_eq!(detect(text.as_bytes()), format, "{text}");
        }
    }

    #[test]
    fn content_types_name_formats() {
        let of = Format::from_content_type;
        assert_eq!(of("text/plain; version=0.0.4"), Some(Format::Prometheus));
        assert_eq!(of("application/openmetrics-text; version=1.0.0; charset=utf-8"), Some(Format::OpenMetrics));
        assert_eq!(of("text/html"), None);
    }
}
