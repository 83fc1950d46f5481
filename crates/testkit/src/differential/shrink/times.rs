//! Fewer and simpler times.

use crate::oracle::Query;

/// The query at one of its times, or at fewer.
pub(super) fn smaller(query: &Query) -> Vec<Query> {
    let (Some(start), Some(end), Some(step)) = (query.start, query.end, query.step) else { return simpler(query) };
    let at = |time| Query { expr: query.expr.clone(), time: Some(time), ..Query::default() };
    let between = |start, end| Query { start: Some(start), end: Some(end), ..query.clone() };
    let n_steps = if step > 0 { (end - start) / step } else { 0 };
    let mut all = vec![at(start), at(start + n_steps * step)];
    all.extend((1..n_steps).map(|i| at(start + i * step)));
    if n_steps > 0 {
        let middle = start + (n_steps / 2) * step;
        all.extend([
            between(start, middle),
            between(middle, end),
            between(start, end - step),
            between(start + step, end),
        ]);
        all.retain(|smaller| smaller != query);
    }
    all
}

/// An instant query at a time that is easier to read.
fn simpler(query: &Query) -> Vec<Query> {
    let Some(time) = query.time else { return Vec::new() };
    let rounded = [0, time / 60_000 * 60_000, time / 1000 * 1000];
    let is_simpler = |t: &i64| *t != time && t.abs() < time.abs();
    rounded.into_iter().filter(is_simpler).map(|t| Query { time: Some(t), ..query.clone() }).collect()
}
