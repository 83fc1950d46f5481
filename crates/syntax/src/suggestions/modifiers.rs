//! Ranges, offsets, `@` and matching at the wrong place.

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    let hint = range_behind_call(site)
        .or_else(|| before_range(site))
        .or_else(|| behind_expression(site))
        .or_else(|| start_or_end(site))
        .or_else(|| time(site))
        .or_else(|| group_without_matching(site))
        .or_else(|| matching_before_operator(site));
    hint.into_iter().collect()
}

/// `rate(x)[5m]`
fn range_behind_call(site: &Site<'_>) -> Option<Hint> {
    let is_selector =
        matches!(site.kind(-2), TokenKind::RightBrace | TokenKind::Identifier | TokenKind::MetricIdentifier);
    if !site.is(codes::RANGE_ON_NON_SELECTOR) || site.at(-1) != ")" || !is_selector {
        return None;
    }
    let mut name = -2;
    while site.at(name) != "(" && name > -100 {
        name -= 1;
    }
    let at = site.range(-2).end;
    let edits = [(site.here(), String::new()), (at..at, site.word().to_owned())];
    site.is_function(site.at(name - 1)).then(|| Hint::fixes("put the range behind the selector", edits))
}

/// `x offset 5m[5m]`
fn before_range(site: &Site<'_>) -> Option<Hint> {
    let modifier = site.diagnostic.labels.first().filter(|_| site.is(codes::MODIFIER_BEFORE_RANGE))?.range.clone();
    let (end, text) = (site.here().end, format!(" {}", site.slice(modifier.clone())));
    let gap = site.slice(..modifier.start).trim_end().len()..modifier.end;
    Some(Hint::fixes("put it behind the range", [(gap, String::new()), (end..end, text)]))
}

/// `sum(x) offset 5m`
fn behind_expression(site: &Site<'_>) -> Option<Hint> {
    if !site.is(codes::MODIFIER_ON_NON_SELECTOR) {
        return None;
    }
    let is_call = site.at(-1) == ")";
    let is_selector = matches!(site.kind(-2), TokenKind::RightBrace | TokenKind::RightBracket | TokenKind::Identifier);
    let (at, gap) = (site.range(-2).end, site.gap().start..site.here().end);
    let text = format!(" {}", site.word());
    (is_call && is_selector).then(|| Hint::fixes("put it behind the selector", [(gap, String::new()), (at..at, text)]))
}

/// `x @ start`
fn start_or_end(site: &Site<'_>) -> Option<Hint> {
    let is_word = matches!(site.kind(-1), TokenKind::Start | TokenKind::End) && site.kind(-2) == TokenKind::At;
    let at = site.range(-1).end;
    (is_word && site.expects("`(`")).then(|| Hint::fix("insert `()`", at..at, "()"))
}

/// `x @ now()`
fn time(site: &Site<'_>) -> Option<Hint> {
    let end = site.range(site.end_of_item().max(1) - 1).end;
    let is_time = site.is_in("`@` modifier") && site.expects("`start()`") && site.kind(0) != TokenKind::Eof;
    let help = "a time is a number of seconds since 1970, `start()` or `end()`, those of the query";
    is_time.then(|| Hint::skip(site.range(0).start..end, "0").with_help(help))
}

/// `a * group_left b`, `a * group_left (c) on (job) b`
fn group_without_matching(site: &Site<'_>) -> Option<Hint> {
    let is_group = |by| matches!(site.kind(by), TokenKind::GroupLeft | TokenKind::GroupRight);
    if !is_group(0) || !site.is(codes::UNEXPECTED_TOKEN) {
        return None;
    }
    let end = if site.at(1) == "(" { site.closing(1)? } else { 0 };
    let message = format!("`{}` needs `on (...)` or `ignoring (...)` before it", site.at(0));
    let start = site.range(0).start;
    if matches!(site.kind(end + 1), TokenKind::On | TokenKind::Ignoring) && site.at(end + 2) == "(" {
        let matching = site.range(end + 1).start..site.range(site.closing(end + 2)?).end;
        let group = start..site.range(end).end;
        let text = format!("{} {}", site.slice(matching.clone()), site.slice(group.clone()));
        return Some(Hint::fix("exchange them", group.start..matching.end, text).saying(message));
    }
    Some(Hint::fix("match on all labels", start..start, "ignoring () ").saying(message))
}

/// `a on (job) * b`
fn matching_before_operator(site: &Site<'_>) -> Option<Hint> {
    let is_matching = matches!(site.kind(0), TokenKind::On | TokenKind::Ignoring | TokenKind::Bool);
    let mut end = if site.at(1) == "(" { site.closing(1)? } else { 0 };
    if matches!(site.kind(end + 1), TokenKind::GroupLeft | TokenKind::GroupRight) {
        end = if site.at(end + 2) == "(" { site.closing(end + 2)? } else { end + 1 };
    }
    if !is_matching || !site.is(codes::UNEXPECTED_TOKEN) || site.kind(end + 1) == TokenKind::Eof {
        return None;
    }
    let modifiers = site.slice(site.range(0).start..site.range(end).end);
    let range = site.range(0).start..site.range(end + 1).end;
    let text = format!("{} {modifiers}", site.at(end + 1));
    let hint = Hint::fix("put it behind the operator", range, text);
    Some(hint.saying(format!("`{}` stands behind the operator", site.at(0))))
}
