//! Compares what came out with what was expected.

use promenade::model::{FloatHistogram, Labels};
use promenade::{InstantSample, QueryError, QueryResult, QueryValue, RangeSeries, SampleValue};

use crate::compare::{floats_equal, histograms_equal};
use crate::script::{Eval, ExpectedSeries, ExpectedValue, Kind, Pattern, Subject};

/// Checks error, annotations and value. Gives the result back where there is one and one was expected.
pub(super) fn outcome(
    eval: &Eval,
    expr: &str,
    result: Result<QueryResult, QueryError>,
) -> Result<Option<QueryResult>, String> {
    match result {
        Err(error) if eval.expects(Subject::Fail) => {
            let message = error.to_string();
            match eval.of(Subject::Fail).find(|pattern| !pattern.matches(&message)) {
                Some(pattern) => Err(format!("expected the error {pattern}, got {message:?}")),
                None => Ok(None),
            }
        }
        Err(error) => Err(error.to_string()),
        Ok(_) if eval.expects(Subject::Fail) => Err("the query was to fail".to_owned()),
        Ok(result) => {
            annotations(eval, &result.annotations.warnings(expr), Subject::Warn, Subject::NoWarn)?;
            annotations(eval, &result.annotations.infos(expr), Subject::Info, Subject::NoInfo)?;
            value(eval, &result.value)?;
            Ok(Some(result))
        }
    }
}

fn annotations(eval: &Eval, actual: &[String], wanted: Subject, unwanted: Subject) -> Result<(), String> {
    if eval.expects(unwanted) && !actual.is_empty() {
        return Err(format!("expected none of {actual:?}"));
    }
    for pattern in eval.of(wanted) {
        if !actual.iter().any(|text| pattern.matches(text)) {
            return Err(format!("expected the annotation {pattern}, got {actual:?}"));
        }
    }
    let exact: Vec<&Pattern> = eval.of(wanted).filter(|p| !matches!(p, Pattern::AnyOthersToo)).collect();
    match actual.iter().find(|text| !exact.is_empty() && !exact.iter().any(|p| p.matches(text))) {
        Some(text) => Err(format!("the annotation {text:?} was not expected")),
        None => Ok(()),
    }
}

/// Checks a value.
pub(super) fn value(eval: &Eval, actual: &QueryValue) -> Result<(), String> {
    match (&eval.expected, actual) {
        (ExpectedValue::Scalar(expected), QueryValue::Scalar(_, v)) => {
            if floats_equal(*expected, *v) {
                Ok(())
            } else {
                Err(format!("expected {expected}, got {v}"))
            }
        }
        (ExpectedValue::String(expected), QueryValue::String(text)) => {
            if expected == text {
                Ok(())
            } else {
                Err(format!("expected {expected:?}, got {text:?}"))
            }
        }
        (ExpectedValue::Series(expected), QueryValue::Vector(_, samples)) => vector(eval, expected, samples),
        (_, QueryValue::Matrix(_)) if eval.expects(Subject::Ordered) => {
            Err("a matrix has no order to expect".to_owned())
        }
        (ExpectedValue::Series(expected), QueryValue::Matrix(series)) => match eval.kind {
            Kind::Range { start_ms, end_ms, step_ms } => matrix(expected, series, (start_ms, end_ms, step_ms)),
            Kind::Instant { at_ms } => matrix(expected, series, (at_ms, at_ms, 0)),
        },
        (ExpectedValue::RangeVector { start_ms, end_ms, step_ms, series: expected }, QueryValue::Matrix(series)) => {
            matrix(expected, series, (*start_ms, *end_ms, *step_ms))
        }
        (_, other) => Err(format!("a value of another type was expected than {}", type_name(other))),
    }
}

fn type_name(value: &QueryValue) -> &'static str {
    match value {
        QueryValue::Scalar(..) => "a scalar",
        QueryValue::String(_) => "a string",
        QueryValue::Vector(..) => "a vector",
        QueryValue::Matrix(_) => "a matrix",
    }
}

fn vector(eval: &Eval, expected: &[ExpectedSeries], samples: &[InstantSample]) -> Result<(), String> {
    let ordered = eval.expects(Subject::Ordered);
    for (i, sample) in samples.iter().enumerate() {
        let labels = &sample.labels;
        let place = expected.iter().position(|series| series.labels == *labels);
        let Some(place) = place else { return Err(format!("{labels} {} was not expected", show(&sample.value))) };
        if ordered && place != i {
            return Err(format!("{labels} was expected at place {} and is at {}", place + 1, i + 1));
        }
        let Some(wanted) = expected[place].values.first() else { return Err(format!("{labels} was not expected")) };
        let equal = match (&wanted.histogram, &sample.value) {
            (Some(h), SampleValue::Histogram(actual)) => {
                histograms_equal(h, &actual.to_float(), wanted.counter_reset_hint_set)
            }
            (None, SampleValue::Float(v)) => floats_equal(wanted.value.unwrap_or_default(), *v),
            _ => false,
        };
        if !equal {
            return Err(format!("{labels}: expected {wanted}, got {}", show(&sample.value)));
        }
    }
    missing(expected, |labels| samples.iter().any(|s| s.labels == *labels))
}

fn missing(expected: &[ExpectedSeries], is_there: impl Fn(&Labels) -> bool) -> Result<(), String> {
    match expected.iter().find(|series| !is_there(&series.labels)) {
        Some(series) => Err(format!("{} is missing", series.labels)),
        None => Ok(()),
    }
}

fn show(value: &SampleValue) -> String {
    match value {
        SampleValue::Float(v) => v.to_string(),
        SampleValue::Histogram(h) => expression(&h.to_float()),
    }
}

fn matrix(expected: &[ExpectedSeries], actual: &[RangeSeries], times: (i64, i64, i64)) -> Result<(), String> {
    if let Some(pair) = actual.windows(2).find(|pair| pair[0].labels > pair[1].labels) {
        return Err(format!("{} comes before {}", pair[0].labels, pair[1].labels));
    }
    for series in actual {
        let Some(wanted) = expected.iter().find(|e| e.labels == series.labels) else {
            return Err(format!("{} was not expected, it has {}", series.labels, points(series)));
        };
        row(wanted, series, times).map_err(|e| format!("{}: {e}; got {}", series.labels, points(series)))?;
    }
    missing(expected, |labels| actual.iter().any(|s| s.labels == *labels))
}

fn row(wanted: &ExpectedSeries, actual: &RangeSeries, (start, end, step): (i64, i64, i64)) -> Result<(), String> {
    let mut floats = actual.floats.iter();
    let mut histograms = actual.histograms.iter();
    for (i, value) in wanted.values.iter().enumerate() {
        let t = start + step * i as i64;
        if t > end {
            return Err(format!("{} values are expected, more than the times allow", wanted.values.len()));
        }
        let equal = match (&value.histogram, value.value) {
            (Some(h), _) => histograms.next().is_some_and(|(at, actual)| {
                *at == t && histograms_equal(h, &actual.to_float(), value.counter_reset_hint_set)
            }),
            (None, Some(v)) => floats.next().is_some_and(|(at, actual)| at == t && floats_equal(v, actual)),
            (None, None) => true,
        };
        if !equal {
            return Err(format!("expected {value} at {t} ms"));
        }
    }
    match (floats.next(), histograms.next()) {
        (Some((t, _)), _) | (None, Some(&(t, _))) => Err(format!("a sample at {t} ms was not expected")),
        (None, None) => Ok(()),
    }
}

fn expression(histogram: &FloatHistogram) -> String {
    histogram.test_expression().unwrap_or_else(|_| histogram.to_string())
}

fn points(series: &RangeSeries) -> String {
    let floats = series.floats.iter().map(|(t, v)| format!("{v}@{t}"));
    let histograms = series.histograms.iter().map(|(t, h)| format!("{}@{t}", expression(&h.to_float())));
    floats.chain(histograms).collect::<Vec<_>>().join(" ")
}

/// The step of a range query's value at a time, in the shape of the instant query's value.
pub(super) fn middle(value: &QueryValue, at_ms: i64, shape: &QueryValue) -> Result<QueryValue, String> {
    let QueryValue::Matrix(series) = value else { return Err("a range query gives a matrix".to_owned()) };
    let mut samples = Vec::new();
    for one in series {
        let mut push = |value| samples.push(InstantSample { labels: one.labels.clone(), value });
        if let Some((_, v)) = one.floats.iter().find(|(t, _)| *t == at_ms) {
            push(SampleValue::Float(v));
        }
        if let Some((_, h)) = one.histograms.iter().find(|(t, _)| *t == at_ms) {
            push(SampleValue::Histogram(h.clone()));
        }
    }
    match (shape, samples.first().map(|s| &s.value)) {
        (QueryValue::Scalar(..), Some(SampleValue::Float(v))) => Ok(QueryValue::Scalar(at_ms, *v)),
        (QueryValue::Scalar(..), _) => Err("as a range query there is no scalar".to_owned()),
        _ => Ok(QueryValue::Vector(at_ms, samples)),
    }
}
