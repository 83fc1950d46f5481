//! Queries of dashboards for a parser that knows no variables; other crates' tests use it too.

/// Puts in for Grafana's variables what could stand there: a duration in brackets and after `offset`, a pattern in
/// quotes, a name elsewhere.
pub(crate) fn without_variables(source: &str) -> String {
    let (mut out, mut rest, mut quote) = (String::new(), source, None);
    while let Some(c) = rest.chars().next() {
        let variable = variable_len(rest);
        if variable > 0 {
            let before = out.trim_end();
            let is_duration =
                before.ends_with(['[', ':']) || before.ends_with("offset") || before.ends_with("offset -");
            let name = &rest[..variable];
            let is_interval = ["interval", "range", "resolution", "period", "window"].iter().any(|w| name.contains(w));
            out.push_str(match quote {
                Some(_) => ".*",
                None if is_duration || is_interval && !name.contains("_s") => "5m",
                None if is_interval => "5",
                None => "x",
            });
            rest = &rest[variable..];
            continue;
        }
        quote = match (quote, c) {
            (None, '"' | '\'' | '`') => Some(c),
            (Some(open), _) if open == c => None,
            (quote, _) => quote,
        };
        out.push(c);
        rest = &rest[c.len_utf8()..];
        if c == '\\' && quote.is_some_and(|q| q != '`') {
            let escaped = rest.chars().next().map_or(0, char::len_utf8);
            out.push_str(&rest[..escaped]);
            rest = &rest[escaped..];
        }
    }
    out
}

/// The length of the variable at the start of a text; 0 where there is none.
fn variable_len(text: &str) -> usize {
    let closed = |close: &str| text.find(close).map_or(0, |at| at + close.len());
    if text.starts_with("${") {
        closed("}")
    } else if text.starts_with("[[") {
        closed("]]")
    } else if let Some(name) = text.strip_prefix('$') {
        match name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count() {
            0 => 0,
            len => len + 1,
        }
    } else {
        0
    }
}
