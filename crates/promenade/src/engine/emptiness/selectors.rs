//! Why a selector has no samples: what it names is not there, or not at that time.

use promenade_model::labels::METRIC_NAME;
use promenade_model::suggest::nearest;
use promenade_model::{MatchOp, Matcher, TimestampMs, is_stale_nan};
use promenade_plan::VectorSelector;
use promenade_storage::{SampleBuffer, TimeRange};

use super::reason::matcher_text;
use super::{EmptyKind, similar};
use crate::QueryError;
use crate::engine::parts::{Parts, failed};

/// The most values of a label that are named.
const MAX_VALUES: usize = 5;

/// Why a selector without samples has none.
pub(super) async fn kind(parts: &Parts<'_>, selector: &VectorSelector, range_ms: i64) -> Result<EmptyKind, QueryError> {
    if parts.has_match(&selector.matchers).await? {
        return outside_time(parts, selector, range_ms).await;
    }
    if !parts.has_match(&[]).await? {
        return Ok(EmptyKind::NoData);
    }
    without_match(parts, &selector.matchers).await
}

/// Which matcher matches nothing.
async fn without_match(parts: &Parts<'_>, matchers: &[Matcher]) -> Result<EmptyKind, QueryError> {
    let is_name = |matcher: &&Matcher| matcher.name() == METRIC_NAME && matcher.op() == MatchOp::Equal;
    let name = matchers.iter().find(is_name).cloned();
    let metric = name.as_ref().map_or("", Matcher::value);
    let of_metric: Vec<Matcher> = name.iter().cloned().collect();
    if let Some(name) = &name
        && !parts.has_match(&of_metric).await?
    {
        let names = parts.label_values(METRIC_NAME, &[]).await?;
        return Ok(EmptyKind::UnknownMetric {
            metric: name.value().to_owned(),
            similar: similar::metrics(metric, &names),
        });
    }
    for matcher in matchers.iter().filter(|matcher| !is_name(matcher)) {
        let mut both = of_metric.clone();
        both.push(matcher.clone());
        if !parts.has_match(&both).await? {
            return without_value(parts, metric, &of_metric, matcher).await;
        }
    }
    Ok(EmptyKind::NoCommonMatch)
}

/// Why no series of a metric matches one matcher.
async fn without_value(
    parts: &Parts<'_>,
    metric: &str,
    of_metric: &[Matcher],
    matcher: &Matcher,
) -> Result<EmptyKind, QueryError> {
    let (metric, label) = (metric.to_owned(), matcher.name().to_owned());
    let mut values = parts.label_values(&label, of_metric).await?;
    if values.is_empty() {
        let names = parts.label_names(of_metric).await?;
        let similar = nearest(&label, names.iter().map(String::as_str).filter(|name| *name != METRIC_NAME));
        return Ok(EmptyKind::UnknownLabel { metric, label, similar: similar.map(str::to_owned) });
    }
    let n_values = values.len();
    if let Some(meant) = nearest(matcher.value(), values.iter().map(String::as_str)).map(str::to_owned) {
        values.sort_by_key(|value| *value != meant);
    }
    values.truncate(MAX_VALUES);
    Ok(EmptyKind::UnknownValue { metric, matcher: matcher_text(matcher), label, values, n_values })
}

/// Where the samples of the selected series lie, beside the time that is read.
async fn outside_time(parts: &Parts<'_>, selector: &VectorSelector, range_ms: i64) -> Result<EmptyKind, QueryError> {
    let (start_ms, end_ms) = (selector.times.start_ms, selector.times.end_ms);
    let mut nearest = Nearest::default();
    let mut buffer = SampleBuffer::default();
    for series in parts.select(&selector.matchers, TimeRange::ALL).await? {
        let samples = series.samples(TimeRange::ALL, &mut buffer).map_err(failed)?;
        let floats = samples.floats.timestamps.iter().zip(samples.floats.values);
        floats.for_each(|(t_ms, value)| nearest.add(*t_ms, is_stale_nan(*value), (start_ms, end_ms)));
        samples.histograms.timestamps.iter().for_each(|t_ms| nearest.add(*t_ms, false, (start_ms, end_ms)));
    }
    let Nearest { before_ms, after_ms, ended_ms, within_ms } = nearest;
    Ok(match ended_ms {
        Some(at_ms) if ended_ms > within_ms && range_ms == 0 => EmptyKind::Ended { at_ms },
        _ if within_ms.is_some() => EmptyKind::BetweenSteps,
        _ => EmptyKind::OutsideTime { before_ms, after_ms, start_ms, end_ms },
    })
}

/// The samples next to a range of time.
#[derive(Default)]
#[allow(clippy::struct_field_names)] // milliseconds end in `_ms`
struct Nearest {
    before_ms: Option<TimestampMs>,
    after_ms: Option<TimestampMs>,
    /// The last stale marker within.
    ended_ms: Option<TimestampMs>,
    /// The last sample within that is no stale marker.
    within_ms: Option<TimestampMs>,
}

impl Nearest {
    fn add(&mut self, t_ms: TimestampMs, is_stale: bool, (start_ms, end_ms): (TimestampMs, TimestampMs)) {
        match (is_stale, t_ms) {
            (true, t) if (start_ms..=end_ms).contains(&t) => self.ended_ms = self.ended_ms.max(Some(t)),
            (true, _) => {}
            (false, t) if t < start_ms => self.before_ms = self.before_ms.max(Some(t)),
            (false, t) if t > end_ms => self.after_ms = Some(self.after_ms.map_or(t, |after| after.min(t))),
            (false, t) => self.within_ms = self.within_ms.max(Some(t)),
        }
    }
}
