//! The words of the reasons.

use std::fmt;

use promenade_go::strconv::format_api;
use promenade_go::time::Time;
use promenade_model::duration::format_duration;
use promenade_model::{Labels, TimestampMs};

use super::{EmptyKind, EmptyReason};

impl fmt::Display for EmptyReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl fmt::Display for EmptyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoData => f.write_str("there are no series"),
            Self::UnknownMetric { metric, similar } => {
                write!(f, "there is no metric `{metric}`")?;
                did_you_mean(f, similar)
            }
            Self::UnknownLabel { metric, label, similar } => {
                write!(f, "no series{} has the label `{label}`", of(metric))?;
                did_you_mean(f, similar.as_slice())
            }
            Self::UnknownValue { metric, matcher, .. } => write!(f, "no series{} matches `{matcher}`", of(metric)),
            Self::NoCommonMatch => f.write_str("each matcher matches some series, but no series matches all of them"),
            Self::OutsideTime { before_ms, after_ms, start_ms, end_ms } => {
                outside(f, *before_ms, *after_ms, (*start_ms, *end_ms))
            }
            Self::BetweenSteps => f.write_str("the series have samples in this time, but no step sees one"),
            Self::Ended { at_ms } => write!(f, "the series ended at {}", time_text(*at_ms)),
            Self::TooFewSamples { function, range_ms, interval_ms } => too_few(f, function, *range_ms, *interval_ms),
            Self::Filtered { op, values: Some((least, greatest)) } if least.to_bits() == greatest.to_bits() => {
                write!(f, "`{op}` lets nothing through: all values are {}", format_api(*least))
            }
            Self::Filtered { op, values: Some((least, greatest)) } => {
                let (least, greatest) = (format_api(*least), format_api(*greatest));
                write!(f, "`{op}` lets nothing through: the values lie between {least} and {greatest}")
            }
            Self::Filtered { op, values: None } => {
                write!(f, "`{op}` lets nothing through: it holds for no pair of series")
            }
            Self::NoMatch { op, .. } => {
                write!(f, "no series on the left of `{op}` has the same labels as a series on the right")
            }
            Self::AllExcluded => f.write_str("`unless` drops all series: each has a match on the right"),
            Self::Present { function } => {
                write!(f, "`{function}` returns nothing because its argument has samples")
            }
            Self::NoBuckets { function } => {
                write!(
                    f,
                    "`{function}` reads buckets, but these series have no label `le` and are no native histograms"
                )
            }
            Self::NoHistograms { function } => {
                write!(f, "`{function}` reads native histograms, but these series are floats")
            }
            Self::NoResult { operation } => write!(f, "`{operation}` has no result for these series"),
        }
    }
}

impl EmptyKind {
    /// What to do about it, if there is more to say than the message does.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownMetric { metric, similar } if similar.is_empty() => origin(metric).map(str::to_owned),
            Self::UnknownLabel { .. } => self.target_label().map(|label| {
                format!("a Prometheus server adds `{label}` to what it scrapes; the series do not have it before")
            }),
            Self::UnknownValue { label, values, n_values, .. } => {
                let more = n_values - values.len();
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let values: Vec<String> = values.iter().map(|value| promenade_model::value::quote(value)).collect();
                Some(format!("the values of `{label}` are {}{more}", values.join(", ")))
            }
            Self::TooFewSamples { interval_ms: Some(interval_ms), .. } => {
                let range = format_duration(interval_ms.saturating_mul(4));
                Some(format!("use a longer window, such as [{range}]"))
            }
            Self::TooFewSamples { interval_ms: None, .. } => {
                Some("give data of several scrapes, or query the value itself".to_owned())
            }
            Self::NoMatch { left, right, .. } => Some(both_sides(left, right)),
            _ => None,
        }
    }
}

fn of(metric: &str) -> String {
    if metric.is_empty() { String::new() } else { format!(" of `{metric}`") }
}

fn did_you_mean(f: &mut fmt::Formatter<'_>, names: &[String]) -> fmt::Result {
    let Some((last, rest)) = names.split_last() else { return Ok(()) };
    f.write_str("; did you mean ")?;
    rest.iter().enumerate().try_for_each(|(i, name)| write!(f, "{}`{name}`", if i == 0 { "" } else { ", " }))?;
    write!(f, "{}`{last}`?", if rest.is_empty() { "" } else { " or " })
}

/// Where a metric comes from that no target exposes.
fn origin(metric: &str) -> Option<&'static str> {
    if metric.contains(':') {
        return Some("a name with a colon is that of a recording rule: query its expression instead");
    }
    let is_of_scrapes = metric == "up" || metric.starts_with("scrape_");
    is_of_scrapes.then_some("a Prometheus server writes this metric for each scrape; no target exposes it")
}

fn outside(
    f: &mut fmt::Formatter<'_>,
    before_ms: Option<TimestampMs>,
    after_ms: Option<TimestampMs>,
    (start_ms, end_ms): (TimestampMs, TimestampMs),
) -> fmt::Result {
    write!(f, "the series have no samples from {} to {}", time_text(start_ms), time_text(end_ms))?;
    match (before_ms, after_ms) {
        (Some(before_ms), Some(after_ms)) => {
            write!(f, "; the nearest ones are at {} and {}", time_text(before_ms), time_text(after_ms))
        }
        (Some(before_ms), None) => write!(f, "; the last one is at {}", time_text(before_ms)),
        (None, Some(after_ms)) => write!(f, "; the first one is at {}", time_text(after_ms)),
        (None, None) => Ok(()),
    }
}

fn too_few(f: &mut fmt::Formatter<'_>, function: &str, range_ms: i64, interval_ms: Option<i64>) -> fmt::Result {
    match interval_ms {
        Some(interval_ms) => {
            let (range, interval) = (format_duration(range_ms), format_duration(interval_ms));
            write!(f, "`{function}` needs two samples, but a window of {range} holds one: they are {interval} apart")
        }
        None => write!(f, "`{function}` needs two samples, but each series has only one"),
    }
}

fn both_sides(left: &Labels, right: &Labels) -> String {
    format!("a series on the left has {left}, one on the right has {right}; match fewer labels with `on` or `ignoring`")
}

/// A time in UTC.
fn time_text(time_ms: TimestampMs) -> String {
    Time::from_unix_ms(time_ms).format("2006-01-02T15:04:05.999Z07:00")
}
