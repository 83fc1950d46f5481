//! The series of a test.

use promenade_model::{Features, Labels};
use promenade_storage::SampleValue;
use promenade_syntax::series_description::{SequenceValue, parse_series_description};

use super::model::{Input, RuleTest};
use super::report::{Failure, FailureKind};
use crate::InputSeries;

/// The series of a test, with samples from its start on. A series that occurs twice has the values of the last.
pub(super) fn series(test: &RuleTest, interval_ms: i64, features: Features) -> Result<Vec<InputSeries>, Failure> {
    let mut all: Vec<InputSeries> = Vec::with_capacity(test.input_series.len());
    for input in &test.input_series {
        let (labels, values) = parsed(input, features)?;
        let samples = samples(&values, test.start_ms.unwrap_or(0), interval_ms);
        let series = InputSeries::new(labels, samples);
        match all.iter_mut().find(|known| known.labels() == series.labels()) {
            Some(known) => *known = series,
            None => all.push(series),
        }
    }
    Ok(all)
}

fn parsed(input: &Input, features: Features) -> Result<(Labels, Vec<SequenceValue>), Failure> {
    let line = format!("{} {}", input.series.value.trim(), input.values.value.trim());
    parse_series_description(&line, features).map_err(|error| {
        let is_series = error.range.start < input.series.value.trim().len();
        let at = if is_series { &input.series.range } else { &input.values.range };
        let message = format!("the series `{}` cannot be read: {}", input.series.value, error.message);
        Failure { range: *at, kind: FailureKind::Setup { message, help: error.help } }
    })
}

fn samples(values: &[SequenceValue], start_ms: i64, interval_ms: i64) -> Vec<(i64, SampleValue)> {
    let sample = |(i, value): (usize, &SequenceValue)| {
        let value = match (&value.histogram, value.value) {
            (Some(histogram), _) => SampleValue::Histogram(histogram.clone().into()),
            (None, Some(value)) => SampleValue::Float(value),
            (None, None) => return None,
        };
        Some((start_ms.saturating_add(interval_ms.saturating_mul(i as i64)), value))
    };
    values.iter().enumerate().filter_map(sample).collect()
}
