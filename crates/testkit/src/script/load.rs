//! `load`: series as sequences of values at equal distances.

use promenade::storage::memory::SampleValue;
use promenade::syntax::series_description::{SequenceValue, parse_series_description};
use promenade::{Features, Labels};

use super::lines::Lines;
use super::{ScriptError, parse_duration, start};

/// A `load` command. A series that occurs twice has the values of the last line.
#[derive(Debug, Clone, Default)]
pub struct Load {
    /// Whether classic histograms are added as native ones with custom buckets too.
    pub with_nhcb: bool,
    /// The series.
    pub series: Vec<LoadedSeries>,
}

/// One series of a `load` command.
#[derive(Debug, Clone)]
pub struct LoadedSeries {
    /// Its labels.
    pub labels: Labels,
    /// Its samples in the order of time.
    pub samples: Vec<LoadedSample>,
}

/// One sample of a `load` command.
#[derive(Debug, Clone)]
pub struct LoadedSample {
    /// Its timestamp in milliseconds.
    pub t_ms: i64,
    /// Its value.
    pub value: SampleValue,
    /// Its start timestamp in milliseconds; 0 where it has none.
    pub start_ms: i64,
}

/// Reads a `load` command, whose first line was read last.
pub(super) fn parse(lines: &mut Lines<'_>) -> Result<Load, ScriptError> {
    let head = lines.line();
    let (word, step) = head.split_once([' ', '\t']).unwrap_or((head, ""));
    let with_nhcb = match word {
        "load" => false,
        "load_with_nhcb" => true,
        _ => return Err(lines.error("a load command is load[_with_nhcb] STEP")),
    };
    let step_ms = parse_duration(lines, step.trim(), "step")?;
    let mut load = Load { with_nhcb, series: Vec::new() };
    let mut starts: Option<(Labels, Vec<Option<i64>>)> = None;
    while let Some(line) = lines.next_of_command() {
        if start::is_start_line(line) {
            if starts.is_some() {
                return Err(lines.error("the @st line before has no line of samples"));
            }
            starts = Some(start::parse(line).map_err(|message| lines.error(message))?);
            continue;
        }
        let (labels, values) = parse_series_description(line, Features::all()).map_err(|d| lines.error(d.message))?;
        let start_offsets = starts.take();
        check_starts(lines, start_offsets.as_ref(), &labels, values.len())?;
        load.set(labels, samples(step_ms, &values, start_offsets.as_ref().map(|(_, offsets)| offsets.as_slice())));
    }
    if starts.is_some() {
        return Err(lines.error("the @st line has no line of samples"));
    }
    Ok(load)
}

impl Load {
    fn set(&mut self, labels: Labels, samples: Vec<LoadedSample>) {
        match self.series.iter_mut().find(|series| series.labels == labels) {
            Some(series) => series.samples = samples,
            None => self.series.push(LoadedSeries { labels, samples }),
        }
    }
}

fn check_starts(
    lines: &Lines<'_>,
    starts: Option<&(Labels, Vec<Option<i64>>)>,
    labels: &Labels,
    n_values: usize,
) -> Result<(), ScriptError> {
    match starts {
        Some((metric, _)) if metric != labels => Err(lines.error("the @st line before is for another series")),
        Some((_, offsets)) if offsets.len() != n_values => {
            Err(lines.error(format!("the @st line has {} values, this line {n_values}", offsets.len())))
        }
        _ => Ok(()),
    }
}

fn samples(step_ms: i64, values: &[SequenceValue], starts: Option<&[Option<i64>]>) -> Vec<LoadedSample> {
    let one = |(i, value): (usize, &SequenceValue)| {
        let t_ms = step_ms * i as i64;
        let offset = starts.and_then(|starts| starts[i]);
        let value = match (&value.histogram, value.value) {
            (Some(histogram), _) => SampleValue::Histogram(histogram.clone().into()),
            (None, Some(v)) => SampleValue::Float(v),
            (None, None) => return None,
        };
        Some(LoadedSample { t_ms, value, start_ms: offset.map_or(0, |offset| t_ms + offset) })
    };
    values.iter().enumerate().filter_map(one).collect()
}
