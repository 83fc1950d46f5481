//! The JSON of a query's result, as Prometheus's HTTP API answers it.

use promenade_model::{Labels, TimestampMs};
use promenade_storage::SampleBuffer;

use super::scanner::Scanner;
use super::{JsonSeries, pairs};
use crate::Limits;
use crate::error::{Fault, Parsed};

/// Reads the series of a result: of an answer `{"status":"success","data":{"result":[…]}}`, of its `data`, or the list
/// alone. A scalar is a series without labels.
pub(crate) fn read(text: &[u8], limits: &Limits, add: &mut dyn FnMut(JsonSeries)) -> Parsed<()> {
    let mut s = Scanner::new(text);
    let start = s.next_at();
    if s.peek() == Some(b'[') {
        result(&mut s, limits, add)?;
        return s.end();
    }
    let (mut has_result, mut error) = (false, None);
    s.object(|s, key| match key {
        "data" if s.peek() == Some(b'{') => {
            has_result = true;
            data(s, limits, add)
        }
        "result" => {
            has_result = true;
            result(s, limits, add)
        }
        "error" => {
            error = Some(s.string()?.into_owned());
            Ok(())
        }
        _ => s.skip(),
    })?;
    s.end()?;
    match error {
        Some(error) => Err(Fault::new(start, "an answer with a result").found(format!("the error: {error}"))),
        None if has_result => Ok(()),
        None => {
            let help = "of the HTTP API, answers of /api/v1/query and /api/v1/query_range hold samples";
            Err(Fault::new(start, "an answer with a field `data.result`").help(help))
        }
    }
}

fn data(s: &mut Scanner<'_>, limits: &Limits, add: &mut dyn FnMut(JsonSeries)) -> Parsed<()> {
    s.object(|s, key| match key {
        "result" => result(s, limits, add),
        _ => s.skip(),
    })
}

/// A list of series, or a time and a value.
fn result(s: &mut Scanner<'_>, limits: &Limits, add: &mut dyn FnMut(JsonSeries)) -> Parsed<()> {
    let mut scalar: Option<(TimestampMs, usize)> = None;
    s.array(|s| {
        if s.peek() == Some(b'{') {
            add(series(s, limits)?);
            return Ok(());
        }
        match scalar.take() {
            None => scalar = Some((seconds(s)?, s.next_at())),
            Some((t_ms, _)) => {
                let columns =
                    SampleBuffer { timestamps: vec![t_ms], values: vec![value(s)?], ..SampleBuffer::default() };
                add(JsonSeries { labels: Labels::empty(), columns });
            }
        }
        Ok(())
    })?;
    scalar.map_or(Ok(()), |(_, at)| Err(Fault::new(at, "a time and a value")))
}

/// `{"metric":{…},"value":[t,"v"]}`, or `values` with a list of such pairs.
fn series(s: &mut Scanner<'_>, limits: &Limits) -> Parsed<JsonSeries> {
    let start = s.next_at();
    let (mut labels, mut columns) = (None, SampleBuffer::default());
    s.object(|s, key| match key {
        "metric" => {
            labels = Some(pairs(s, limits)?);
            Ok(())
        }
        "value" => sample(s, &mut columns),
        "values" => s.array(|s| sample(s, &mut columns)),
        "histogram" | "histograms" => {
            let fault = Fault::new(s.next_at(), "floats").found("native histograms");
            Err(fault.help("answers of the HTTP API have native histograms in a form without schema"))
        }
        _ => s.skip(),
    })?;
    let labels = labels.ok_or_else(|| Fault::new(start, "a field `metric` with the labels").found("none"))?;
    Ok(JsonSeries { labels, columns })
}

/// `[1782468900.5,"1"]`.
fn sample(s: &mut Scanner<'_>, columns: &mut SampleBuffer) -> Parsed<()> {
    let at = s.next_at();
    let (mut t_ms, mut v) = (None, None);
    s.array(|s| {
        match (t_ms, v) {
            (None, _) => t_ms = Some(seconds(s)?),
            (Some(_), None) => v = Some(value(s)?),
            _ => return Err(Fault::new(s.next_at(), "`]` behind time and value")),
        }
        Ok(())
    })?;
    let (t_ms, v) = t_ms.zip(v).ok_or_else(|| Fault::new(at, "a time and a value"))?;
    columns.timestamps.push(t_ms);
    columns.values.push(v);
    Ok(())
}

/// A time in seconds.
fn seconds(s: &mut Scanner<'_>) -> Parsed<TimestampMs> {
    const MAX_MS: f64 = 9_007_199_254_740_992.0;
    let at = s.next_at();
    let ms = (s.number()? * 1000.0).round();
    if ms.abs() > MAX_MS {
        return Err(Fault::new(at, "a time in seconds that fits"));
    }
    Ok(ms as TimestampMs)
}

/// A value, which the API writes as a string.
fn value(s: &mut Scanner<'_>) -> Parsed<f64> {
    s.number_or_text()
}
