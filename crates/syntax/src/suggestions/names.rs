//! Names that need quotes.

use promenade_model::UnquotedNames;

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let hint = if site.in_braces() {
        label(site, is_of_quoted)
    } else if in_grouping(site) {
        label(site, is_of_name)
    } else {
        metric(site).or_else(|| quoted_metric(site))
    };
    hint.into_iter().collect()
}

/// `http.requests{a="b"}`
fn metric(site: &Site<'_>) -> Option<Hint> {
    let start = begin_of_name(site)?;
    let name = name_at(site, start, |c| is_of_name(c) || c == ':');
    let end = start + name.len();
    let rest = site.slice(end..);
    let (range, text) = match rest.strip_prefix('{').map(str::trim_start) {
        Some(inside) if inside.starts_with('}') => (start..end + rest.find('}')? + 1, format!("{{\"{name}\"}}")),
        Some(_) => (start..end + 1, format!("{{\"{name}\", ")),
        None => (start..end, format!("{{\"{name}\"}}")),
    };
    let message = format!("`{name}` holds a character for which a metric's name must stand in quotes, in braces");
    let hint = Hint::fix("write the name in quotes", range, text).saying(message);
    Some(with_feature(hint, UnquotedNames::Utf8.allow_metric(name)))
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

/// `{http.method="GET"}` and `by (http.method)`
fn label(site: &Site<'_>, is_of_name: fn(char) -> bool) -> Option<Hint> {
    let start = begin_of_name(site)?;
    let name = name_at(site, start, is_of_name);
    let message = format!("`{name}` holds a character for which a label's name must stand in quotes");
    let hint = Hint::fix("write the name in quotes", start..start + name.len(), format!("\"{name}\"")).saying(message);
    Some(with_feature(hint, UnquotedNames::Utf8.allow_label(name)))
}

/// The same with the feature named with which the name needs no quotes. Where it is on, nothing is wrong with such a name.
fn with_feature(hint: Hint, is_enough: bool) -> Hint {
    let help = "with the feature `promql-unquoted-utf8-names` the name needs no quotes";
    if is_enough { hint.with_help(help) } else { hint }
}

/// Where a name begins in which the diagnostic is about a dot, a hyphen, a slash or a letter beyond ASCII.
fn begin_of_name(site: &Site<'_>) -> Option<usize> {
    let c = site.slice(site.here().start..).chars().next()?;
    let is_behind_word = site.touches(-1) && site.at(-1).starts_with(is_of_word);
    let begins =
        if is_other_letter(c) { site.is(codes::UNEXPECTED_CHARACTER) } else { is_behind_word && is_inside(site, c) };
    begins.then(|| if is_behind_word { site.range(-1).start } else { site.here().start })
}

/// Whether the diagnostic is about such a character between characters of a name.
fn is_inside(site: &Site<'_>, c: char) -> bool {
    let next = site.slice(site.here().start + c.len_utf8()..).chars().next();
    let goes_on = next.is_some_and(|next| is_of_word(next) || c == '.' && (next.is_ascii_digit() || next == '.'));
    let is_of_number = [codes::INVALID_NUMBER, codes::UNEXPECTED_TOKEN].iter().any(|code| site.is(code));
    match c {
        '.' => goes_on && (site.is(codes::UNEXPECTED_CHARACTER) || is_of_number),
        '-' | '/' => goes_on && site.in_braces() && site.is(codes::UNEXPECTED_CHARACTER),
        _ => false,
    }
}

/// Whether the diagnostic is in the list of labels behind `by` and its like.
fn in_grouping(site: &Site<'_>) -> bool {
    use TokenKind as K;
    let before = site.opening().filter(|i| site.at(*i) == "(").map(|i| site.kind(i - 1));
    matches!(before, Some(K::By | K::Without | K::On | K::Ignoring | K::GroupLeft | K::GroupRight))
}

fn name_at<'a>(site: &Site<'a>, start: usize, is_of_name: impl Fn(char) -> bool) -> &'a str {
    let text = site.slice(start..);
    &text[..text.find(|c| !is_of_name(c)).unwrap_or(text.len())]
}

fn is_other_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || is_other_letter(c)
}

fn is_of_name(c: char) -> bool {
    is_of_word(c) || c.is_ascii_digit() || c == '.'
}

/// What a label in braces may be called where the quotes were forgotten.
fn is_of_quoted(c: char) -> bool {
    is_of_name(c) || ['-', '/'].contains(&c)
}
