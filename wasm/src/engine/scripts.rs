//! Prometheus's test scripts and recorded answers, run inside of WebAssembly by tests.

use promenade::{Engine, EngineOptions, Features, MemoryStorage};
use promenade_testkit::differential::{Recorded, Verdict};
use promenade_testkit::{Runner, Script, load, oracle};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::json::Json;

/// Runs a script: how many evals there are, and what fails.
#[wasm_bindgen(js_name = runScript)]
pub fn run_script(text: &str) -> String {
    let script = match Script::parse(text) {
        Ok(script) => script,
        Err(error) => return outcome(0, &[error.to_string()]),
    };
    let report = Runner::default().run(&script);
    let failures = report
        .failures()
        .map(|eval| format!("{}: {}: {}", eval.line, eval.expr, eval.failure.as_deref().unwrap_or_default()));
    outcome(report.evals.len(), &failures.collect::<Vec<_>>())
}

/// Compares recorded answers with ours: lines of JSON over the data of a script. Differences with a known reason pass.
#[wasm_bindgen(js_name = runRecorded)]
pub fn run_recorded(script: &str, lines: &str, all_features: bool) -> String {
    let storage = match Script::parse(script).map_err(|error| error.to_string()).and_then(|s| load::load_script(&s)) {
        Ok(storage) => storage,
        Err(error) => return outcome(0, &[error]),
    };
    let features = if all_features { Features::all() } else { Features::default() };
    let engine = Engine::new(EngineOptions::default().features(features));
    let failures = lines.lines().filter_map(|line| difference(&engine, &storage, line));
    outcome(lines.lines().count(), &failures.collect::<Vec<_>>())
}

fn difference(engine: &Engine, storage: &MemoryStorage, line: &str) -> Option<String> {
    let recorded = Recorded { engine, storage };
    let (query, expected) = match (serde_json::from_str::<oracle::Query>(line), serde_json::from_str(line)) {
        (Ok(query), Ok(expected)) => (query, expected),
        (Err(error), _) | (_, Err(error)) => return Some(error.to_string()),
    };
    match recorded.verdict(&query, &expected, &[]) {
        Verdict::Differs { difference, .. } => Some(format!("{line}: {}", difference.text)),
        Verdict::Same { .. } | Verdict::Explained(_) => None,
    }
}

fn outcome(n_cases: usize, failures: &[String]) -> String {
    Json::of(|json| {
        json.key("cases").int(n_cases as i64);
        json.key("failures").list(failures, |json, failure| json.text(failure));
    })
}
