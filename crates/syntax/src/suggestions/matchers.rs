//! Matchers in braces: operators, values without quotes, what stands between them.

use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

/// Operators of other languages, and PromQL's.
const OPERATORS: &[(&str, &str)] = &[
    ("===", "="),
    ("!==", "!="),
    ("==~", "=~"),
    ("==", "="),
    ("<>", "!="),
    ("=!", "!="),
    ("~=", "=~"),
    ("~!", "!~"),
    ("!=~", "!~"),
    ("~", "=~"),
    ("!", "!="),
    (":", "="),
    (":=", "="),
    ("=*", "=~"),
];

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if !site.in_braces() {
        return selector_in_other_brackets(site).into_iter().collect();
    }
    let hint = between(site)
        .or_else(|| operator(site))
        .or_else(|| negation(site))
        .or_else(|| comparison(site))
        .or_else(|| alternatives(site))
        .or_else(|| value(site))
        .or_else(|| missing(site))
        .or_else(|| range_inside(site));
    hint.into_iter().collect()
}

/// `{a="b"; c="d"}`, `{a="b" and c="d"}`, `{a="b",,}`
fn between(site: &Site<'_>) -> Option<Hint> {
    let is_comma = |text: &str| [";", "&", "&&", "and", "AND", "+"].contains(&text);
    if site.at(0) == "," && site.is_in("label matching") && site.expects("a label name") {
        return Some(Hint::fix("remove the comma", site.range(0), ""));
    }
    if site.kind(-1) != TokenKind::String {
        return None;
    }
    let word = if site.at(0) == "&" && site.at(1) == "&" { "&&" } else { site.at(0) };
    if is_comma(word) {
        let (start, end) = (site.range(-1).end, site.range(0).start + word.len());
        return Some(Hint::fix("write `,`", start..end, ",").saying("a comma stands between matchers"));
    }
    if ["or", "OR", "|"].contains(&word) {
        return Some(either(site));
    }
    None
}

/// `{a="b" or a="c"}`
fn either(site: &Site<'_>) -> Hint {
    let help = "all matchers must hold; alternatives of one label are one regular expression, as in `a=~\"b|c\"`";
    let is_pair = site.at(-2) == "=" && site.at(2) == "=" && site.at(-3) == site.at(1);
    let (first, second) = (unquoted(site.at(-1)), unquoted(site.at(3)));
    if let (true, Some(first), Some(second)) = (is_pair, first, second) {
        let range = site.range(-2).start..site.range(3).end;
        let text = format!("=~\"{first}|{second}\"");
        return Hint::fix("write a regular expression", range, text).with_help(help);
    }
    Hint::skip(site.gap().start..site.range(0).end, ",").with_help(help)
}

/// `{a=="b"}`, `{a~"b"}`, `{a: "b"}`
fn operator(site: &Site<'_>) -> Option<Hint> {
    let is_part = |c: char| "=!~<>:*".contains(c);
    let from = site.slice(..site.here().start).trim_end_matches(is_part).len();
    let rest = site.slice(from..);
    let len = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let (_, meant) = OPERATORS.iter().find(|(other, _)| *other == &rest[..len])?;
    let is_between = site.slice(..from).trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || "_\"".contains(c));
    let message = format!("`{}` is no operator of matchers", &rest[..len]);
    is_between.then(|| Hint::fix(format!("write `{meant}`"), from..from + len, *meant).saying(message))
}

/// `{!a="b"}`, `{a not "b"}`
fn negation(site: &Site<'_>) -> Option<Hint> {
    if site.word() == "!" && site.kind(1) == TokenKind::Identifier && site.at(2) == "=" {
        let edits = [(site.here(), String::new()), (site.range(2), "!=".to_owned())];
        return Some(Hint::fixes("write `!=`", edits));
    }
    let is_not = ["not", "NOT", "is", "IS", "like", "LIKE"].contains(&site.at(0)) && site.kind(1) == TokenKind::String;
    let meant = if site.at(0).eq_ignore_ascii_case("not") { "!=" } else { "=" };
    is_not.then(|| Hint::fix(format!("write `{meant}`"), site.gap().start..site.range(1).start, meant))
}

/// `{a>"5"}`
fn comparison(site: &Site<'_>) -> Option<Hint> {
    let is_order = ["<", ">"].contains(&site.word()) && site.kind(-1) == TokenKind::Identifier;
    let rest = site.slice(site.here().start..);
    let len = rest.find(|c: char| !"<>=".contains(c))?;
    let help =
        "the values of labels are text, which has no order; the values of samples are compared outside the braces";
    is_order.then(|| Hint::skip(site.here().start..site.here().start + len, "=").with_help(help))
}

/// `{a in ("b", "c")}`, `{a=["b", "c"]}`
fn alternatives(site: &Site<'_>) -> Option<Hint> {
    let is_in = ["in", "IN"].contains(&site.at(0)) && ["(", "["].contains(&site.at(1));
    let is_list = site.at(-1) == "=" && ["(", "[", "{"].contains(&site.at(0));
    if !is_in && !is_list {
        return None;
    }
    let open = isize::from(is_in);
    let close = site.closing(open)?;
    let items: Option<Vec<&str>> = (open + 1..close).step_by(2).map(|by| unquoted(site.at(by))).collect();
    let from = if is_in { site.gap().start } else { site.range(-1).start };
    let text = format!("=~\"{}\"", items?.join("|"));
    Some(Hint::fix("write a regular expression", from..site.range(close).end, text))
}

/// `{a=b}`, `{code=200}`
fn value(site: &Site<'_>) -> Option<Hint> {
    let is_after = matches!(site.kind(-1), TokenKind::Eql | TokenKind::Neq | TokenKind::EqlRegex | TokenKind::NeqRegex);
    let start = site.here().start;
    let rest = site.slice(start..);
    let len = rest.find([',', '}', '"', ' ', '\n', '{', '[']).unwrap_or(rest.len());
    let ends = rest[len..].trim_start().starts_with([',', '}']);
    let text = &rest[..len];
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.:*+/|()^$%@".contains(c));
    if !is_after || !ends || !is_plain {
        return None;
    }
    let hint = Hint::fix("put it in quotes", start..start + len, format!("\"{text}\""));
    Some(hint.saying(format!("the value `{text}` of a matcher must stand in quotes")))
}

/// `{a "b"}`, `{a}`
fn missing(site: &Site<'_>) -> Option<Hint> {
    if !site.expects("`=~`") || site.kind(-1) != TokenKind::Identifier {
        return None;
    }
    if site.kind(0) == TokenKind::String {
        return Some(Hint::fix("insert `=`", site.gap(), "="));
    }
    let name = site.at(-1);
    let help = format!("`{name}!=\"\"` selects the series that have this label");
    (site.at(0) == "}" || site.at(0) == ",").then(|| Hint::skip(site.gap(), "!=\"\"").with_help(help))
}

/// `rate{x[5m]}`
fn range_inside(site: &Site<'_>) -> Option<Hint> {
    let open = site.opening()?;
    let close = site.closing(open)?;
    let is_call = site.is_function(site.at(open - 1)) || site.is_aggregator(site.at(open - 1));
    let edits = [(site.range(open), "(".to_owned()), (site.range(close), ")".to_owned())];
    is_call.then(|| Hint::fixes("write parentheses", edits).saying("arguments stand in parentheses"))
}

/// `x[a="b"]`, `x(a="b")`, `rate[x[5m]]`
fn selector_in_other_brackets(site: &Site<'_>) -> Option<Hint> {
    let open = site.opening()?;
    let close = site.closing(open)?;
    let is_name = matches!(site.kind(open - 1), TokenKind::Identifier | TokenKind::MetricIdentifier);
    if !is_name || site.at(open) == "{" {
        return None;
    }
    let name = site.at(open - 1);
    let is_call = site.is_function(name) || site.is_aggregator(name);
    let (left, right, what) =
        if is_call { ("(", ")", "arguments stand in parentheses") } else { ("{", "}", "matchers stand in braces") };
    let is_matcher = is_call || (open + 1..close).any(|by| ["=", "=~", "!=", "!~"].contains(&site.at(by)));
    let edits = [(site.range(open), left.to_owned()), (site.range(close), right.to_owned())];
    (is_matcher && site.at(open) != left).then(|| Hint::fixes("write the right brackets", edits).saying(what))
}

/// What stands in quotes, where it means the same in a regular expression.
fn unquoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    inner.chars().all(|c| c.is_alphanumeric() || "_-:/ ".contains(c)).then_some(inner)
}
