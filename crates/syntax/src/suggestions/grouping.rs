//! `by` and `without` at the wrong place or in other words.

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if !site.is(codes::UNEXPECTED_TOKEN) {
        return Vec::new();
    }
    group_by(site).or_else(|| inside(site)).or_else(|| behind_function(site)).into_iter().collect()
}

/// `sum(x) group by (job)`, `sum(x) groupby job`
fn group_by(site: &Site<'_>) -> Option<Hint> {
    let is = |by: isize, word: &str| site.at(by).eq_ignore_ascii_case(word);
    let last = if is(0, "group") && is(1, "by") {
        1
    } else if is(0, "groupby") || is(0, "group_by") || is(0, "per") {
        0
    } else {
        return None;
    };
    let range = site.range(0).start..site.range(last).end;
    let message = format!("`{}` is no modifier of an aggregation", site.slice(range.clone()));
    let mut edits = vec![(range, "by".to_owned())];
    if site.kind(last + 1).is_label_name() {
        let label = site.range(last + 1);
        edits.extend([(label.start..label.start, "(".to_owned()), (label.end..label.end, ")".to_owned())]);
    }
    Some(Hint::fixes("write `by`", edits).saying(message))
}

/// `sum(x by (job))`, `sum (by (job) x)`
fn inside(site: &Site<'_>) -> Option<Hint> {
    let is_modifier = |by| matches!(site.kind(by), TokenKind::By | TokenKind::Without);
    let by = if is_modifier(0) { 0 } else { -1 };
    let open = site.opening()?;
    if !is_modifier(by) || !site.is_aggregator(site.at(open - 1)) {
        return None;
    }
    let name = site.range(open - 1);
    let has_list = site.at(by + 1) == "(";
    let end = if has_list { site.closing(by + 1)? } else { site.closing(open)? - 1 };
    let labels = site.slice(site.range(by + 1).start..site.range(end).end);
    let labels = if has_list { labels.to_owned() } else { format!("({labels})") };
    let space = if site.touches(open - 1) { " " } else { "" };
    let text = format!(" {} {labels}{space}", site.at(by));
    let is_all = open + 1 == by && site.at(end + 1) == ")";
    let gone = if is_all {
        site.range(open).start..site.range(end + 2).start
    } else {
        site.slice(..site.range(by).start).trim_end().len()..site.range(end).end
    };
    let message = format!("`{}` stands before or behind the parentheses", site.at(by));
    Some(Hint::fixes("put it before them", [(name.end..name.end, text), (gone, String::new())]).saying(message))
}

/// `rate(x[5m]) by (job)`
fn behind_function(site: &Site<'_>) -> Option<Hint> {
    let is_modifier = matches!(site.kind(0), TokenKind::By | TokenKind::Without);
    let end = if site.at(1) == "(" { site.closing(1)? } else { 0 };
    let help = "only aggregations such as `sum` have a grouping, and one at most";
    is_modifier.then(|| Hint::skip(site.gap().start..site.range(end).end, "").with_help(help))
}
