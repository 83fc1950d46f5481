//! Differences in `info`: whether a name stays dropped, and at which time info series are read.

use std::collections::BTreeSet;

use promenade::functions::{self, Kernel};
use promenade::model::labels::METRIC_NAME;
use promenade::syntax::ast::{Call, Expr, ExprKind, walk};
use serde_json::Value;

use super::{Seen, calls, is_collision, meet, sorted_series, twins};
use crate::differential::compare::{Order, compare, labels, list};

fn info_calls(expr: &Expr) -> impl Iterator<Item = &Call> {
    let is_info =
        |call: &&Call| matches!(functions::function(&call.function.text).map(|def| def.kernel), Some(Kernel::Info));
    calls(expr).into_iter().filter(is_info)
}

/// The query calls `info`, and the answers are the same but for names, or ours is that without names series are equal, as
/// those of the other are.
pub(super) fn keeps_name(seen: &Seen<'_>) -> bool {
    let expected = nameless(seen.expected);
    let meets = |(a, b): (&Value, &Value)| ["floats", "histograms"].iter().any(|kind| meet(a, b, kind));
    let collides = is_collision(seen.actual) && twins(&expected).any(meets);
    info_calls(seen.expr).next().is_some()
        && (collides || compare(&expected, &nameless(seen.actual), Order::Free).is_ok())
}

/// The answer without the names of its series, in the order of their other labels.
fn nameless(answer: &Value) -> Value {
    sorted_series(answer, |labels| {
        labels.remove(METRIC_NAME);
    })
}

/// `info` is called with what looks at another time than that of the evaluation, and all samples of both answers (or of
/// Prometheus's, where ours is that two info series are there at once) are among those that there are without the call, once labels are left out that only the call can have added.
pub(super) fn reads_at_another_time(seen: &Seen<'_>) -> bool {
    let Some(text) = without_shifted_info(seen) else { return false };
    let plain = seen.asked.ours(&text);
    let known: BTreeSet<String> =
        list(&plain["series"]).iter().flat_map(|row| labels(row).into_keys()).filter(|l| l != METRIC_NAME).collect();
    let all = samples(&plain, &known);
    let is_part = |answer: &Value| answer["kind"].is_null() && samples(answer, &known).is_subset(&all);
    plain["kind"].is_null() && is_part(seen.expected) && (is_part(seen.actual) || meets_two_infos(seen.actual))
}

/// Whether the answer is that two info series of one metric are there at once, as may be at one time and not at another.
fn meets_two_infos(answer: &Value) -> bool {
    answer["error"].as_str().is_some_and(|error| error.starts_with("found duplicate series for info metric"))
}

/// The query with the first arguments of such calls in place of the calls.
fn without_shifted_info(seen: &Seen<'_>) -> Option<String> {
    let mut text = seen.text.to_owned();
    let mut found = Vec::new();
    walk(seen.expr, &mut |node, _| {
        if let ExprKind::Call(call) = &node.kind
            && info_calls(node).next().is_some_and(|first| std::ptr::eq(first, &raw const **call))
        {
            found.extend(call.args.first().filter(|arg| looks_elsewhere(arg)).map(|arg| (&node.range, &arg.range)));
        }
        true
    });
    // From the end of the query, so that ranges before stay valid; calls within calls are left alone.
    for (call, arg) in found.iter().rev() {
        text.replace_range((*call).clone(), &format!("({})", &seen.text[(*arg).clone()]));
    }
    (!found.is_empty() && found.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start)).then_some(text)
}

/// Whether a selector or subquery of the expression has an offset or `@`.
fn looks_elsewhere(expr: &Expr) -> bool {
    let mut found = false;
    walk(expr, &mut |node, _| {
        found |= match &node.kind {
            ExprKind::Vector(selector) => selector.offset.is_some() || selector.at.is_some(),
            ExprKind::Matrix(matrix) => matrix.selector.offset.is_some() || matrix.selector.at.is_some(),
            ExprKind::Subquery(subquery) => subquery.offset.is_some() || subquery.at.is_some(),
            _ => false,
        };
        true
    });
    found
}

/// All samples as text, with the labels that are known.
fn samples(answer: &Value, known: &BTreeSet<String>) -> BTreeSet<String> {
    let of_row = |row: &Value| {
        let mut labels = labels(row);
        labels.retain(|name, _| known.contains(name));
        let points = list(&row["floats"]).iter().chain(list(&row["histograms"]));
        points.map(|point| format!("{labels:?} {point}")).collect::<Vec<_>>()
    };
    list(&answer["series"]).iter().flat_map(of_row).collect()
}
