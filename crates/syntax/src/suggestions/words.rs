//! Words that are misspelt, or belong to other languages.

use promenade_model::suggest::nearest;

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

/// Words that may follow an expression, longest first.
const KEYWORDS: &[&str] = &[
    "and",
    "or",
    "unless",
    "atan2",
    "bool",
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "fill",
    "fill_left",
    "fill_right",
    "offset",
    "anchored",
    "smoothed",
];

/// Words that are farther from those that are meant.
const ALIASES: &[(&str, &str)] = &[
    ("left_group", "group_left"),
    ("right_group", "group_right"),
    ("ignore", "ignoring"),
    ("exclude", "without"),
    ("excluding", "without"),
    ("shift", "offset"),
];

/// Words of other languages, and what to do instead.
const FOREIGN: &[(&str, &str)] = &[
    ("select", "PromQL has no `SELECT`: the query is the expression alone, as in `sum by (job) (up)`"),
    ("from", "PromQL has no `FROM`: the name of the metric stands in the expression"),
    ("where", "series are chosen in braces behind the name of the metric, as in `up{job=\"api\"}`"),
    ("having", "values are compared with `>`, `<`, `==` and their kin, as in `sum(x) > 5`"),
    ("order", "`sort(...)` and `sort_desc(...)` put the result in order"),
    ("limit", "`topk(10, ...)` and `limitk(10, ...)` limit the number of series"),
    ("as", "results have no names; `label_replace(...)` sets a label"),
    ("for", "`for` belongs to the alerting rule, not to its expression"),
    ("like", "patterns are regular expressions in braces, as in `up{job=~\"api.*\"}`"),
    ("between", "write `x >= 1 <= 5`"),
    ("then", "PromQL has no conditions; comparisons filter, and `or` gives what stands in for what is gone"),
    ("else", "PromQL has no conditions; comparisons filter, and `or` gives what stands in for what is gone"),
    ("null", "a missing value is found with `absent(...)` or `unless`"),
    ("in", "alternatives are a regular expression in braces, as in `up{job=~\"a|b\"}`"),
    ("over", "a window stands in brackets, as in `rate(x[5m])`"),
    ("last", "a window stands in brackets, as in `rate(x[5m])`"),
    ("ago", "`offset 5m` looks back"),
];

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if !site.is(codes::UNEXPECTED_TOKEN) || site.in_braces() {
        return Vec::new();
    }
    if site.kind(0) == TokenKind::Variable {
        return vec![Hint::skip(site.range(0), "+"), Hint::skip(site.range(0), "")];
    }
    if let Some(hint) = foreign(site) {
        return vec![hint];
    }
    let mut hints = misspelt(site);
    hints.extend(two_operands(site));
    hints
}

/// `x ofset 5m`, `sum(x) bye (job)`, `a * left_group b`
fn misspelt(site: &Site<'_>) -> Vec<Hint> {
    let word = |by: isize| {
        let is_word = site.kind(by) == TokenKind::Identifier && site.at(by).len() > 1;
        let keywords = KEYWORDS.iter().copied().filter(|keyword| *keyword != site.at(by));
        let alias = ALIASES.iter().find(|(other, _)| site.at(by).eq_ignore_ascii_case(other)).map(|(_, meant)| *meant);
        let meant = alias.or_else(|| nearest(site.at(by), keywords)).filter(|_| is_word)?;
        let message = format!("did you mean `{meant}`?");
        Some(Hint::fix(format!("replace it with `{meant}`"), site.range(by), meant).with_help(message))
    };
    [word(0), word(-1)].into_iter().flatten().collect()
}

fn foreign(site: &Site<'_>) -> Option<Hint> {
    // What stands before it may be a metric of that name, if anything does.
    let find = |by: isize| FOREIGN.iter().find(|(word, _)| site.at(by).eq_ignore_ascii_case(word));
    let (at, (_, help)) = find(0).map(|row| (0, row)).or_else(|| find(-1).map(|row| (-1, row)))?;
    // What belongs to the word follows from it.
    let start = if at == 0 { site.gap().start } else { site.range(-1).start };
    let end = site.range(site.end_of_item().max(1) - 1).end;
    Some(Hint::skip(start..end, if start == 0 { "x" } else { "" }).with_help(*help))
}

/// `a b`
fn two_operands(site: &Site<'_>) -> Option<Hint> {
    let begins =
        matches!(site.kind(0), TokenKind::Number | TokenKind::Duration | TokenKind::String | TokenKind::LeftParen)
            || site.kind(0).is_metric_name();
    let ends = matches!(site.kind(-1), TokenKind::Number | TokenKind::Duration | TokenKind::RightParen)
        || matches!(site.kind(-1), TokenKind::RightBrace | TokenKind::RightBracket)
        || site.kind(-1).is_metric_name();
    let at = site.range(-1).end;
    (begins && ends && site.opening().is_none_or(|open| site.at(open) == "("))
        .then(|| Hint::skip(at..at, " + ").with_help("an operator is missing between the two"))
}
