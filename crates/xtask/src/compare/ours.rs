//! Runs the cases with the engine.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use promenade::exposition::{LoadOptions, load as load_text};
use promenade::go::strconv::format_g;
use promenade::{
    Engine, EngineOptions, Features, MemoryStorage, MemoryStorageBuilder, QueryError, QueryResult, QueryValue,
    SampleValue, Storage,
};

use super::Args;
use super::case::{Case, Timing};
use crate::HEAP;

/// Loads a dump into memory.
pub(super) fn load(dump: &Path) -> anyhow::Result<MemoryStorage> {
    let mut builder = MemoryStorageBuilder::new();
    let file = File::open(dump).with_context(|| dump.display().to_string())?;
    load_text(BufReader::with_capacity(1 << 20, file), &LoadOptions::default(), &mut builder)?;
    Ok(builder.build())
}

/// Runs the cases: once to describe the result, then for the times, then for the memory.
pub(super) fn run(args: &Args, storage: &impl Storage, cases: &[Case]) -> Vec<Timing> {
    let features = Features { experimental_functions: true, ..Features::default() };
    let options = EngineOptions::default().threads(Some(args.threads)).features(features);
    let engine = Engine::new(options);
    cases.iter().map(|case| measure(&engine, storage, case, args.runs)).collect()
}

fn measure(engine: &Engine, storage: &impl Storage, case: &Case, runs: usize) -> Timing {
    let mut timing = Timing::default();
    match query(engine, storage, case) {
        Ok(result) => describe(&result.value, &mut timing),
        Err(error) => {
            timing.error = error.to_string();
            return timing;
        }
    }
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            // Dropping the result is timed, as on the other side.
            drop(query(engine, storage, case));
            begin.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    timing.median_ms = times.get(times.len() / 2).copied().unwrap_or_default();
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    drop(query(engine, storage, case));
    timing.peak_bytes = HEAP.peak_usage().saturating_sub(before) as u64;
    timing
}

fn query(engine: &Engine, storage: &impl Storage, case: &Case) -> Result<QueryResult, QueryError> {
    let query = engine.query(storage, &case.expr);
    if case.step == 0 { query.at(case.start).wait() } else { query.range(case.start, case.end, case.step).wait() }
}

fn describe(value: &QueryValue, timing: &mut Timing) {
    let mut sum = 0.0;
    let mut add = |v: f64| {
        timing.samples += 1;
        if v.is_finite() {
            sum += v;
        }
    };
    match value {
        QueryValue::Vector(_, samples) => {
            timing.series = samples.len();
            for sample in samples {
                match &sample.value {
                    SampleValue::Float(v) => add(*v),
                    SampleValue::Histogram(h) => add(h.count()),
                }
            }
        }
        QueryValue::Matrix(series) => {
            timing.series = series.len();
            for one in series {
                one.floats.iter().for_each(|(_, v)| add(v));
                one.histograms.iter().for_each(|(_, h)| add(h.count()));
            }
        }
        QueryValue::Scalar(..) | QueryValue::String(_) => {}
    }
    timing.sum = format_g(sum);
}
