//! Brackets that are missing, or are of another kind than meant.

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let mut hints = swallowed(site);
    hints.extend(double_brackets(site));
    hints.extend(missing_comma(site));
    hints.extend(all_closers(site));
    hints.extend(labels_without_closer(site));
    hints.extend(missing_closer(site));
    hints.extend(other_closer(site));
    hints.extend(missing_opener(site));
    hints.extend(arguments_without_parentheses(site));
    hints.extend(unclosed_string(site));
    hints
}

/// `x[[5m]]`
fn double_brackets(site: &Site<'_>) -> Option<Hint> {
    let start = site.here().start.checked_sub(1)?;
    let end = start + 2 + site.slice(start..).strip_prefix("[[")?.find("]]")?;
    let hint = Hint::fixes("write single brackets", [(start..start + 1, String::new()), (end..end + 1, String::new())]);
    Some(hint.saying("a range stands in single brackets"))
}

/// `x{a="b" c="d"}`, `topk(5 x)`
fn missing_comma(site: &Site<'_>) -> Vec<Hint> {
    let begins = matches!(site.kind(0), TokenKind::Identifier | TokenKind::MetricIdentifier | TokenKind::String)
        || matches!(site.kind(0), TokenKind::Number | TokenKind::Duration | TokenKind::LeftBrace)
        || site.kind(0).is_keyword();
    if !(begins && site.expects("`,`")) {
        return Vec::new();
    }
    let at = site.range(-1).end;
    vec![Hint::fix("insert `,`", at..at, ",")]
}

/// `sum(rate(x[5m`
fn all_closers(site: &Site<'_>) -> Option<Hint> {
    if !site.is(codes::UNCLOSED_DELIMITER) {
        return None;
    }
    let closers: String = site.open_before().iter().rev().map(|opener| closer_of(opener)).collect();
    let at = site.here().start;
    (closers.len() > 1).then(|| Hint::fix(format!("insert `{closers}`"), at..at, closers))
}

/// `sum by (job (x))`, `sum by (job x`
fn labels_without_closer(site: &Site<'_>) -> Option<Hint> {
    if !site.is_in("grouping labels") || !site.expects("`)`") {
        return None;
    }
    let at = site.range(-1).end;
    let edits = if site.at(0) == "(" {
        let surplus = site.range(site.closing(0)? + 1);
        let is_surplus = site.slice(surplus.clone()) == ")";
        is_surplus.then(|| [(at..at, ")".to_owned()), (surplus, String::new())])?
    } else {
        let modifier = site.kind(site.opening()? - 1);
        if !matches!(modifier, TokenKind::By | TokenKind::Without) {
            return None;
        }
        let end = site.range(site.end_of_item() - 1).end.max(site.range(0).end);
        [(site.gap(), ") (".to_owned()), (end..end, ")".to_owned())]
    };
    Some(Hint::fixes("close the parenthesis behind the labels", edits))
}

fn closer_of(opener: &str) -> &'static str {
    match opener {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

/// `rate(x[5m)`, `x{a="b"[5m]`
fn missing_closer(site: &Site<'_>) -> Vec<Hint> {
    let at = site.range(-1).end;
    let closers = [("`)`", ")"), ("`]`", "]"), ("`}`", "}")];
    let expected = closers.into_iter().filter(|(name, _)| site.expects(name) && site.kind(0) != TokenKind::Eof);
    let is_closer = [")", "]", "}"].contains(&site.at(0));
    let hints = |(name, closer): (&str, &'static str)| {
        let insert = Hint::fix(format!("insert {name}"), at..at, closer);
        let replace = is_closer.then(|| Hint::fix(format!("write {name}"), site.range(0), closer));
        [Some(insert), replace]
    };
    expected.flat_map(hints).flatten().collect()
}

/// `x[5m) + y`
fn other_closer(site: &Site<'_>) -> Option<Hint> {
    let open = site.opening().filter(|_| site.is(codes::UNMATCHED_DELIMITER))?;
    let closer = closer_of(site.at(open));
    (closer != site.at(0)).then(|| Hint::fix(format!("write `{closer}`"), site.range(0), closer))
}

/// `rate(x5m])`, `rate(x{a="b"}5m])`
fn missing_opener(site: &Site<'_>) -> Vec<Hint> {
    let is_duration = |by| matches!(site.kind(by), TokenKind::Duration | TokenKind::Number);
    let insert = |at: usize| vec![Hint::fix("insert `[`", at..at, "[")];
    if is_duration(0) && site.at(1) == "]" {
        return insert(site.range(0).start);
    }
    if site.at(0) != "]" || !site.is(codes::UNMATCHED_DELIMITER) {
        return Vec::new();
    }
    if is_duration(-1) {
        return insert(site.range(-1).start);
    }
    let name = site.at(-1);
    let tail = name.trim_end_matches(|c: char| c.is_ascii_lowercase()).trim_end_matches(|c: char| c.is_ascii_digit());
    let is_tail = name[tail.len()..].starts_with(|c: char| c.is_ascii_digit()) && !tail.is_empty();
    if is_tail && site.kind(-1) == TokenKind::Identifier {
        insert(site.range(-1).start + tail.len())
    } else {
        Vec::new()
    }
}

/// `rate x[5m]`, `sum by (a) x`, `topk 5 (x)`
fn arguments_without_parentheses(site: &Site<'_>) -> Vec<Hint> {
    let takes = |name: &str| site.is_function(name) || site.is_aggregator(name);
    let is_after_grouping = site.expects("`(`") && site.is_in("aggregation");
    let end = site.range(site.end_of_item() - 1).end;
    let start = site.range(0).start;
    if site.end_of_item() < 1 || !(is_after_grouping || takes(site.at(-1)) && site.is(codes::UNEXPECTED_TOKEN)) {
        return Vec::new();
    }
    if matches!(site.kind(0), TokenKind::Number) && site.at(1) == "(" {
        let open = site.range(1);
        let edits = [(start..start, "(".to_owned()), (site.range(0).end..open.end, ", ".to_owned())];
        return vec![Hint::fixes("put the arguments in parentheses", edits)];
    }
    let gap = if is_after_grouping { start..start } else { site.gap() };
    vec![Hint::fixes("put the arguments in parentheses", [(gap, "(".to_owned()), (end..end, ")".to_owned())])]
}

/// `x{a="b} + y{c="d"}`: the string before ends where another was to begin.
fn swallowed(site: &Site<'_>) -> Vec<Hint> {
    if site.kind(-1) != TokenKind::String || !site.touches(-1) || !site.is(codes::UNEXPECTED_TOKEN) {
        return Vec::new();
    }
    let (string, start) = (site.at(-1), site.range(-1).start);
    let places = string[1..].match_indices(['}', ',', ')']).map(|(at, _)| start + 1 + at).take(4);
    places.map(|at| Hint::fix(format!("insert `{}`", &string[..1]), at..at, &string[..1])).collect()
}

/// `x{a="b}`, `x{a='b"}`
fn unclosed_string(site: &Site<'_>) -> Vec<Hint> {
    if !site.is(codes::UNTERMINATED_STRING) {
        return Vec::new();
    }
    let (word, start) = (site.word(), site.here().start);
    let quote = &word[..1];
    let other = if quote == "\"" { "'" } else { "\"" };
    let mut hints = Vec::new();
    if word[1..].contains(other) {
        hints.push(Hint::fix(format!("begin with `{other}` too"), start..start + 1, other));
    }
    let places = word.match_indices([',', '}', ')', ' ']).map(|(at, _)| start + at);
    let places = places.take(8).chain([site.here().end]);
    hints.extend(places.map(|at| Hint::fix(format!("insert `{quote}`"), at..at, quote)));
    hints
}
