//! Names that need quotes.

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let hint = if site.in_braces() { label(site) } else { metric(site).or_else(|| quoted_metric(site)) };
    hint.into_iter().collect()
}

/// `http.requests{a="b"}`
fn metric(site: &Site<'_>) -> Option<Hint> {
    let start = begin_of_name(site)?;
    let len = site.slice(start..).find(|c: char| !is_of_name(c) && c != ':').unwrap_or(site.text.len() - start);
    let name = site.slice(start..start + len);
    let end = start + len;
    let rest = site.slice(end..);
    let (range, text) = match rest.strip_prefix('{').map(str::trim_start) {
        Some(inside) if inside.starts_with('}') => (start..end + rest.find('}')? + 1, format!("{{\"{name}\"}}")),
        Some(_) => (start..end + 1, format!("{{\"{name}\", ")),
        None => (start..end, format!("{{\"{name}\"}}")),
    };
    let message = format!("`{name}` holds a character for which a metric's name must stand in quotes, in braces");
    Some(Hint::fix("write the name in quotes", range, text).saying(message))
}

/// `"http.requests"{a="b"}`
fn quoted_metric(site: &Site<'_>) -> Option<Hint> {
    let is_selector = site.kind(-1) == TokenKind::String && site.at(0) == "{" && site.is(codes::UNEXPECTED_TOKEN);
    if !is_selector {
        return None;
    }
    let (name, comma) = (site.at(-1), if site.at(1) == "}" { "" } else { ", " });
    let range = site.range(-1).start..site.range(0).end;
    let hint = Hint::fix("put the name into the braces", range, format!("{{{name}{comma}"));
    Some(hint.saying("a metric's name in quotes stands in the braces"))
}

/// `{http.method="GET"}`
fn label(site: &Site<'_>) -> Option<Hint> {
    let start = begin_of_name(site)?;
    let len = site.slice(start..).find(|c: char| !is_of_name(c)).unwrap_or(site.text.len() - start);
    let name = site.slice(start..start + len);
    let message = format!("`{name}` holds a character for which a label's name must stand in quotes");
    Some(Hint::fix("write the name in quotes", start..start + len, format!("\"{name}\"")).saying(message))
}

/// Where a name begins in which the diagnostic is about a dot or a hyphen.
fn begin_of_name(site: &Site<'_>) -> Option<usize> {
    let is_inside = matches!(site.kind(-1), TokenKind::Identifier | TokenKind::MetricIdentifier)
        && site.touches(-1)
        && site.is(codes::UNEXPECTED_CHARACTER)
        && [".", "-", "/"].contains(&site.word())
        && site.slice(site.here().end..).starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_label = site.in_braces() || site.word() == ".";
    (is_inside && is_label).then(|| site.range(-1).start)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || ['_', '.', '-', '/'].contains(&c)
}
