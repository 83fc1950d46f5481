//! Cases and their results.

use std::fs;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

/// A timed query; times in milliseconds, step 0 for an instant query at the start.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) expr: String,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) step: i64,
    /// The speedup over Prometheus to reach.
    pub(super) goal: f64,
}

/// The cost of a case in one engine. Series, samples and sum describe the result, to check that the engines agree.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Timing {
    pub(super) median_ms: f64,
    pub(super) peak_bytes: u64,
    pub(super) series: usize,
    pub(super) samples: usize,
    /// The sum of all finite floats and of the counts of all histograms, as text.
    pub(super) sum: String,
    #[serde(default)]
    pub(super) error: String,
}

/// The cases of a file whose name contains `only`, if given.
pub(super) fn read(path: &Path, only: Option<&str>) -> anyhow::Result<Vec<Case>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let cases: Vec<Case> = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    Ok(cases.into_iter().filter(|case| only.is_none_or(|part| case.name.contains(part))).collect())
}
