//! The result of a query: a head as JSON, and numbers as typed arrays that are copied once.
//!
//! An answer is an array of the head, `values`, `present`, `times` and `histograms`. What lies where depends on the type:
//!
//! | type | values | present | times |
//! |---|---|---|---|
//! | `scalar` | the value | | |
//! | `string` | | | |
//! | `vector` | of each sample its value, NaN for a histogram | | |
//! | `matrix` | of each series a cell for each step | of each cell 1 where there is a float, else 0 | |
//! | `range-vector` | of each series its samples | | of each sample its time |
//!
//! `histograms` is laid out in `histograms.rs`.

use js_sys::{Array, Float64Array, Uint8Array};
use promenade::storage::SampleValue;
use promenade::{ErrorKind, InstantSample, Labels, QueryError, QueryResult, QueryStats, QueryValue, RangeSeries};
use wasm_bindgen::JsValue;

use super::failure::{write_annotations, write_error, write_plain_error};
use super::histograms::Histograms;
use super::query::QueryTimes;
use crate::json::Json;

/// Cells of a result at most: more do not fit into an array of JavaScript beside the data.
const MAX_CELLS: u64 = 1 << 27;

/// The numbers of a result.
struct Numbers {
    values: Float64Array,
    present: Uint8Array,
    times: Float64Array,
    histograms: Histograms,
}

impl Default for Numbers {
    fn default() -> Self {
        let (values, times) = (Float64Array::new_with_length(0), Float64Array::new_with_length(0));
        Self { values, present: Uint8Array::new_with_length(0), times, histograms: Histograms::default() }
    }
}

impl Numbers {
    fn into_answer(self, head: &str) -> Array {
        let histograms = Float64Array::from(self.histograms.numbers.as_slice());
        let parts: [JsValue; 5] =
            [head.into(), self.values.into(), self.present.into(), self.times.into(), histograms.into()];
        parts.into_iter().collect()
    }
}

/// The answer to a query.
pub(super) fn of(result: &Result<QueryResult, QueryError>, query: &str, times: QueryTimes) -> Array {
    match result {
        Ok(result) => of_result(result, query, times),
        Err(error) => Numbers::default().into_answer(&Json::of(|json| {
            json.key("ok").bool(false);
            write_error(error, query, json.key("error"));
            let nothing = promenade::Annotations::default();
            let annotations = match error {
                QueryError::Exec { annotations, .. } => annotations,
                _ => &nothing,
            };
            write_annotations(annotations, query, json.key("annotations"));
        })),
    }
}

fn of_result(result: &QueryResult, query: &str, times: QueryTimes) -> Array {
    let mut numbers = Numbers::default();
    let mut value = Json::default();
    let written = write_value(&result.value, times, &mut numbers, &mut value);
    let head = Json::of(|json| {
        json.key("ok").bool(written.is_ok());
        match &written {
            Ok(()) => {
                json.key("value").raw(&value.into_text());
                write_stats(&result.stats, json.key("stats"));
            }
            Err(message) => write_plain_error(ErrorKind::Limit, message, json.key("error")),
        }
        write_annotations(&result.annotations, query, json.key("annotations"));
    });
    numbers.into_answer(&head)
}

fn write_value(value: &QueryValue, times: QueryTimes, numbers: &mut Numbers, json: &mut Json) -> Result<(), String> {
    match (value, times.grid()) {
        (QueryValue::Scalar(t_ms, v), _) => {
            numbers.values = Float64Array::from([*v].as_slice());
            json.object(|json| {
                json.key("type").text("scalar");
                json.key("time").int(*t_ms);
            });
        }
        (QueryValue::String(text), _) => json.object(|json| {
            json.key("type").text("string");
            json.key("time").int(times.start_ms as i64);
            json.key("value").text(text);
        }),
        (QueryValue::Vector(t_ms, samples), _) => write_vector(*t_ms, samples, numbers, json),
        (QueryValue::Matrix(series), Some(grid)) => return write_matrix(series, grid, numbers, json),
        (QueryValue::Matrix(series), None) => return write_range_vector(series, numbers, json),
    }
    Ok(())
}

fn write_vector(t_ms: i64, samples: &[InstantSample], numbers: &mut Numbers, json: &mut Json) {
    let mut values = Vec::with_capacity(samples.len());
    for (i, sample) in samples.iter().enumerate() {
        match &sample.value {
            SampleValue::Float(v) => values.push(*v),
            SampleValue::Histogram(histogram) => {
                numbers.histograms.add(i, 0, histogram);
                values.push(f64::NAN);
            }
        }
    }
    numbers.values = Float64Array::from(values.as_slice());
    json.object(|json| {
        json.key("type").text("vector");
        json.key("time").int(t_ms);
        json.key("labels").list(samples, |json, sample| write_labels(&sample.labels, json));
        numbers.histograms.write(json);
    });
}

/// The steps of a range query.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub(super) start_ms: i64,
    pub(super) step_ms: i64,
    pub(super) n_steps: u64,
}

impl Grid {
    fn step_at(self, t_ms: i64) -> usize {
        ((t_ms - self.start_ms) / self.step_ms) as usize
    }
}

fn write_matrix(series: &[RangeSeries], grid: Grid, numbers: &mut Numbers, json: &mut Json) -> Result<(), String> {
    let n_cells = checked(grid.n_steps.saturating_mul(series.len() as u64))?;
    numbers.values = Float64Array::new_with_length(n_cells);
    numbers.present = Uint8Array::new_with_length(n_cells);
    let n_steps = grid.n_steps as u32;
    let mut column = Column::default();
    for (i, one) in series.iter().enumerate() {
        let (from, to) = (i as u32 * n_steps, (i as u32 + 1) * n_steps);
        column.fill(one, grid);
        numbers.values.subarray(from, to).copy_from(&column.values);
        numbers.present.subarray(from, to).copy_from(&column.present);
        for (t_ms, histogram) in &one.histograms {
            numbers.histograms.add(i, grid.step_at(*t_ms), histogram);
        }
    }
    json.object(|json| {
        json.key("type").text("matrix");
        json.key("start").int(grid.start_ms);
        json.key("step").int(grid.step_ms);
        json.key("steps").int(if series.is_empty() { grid.n_steps } else { u64::from(n_steps) });
        json.key("labels").list(series, |json, one| write_labels(&one.labels, json));
        numbers.histograms.write(json);
    });
    Ok(())
}

/// The cells of one series.
#[derive(Default)]
struct Column {
    values: Vec<f64>,
    present: Vec<u8>,
}

impl Column {
    fn fill(&mut self, series: &RangeSeries, grid: Grid) {
        let n_steps = grid.n_steps as usize;
        self.present.clear();
        self.present.resize(n_steps, 0);
        self.values.clear();
        self.values.resize(n_steps, f64::NAN);
        for (t_ms, v) in series.floats.iter() {
            let step = grid.step_at(t_ms);
            (self.values[step], self.present[step]) = (v, 1);
        }
    }
}

/// Of series with their own times, floats and histograms are merged by time.
fn write_range_vector(series: &[RangeSeries], numbers: &mut Numbers, json: &mut Json) -> Result<(), String> {
    let (mut values, mut times, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    for (i, one) in series.iter().enumerate() {
        let start = values.len();
        let mut histograms = one.histograms.iter().peekable();
        let mut floats = one.floats.iter().peekable();
        while floats.peek().is_some() || histograms.peek().is_some() {
            let float_ms = floats.peek().map_or(i64::MAX, |(t_ms, _)| *t_ms);
            let histogram = histograms.next_if(|(t_ms, _)| *t_ms < float_ms || floats.peek().is_none());
            let (t_ms, v) = match histogram {
                Some((t_ms, histogram)) => {
                    numbers.histograms.add(i, values.len() - start, histogram);
                    (*t_ms, f64::NAN)
                }
                None => floats.next().unwrap_or_default(),
            };
            times.push(t_ms as f64);
            values.push(v);
        }
        lengths.push(values.len() - start);
    }
    checked(values.len() as u64)?;
    (numbers.values, numbers.times) = (Float64Array::from(values.as_slice()), Float64Array::from(times.as_slice()));
    json.object(|json| {
        json.key("type").text("range-vector");
        json.key("labels").list(series, |json, one| write_labels(&one.labels, json));
        json.key("lengths").list(&lengths, |json, length| json.int(*length as i64));
        numbers.histograms.write(json);
    });
    Ok(())
}

/// A number of cells that can be handed over.
fn checked(n_cells: u64) -> Result<u32, String> {
    if n_cells <= MAX_CELLS {
        return Ok(n_cells as u32);
    }
    Err(format!(
        "the result has {n_cells} cells where at most {MAX_CELLS} can be handed to JavaScript: aggregate it, use a longer \
         step or a shorter range"
    ))
}

pub(super) fn write_labels(labels: &Labels, json: &mut Json) {
    json.object(|json| {
        for (name, value) in labels {
            json.key(name).text(value);
        }
    });
}

fn write_stats(stats: &QueryStats, json: &mut Json) {
    json.object(|json| {
        json.key("seriesRead").int(stats.n_series);
        json.key("samplesRead").int(stats.n_samples_read);
        if let Some(n_samples) = stats.n_peak_samples {
            json.key("peakSamples").int(n_samples);
        }
        json.key("peakBytes").int(stats.peak_bytes);
    });
}
