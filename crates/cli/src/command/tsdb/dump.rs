//! `promenade tsdb dump` and `dump-openmetrics`: the samples of a data directory.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write, stdout};
use std::sync::Arc;

use promenade::go::strconv::{format_g, quote_go};
use promenade::model::labels::METRIC_NAME;
use promenade::storage::{SampleBuffer, Samples, SelectHints, Series, StorageError, TimeRange};
use promenade::{Labels, Storage};

use super::matchers;
use crate::args::{DumpFormat, TsdbDumpArgs, TsdbSelectArgs};
use crate::errors::{DataError, Failure};
use crate::load::open_tsdb;

/// Writes the samples of a series.
type Writer<'a> = &'a dyn Fn(&mut dyn Write, &Labels, Samples<'_>) -> io::Result<()>;

pub(super) fn run(args: &TsdbDumpArgs) -> Result<(), Failure> {
    match args.format {
        DumpFormat::Prom => dump(&args.select, &write_plain, ""),
        DumpFormat::Seriesjson => dump(&args.select, &|out, labels, _| write_labels(out, labels), ""),
    }
}

pub(super) fn run_openmetrics(args: &TsdbSelectArgs) -> Result<(), Failure> {
    dump(args, &write_openmetrics, "# EOF\n")
}

fn dump(args: &TsdbSelectArgs, write: Writer<'_>, end: &str) -> Result<(), Failure> {
    let failed = |error: StorageError| Failure::Data(vec![DataError::storage(&error)]);
    let time = TimeRange { start_ms: args.min_time, end_ms: args.max_time };
    let series = select(args, time)?;
    let mut out = BufWriter::with_capacity(1 << 16, stdout().lock());
    let mut buffer = SampleBuffer::default();
    for series in series {
        let samples = series.samples(time, &mut buffer).map_err(failed)?;
        write(&mut out, series.labels(), samples).map_err(Failure::Output)?;
    }
    out.write_all(end.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}

/// The series of all selectors, each once, in the order of labels.
fn select(args: &TsdbSelectArgs, time: TimeRange) -> Result<Vec<Arc<dyn Series>>, Failure> {
    let tsdb = open_tsdb(&args.path)?;
    let hints = SelectHints::over(time);
    let selectors = args.selectors.iter().map(|selector| matchers(selector)).collect::<Result<Vec<_>, _>>()?;
    let selectors = if selectors.is_empty() { vec![Vec::new()] } else { selectors };
    let mut found: BTreeMap<Labels, Arc<dyn Series>> = BTreeMap::new();
    for matchers in &selectors {
        let set = futures_executor::block_on(tsdb.select(matchers, &hints));
        let set = set.map_err(|error| Failure::Data(vec![DataError::storage(&error)]))?;
        found.extend(set.into_series().into_iter().map(|series| (series.labels().clone(), series)));
    }
    Ok(found.into_values().collect())
}

/// `{__name__="up", job="a"} 1 60000`, floats and histograms in the order of time.
fn write_plain(out: &mut dyn Write, labels: &Labels, samples: Samples<'_>) -> io::Result<()> {
    let mut histograms = samples.histograms.timestamps.iter().zip(samples.histograms.histograms).peekable();
    for (t, value) in samples.floats.timestamps.iter().zip(samples.floats.values) {
        while let Some((t, histogram)) = histograms.next_if(|(other, _)| *other < t) {
            writeln!(out, "{labels} {} {t}", histogram.to_float())?;
        }
        writeln!(out, "{labels} {} {t}", format_g(*value))?;
    }
    for (t, histogram) in histograms {
        writeln!(out, "{labels} {} {t}", histogram.to_float())?;
    }
    Ok(())
}

/// `{"__name__":"up","job":"a"}`.
fn write_labels(out: &mut dyn Write, labels: &Labels) -> io::Result<()> {
    let pairs: BTreeMap<&str, &str> = labels.iter().collect();
    serde_json::to_writer(&mut *out, &pairs)?;
    out.write_all(b"\n")
}

/// `up{job="a"} 1 60.000`. Native histograms have no form in OpenMetrics text.
fn write_openmetrics(out: &mut dyn Write, labels: &Labels, samples: Samples<'_>) -> io::Result<()> {
    let pairs = labels.iter().filter(|(name, _)| *name != METRIC_NAME);
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", quote_go(value))).collect();
    let (name, pairs) = (labels.metric_name(), pairs.join(","));
    for (t, value) in samples.floats.timestamps.iter().zip(samples.floats.values) {
        writeln!(out, "{name}{{{pairs}}} {} {:.3}", format_g(*value), *t as f64 / 1000.0)?;
    }
    Ok(())
}
