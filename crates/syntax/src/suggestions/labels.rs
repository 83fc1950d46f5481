//! Lists of labels behind `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`.

use promenade_model::value::SourceRange;

use crate::diagnostic::codes;
use crate::token::TokenKind;

use super::hint::Hint;
use super::site::Site;

pub(super) fn hints(site: &Site<'_>) -> Vec<Hint> {
    if !site.is(codes::UNEXPECTED_TOKEN) || !site.is_in("grouping labels") {
        return Vec::new();
    }
    let hint = bare(site).or_else(|| other_brackets(site)).or_else(|| comma(site));
    hint.into_iter().collect()
}

/// `sum by job, env (x)`
fn bare(site: &Site<'_>) -> Option<Hint> {
    let is_label =
        |by| site.kind(by).is_label_name() && !matches!(site.kind(by), TokenKind::GroupLeft | TokenKind::GroupRight);
    if !site.expects("`(`") || !is_label(0) {
        return None;
    }
    let mut last = 0;
    while site.at(last + 1) == "," && is_label(last + 2) {
        last += 2;
    }
    let closes = if site.at(last + 1) == ")" && site.opening().is_none() { "" } else { ")" };
    let (start, end) = (site.range(0).start, site.range(last).end);
    let edits = [(start..start, "(".to_owned()), (end..end, closes.to_owned())];
    let message = format!("the labels of `{}` must stand in parentheses", site.at(-1));
    Some(Hint::fixes("put them in parentheses", edits).saying(message))
}

/// `sum by {job} (x)`
fn other_brackets(site: &Site<'_>) -> Option<Hint> {
    if !["{", "["].contains(&site.at(0)) || !site.expects("`(`") {
        return None;
    }
    let close = site.range(site.closing(0)?);
    let edits: [(SourceRange, String); 2] = [(site.range(0), "(".to_owned()), (close, ")".to_owned())];
    let message = format!("the labels of `{}` must stand in parentheses", site.at(-1));
    Some(Hint::fixes("write parentheses", edits).saying(message))
}

/// `sum by (job,,) (x)`
fn comma(site: &Site<'_>) -> Option<Hint> {
    let is_surplus = site.at(0) == "," && site.expects("a label name");
    is_surplus.then(|| Hint::fix("remove the comma", site.range(0), ""))
}
