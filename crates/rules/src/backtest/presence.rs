//! When the data has samples that a selector could find.

use promenade_exec::wait;
use promenade_model::labels::METRIC_NAME;
use promenade_model::value::is_stale_nan;
use promenade_model::{MatchOp, Matcher, TimestampMs};
use promenade_semantic::typed::{DurationExpr, TypedExpr, TypedExprKind, VectorSelector};
use promenade_storage::{SampleBuffer, SelectHints, Series, Storage, StorageError, TimeRange};

use super::report::{MissingData, Span};
use crate::RuleQueryError;

/// What a selector of a rule needs of the data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Need {
    pub(super) matchers: Vec<Matcher>,
    /// How long a sample is found after its time.
    visible_ms: i64,
    /// How far back the selector looks.
    offset_ms: i64,
}

/// How many series are loaded at once.
const SERIES_AT_ONCE: usize = 512;

/// The needs of an expression. A selector whose time `@` sets is left out: it asks for one time, and not for the range.
pub(super) fn needs(expr: &TypedExpr, lookback_ms: i64) -> Vec<Need> {
    let mut needs = Vec::new();
    collect(expr, 0, lookback_ms, &mut needs);
    needs
}

fn collect(expr: &TypedExpr, around_ms: i64, lookback_ms: i64, needs: &mut Vec<Need>) {
    let mut add = |selector: &VectorSelector, visible_ms: i64| {
        let offset_ms = selector.offset.as_ref().map_or(Some(0), DurationExpr::literal_ms);
        if let (None, Some(offset_ms), false) = (&selector.at, offset_ms, selector.has_variable) {
            let need = Need { matchers: selector.matchers.clone(), visible_ms, offset_ms: offset_ms + around_ms };
            needs.extend((!needs.contains(&need)).then_some(need));
        }
    };
    match &expr.kind {
        TypedExprKind::Vector(selector) => add(selector, lookback_ms),
        TypedExprKind::Matrix(matrix) => add(&matrix.selector, matrix.range.literal_ms().unwrap_or(0).max(lookback_ms)),
        TypedExprKind::Subquery(subquery) if subquery.at.is_some() => {}
        TypedExprKind::Subquery(subquery) => {
            let own_ms = subquery.offset.as_ref().map_or(Some(0), DurationExpr::literal_ms);
            let Some(own_ms) = own_ms else { return };
            // Within the window of a subquery samples count as with a range.
            let visible_ms = subquery.range.literal_ms().unwrap_or(0).saturating_add(lookback_ms);
            collect(&subquery.expr, around_ms + own_ms, visible_ms, needs);
        }
        _ => expr.children().for_each(|child| {
            promenade_model::stack::deeper(|| collect(child, around_ms, lookback_ms, needs));
        }),
    }
}

/// When a selector finds nothing within a range for longer than `tolerated_ms`; none where that is never so.
///
/// # Errors
/// Returns an error if the data cannot be read.
pub(super) fn missing(
    need: &Need,
    storage: &dyn Storage,
    range: Span,
    tolerated_ms: i64,
) -> Result<Option<MissingData>, RuleQueryError> {
    let shifted = Span { start_ms: range.start_ms - need.offset_ms, end_ms: range.end_ms - need.offset_ms };
    let time = TimeRange { start_ms: shifted.start_ms.saturating_sub(need.visible_ms), end_ms: shifted.end_ms };
    let hints = SelectHints::over(time);
    let selected = wait(storage.select(&need.matchers, &hints))?.map_err(of_storage)?;
    let is_to_be_loaded = selected.is_to_be_loaded();
    let mut runs = Vec::new();
    for series in selected.series().chunks(SERIES_AT_ONCE) {
        let loaded =
            if is_to_be_loaded { Some(wait(storage.load(series, &hints))?.map_err(of_storage)?) } else { None };
        for one in loaded.as_deref().unwrap_or(series) {
            add_runs(one.as_ref(), time, need.visible_ms, &mut runs).map_err(of_storage)?;
        }
        runs = united(runs);
    }
    let spans = gaps(&runs, shifted, tolerated_ms);
    let spans = spans
        .into_iter()
        .map(|gap| Span { start_ms: gap.start_ms + need.offset_ms, end_ms: gap.end_ms + need.offset_ms });
    let spans: Vec<Span> = spans.collect();
    let is_whole = spans == [range];
    Ok((!spans.is_empty()).then(|| MissingData { selector: selector_text(&need.matchers), spans, is_whole }))
}

/// Matchers as a selector, the metric's name before the braces.
fn selector_text(matchers: &[Matcher]) -> String {
    let is_name = |m: &&Matcher| m.name() == METRIC_NAME && m.op() == MatchOp::Equal && is_plain_name(m.value());
    let name = matchers.iter().find(is_name);
    let others: Vec<String> =
        matchers.iter().filter(|m| name.is_none_or(|name| !std::ptr::eq(name, *m))).map(ToString::to_string).collect();
    match (name, others.is_empty()) {
        (Some(name), true) => name.value().to_owned(),
        (name, _) => format!("{}{{{}}}", name.map_or("", Matcher::value), others.join(",")),
    }
}

fn is_plain_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

fn of_storage(error: StorageError) -> RuleQueryError {
    RuleQueryError::Exec(error.into())
}

/// Adds the times during which a sample of a series is found.
fn add_runs(series: &dyn Series, time: TimeRange, visible_ms: i64, runs: &mut Vec<Span>) -> Result<(), StorageError> {
    let mut buffer = SampleBuffer::default();
    let samples = series.samples(time, &mut buffer)?;
    let floats = samples.floats.timestamps.iter().zip(samples.floats.values);
    let mut open: Option<Span> = None;
    for (t, value) in floats {
        if is_stale_nan(*value) {
            runs.extend(open.take().map(|run| Span { end_ms: run.end_ms.min(*t - 1), ..run }));
        } else {
            extend(&mut open, *t, visible_ms, runs);
        }
    }
    runs.extend(open.take());
    let histograms = samples.histograms.timestamps.iter().zip(samples.histograms.histograms);
    for (t, _) in histograms.filter(|(_, histogram)| !is_stale_nan(histogram.sum())) {
        extend(&mut open, *t, visible_ms, runs);
    }
    runs.extend(open);
    Ok(())
}

fn extend(open: &mut Option<Span>, t: TimestampMs, visible_ms: i64, runs: &mut Vec<Span>) {
    let end_ms = t.saturating_add(visible_ms - 1);
    match open {
        Some(run) if t <= run.end_ms + 1 => run.end_ms = end_ms,
        _ => runs.extend(open.replace(Span { start_ms: t, end_ms })),
    }
}

/// The same times in order, without overlaps.
fn united(mut runs: Vec<Span>) -> Vec<Span> {
    runs.sort_by_key(|run| run.start_ms);
    let mut united: Vec<Span> = Vec::new();
    for run in runs {
        match united.last_mut() {
            Some(last) if run.start_ms <= last.end_ms + 1 => last.end_ms = last.end_ms.max(run.end_ms),
            _ => united.push(run),
        }
    }
    united
}

/// What lies in a range and in no run, where it is longer than tolerated.
fn gaps(runs: &[Span], range: Span, tolerated_ms: i64) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut from_ms = range.start_ms;
    let mut add = |from_ms: TimestampMs, to_ms: TimestampMs| {
        if from_ms <= to_ms && to_ms - from_ms >= tolerated_ms {
            gaps.push(Span { start_ms: from_ms, end_ms: to_ms });
        }
    };
    for run in runs {
        add(from_ms, (run.start_ms - 1).min(range.end_ms));
        from_ms = from_ms.max(run.end_ms + 1);
    }
    add(from_ms, range.end_ms);
    gaps
}

#[cfg(test)]
mod tests {
    use super::{Span, gaps, united};

    fn span((start_ms, end_ms): (i64, i64)) -> Span {
        Span { start_ms, end_ms }
    }

    #[test]
    fn what_no_run_covers_is_a_gap() {
        for (runs, tolerated_ms, expected) in [
            (vec![], 0, vec![(0, 100)]),
            (vec![(0, 100)], 0, vec![]),
            (vec![(-5, 40), (30, 60), (80, 120)], 0, vec![(61, 79)]),
            (vec![(10, 20), (22, 90)], 5, vec![(0, 9), (91, 100)]),
            (vec![(200, 300)], 0, vec![(0, 100)]),
        ] {
            let runs = united(runs.into_iter().map(span).collect());
            let expected: Vec<Span> = expected.into_iter().map(span).collect();
            assert_eq!(gaps(&runs, span((0, 100)), tolerated_ms), expected);
        }
    }
}
