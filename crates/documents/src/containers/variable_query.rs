//! The queries of Grafana's template variables, which are PromQL in part only.

use promenade_model::UnquotedNames;
use promenade_model::value::SourceRange;

/// The part of a variable's query that is PromQL: the selector of `label_values(selector, label)`, the expression of
/// `query_result(expression)`, and the whole of what is none of Grafana's own functions, which is a selector of series.
pub(super) fn promql_part(text: &str) -> Option<SourceRange> {
    let trimmed = trimmed(text, 0..text.len());
    let inner = |name: &str| {
        let rest = text[trimmed.clone()].strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
        let start = trimmed.start + name.len() + 1;
        Some(start..start + rest.len())
    };
    if inner("label_names").is_some() || inner("metrics").is_some() {
        return None;
    }
    let part = if let Some(arguments) = inner("label_values") {
        arguments.start..arguments.start + label_at(&text[arguments])?
    } else {
        inner("query_result").unwrap_or(trimmed)
    };
    Some(self::trimmed(text, part)).filter(|part| !part.is_empty())
}

/// Where the comma before the last argument stands, if that is the name of a label and there is one before it.
fn label_at(arguments: &str) -> Option<usize> {
    let (selector, label) = arguments.rsplit_once(',')?;
    let label = label.trim();
    let is_name = |c: char| UnquotedNames::Utf8.goes_on_with(c) || matches!(c, '$' | '-' | '{' | '}' | '[' | ']' | ':');
    let is_quoted = label.len() > 2 && label.starts_with('"') && label.ends_with('"');
    (is_quoted || !label.is_empty() && label.chars().all(is_name)).then_some(selector.len())
}

/// A range without the white space at its ends.
fn trimmed(text: &str, range: SourceRange) -> SourceRange {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::promql_part;

    #[test]
    fn the_part_that_is_promql_is_found() {
        let table = [
            ("label_values(job)", None),
            ("label_values(up, job)", Some("up")),
            (" label_values( up{a=~\"b,c\", d=\"$e\"} , $label ) ", Some("up{a=~\"b,c\", d=\"$e\"}")),
            ("label_values({a=\"b\", c=\"d\"})", None),
            ("label_values(up, \"a.b\")", Some("up")),
            ("label_values(a.b, équipe.name)", Some("a.b")),
            ("label_names()", None),
            ("metrics(node_.*)", None),
            ("query_result(topk(5, sum by (a) (up)))", Some("topk(5, sum by (a) (up))")),
            ("query_result()", None),
            ("up{job=\"a\"}", Some("up{job=\"a\"}")),
            ("", None),
            ("  ", None),
        ];
        for (query, expected) in table {
            assert_eq!(promql_part(query).map(|range| &query[range]), expected, "{query}");
        }
    }
}
