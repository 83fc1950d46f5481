//! Numbers that make sense at a place: quantiles, counts, times after `@`.

use promenade_functions::ParamRole;
use promenade_syntax::Expected;

use super::item::{Collector, ItemKind, Parts};
use super::place::Place;

/// Quantiles, the most common first.
pub(super) const QUANTILES: &[&str] = &["0.99", "0.95", "0.9", "0.5", "0.999", "0.75"];

pub(super) fn add(place: &Place<'_>, out: &mut Collector<'_>) {
    if place.expects(Expected::FillValue) {
        push(&["0", "1"], out);
    }
    if place.expects(Expected::Timestamp) {
        for (call, detail) in [("end()", "The last time of the query."), ("start()", "The first time of the query.")] {
            out.add(ItemKind::Keyword, call, 80, || Parts::plain(call).detail(detail));
        }
    }
    if place.expects(Expected::Expression)
        && let Some(open) = place.open_param()
    {
        push(of_role(open.param.role), out);
    }
}

fn push(numbers: &[&str], out: &mut Collector<'_>) {
    for (score, number) in (0..400).rev().zip(numbers) {
        out.add(ItemKind::Number, number, score, || Parts::plain(*number));
    }
}

/// Usual values of an argument.
fn of_role(role: ParamRole) -> &'static [&'static str] {
    match role {
        ParamRole::Quantile => QUANTILES,
        ParamRole::SmoothingFactor => &["0.5", "0.3", "0.1"],
        ParamRole::Count => &["5", "10", "3", "1"],
        ParamRole::Ratio => &["0.1", "0.5", "-0.5"],
        ParamRole::Multiple => &["1", "0.1", "10"],
        ParamRole::Seconds => &["3600", "14400", "86400"],
        ParamRole::Bound => &["0", "1"],
        _ => &[],
    }
}
