//! Data loaded from bytes.

use std::sync::Arc;

use promenade::exposition::{ExpositionError, Format, LoadOptions};
use promenade::model::TimestampMs;
use promenade::storage::TimeRange;
use promenade::{ArrowStorage, MemoryStorageBuilder};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::json::Json;

/// What was loaded.
struct Loaded {
    n_series: usize,
    n_samples: usize,
    time: Option<TimeRange>,
    warnings: Vec<String>,
}

/// Why nothing was.
struct LoadError {
    message: String,
    line: Option<u64>,
}

#[wasm_bindgen]
impl Engine {
    /// Loads bytes beside what is there. `format` is `exposition`, `openmetrics`, `jsonl`, `arrow` or `auto`; samples without
    /// a time get `time_ms`; `labels` are names and values for series without them; `max_errors` lines that cannot be read
    /// are skipped. The answer is a `LoadResult`.
    pub fn load(
        &mut self,
        bytes: Vec<u8>,
        format: &str,
        time_ms: f64,
        labels: Vec<String>,
        max_errors: usize,
    ) -> String {
        let mut texts = labels.into_iter();
        let pairs = std::iter::from_fn(|| Some((texts.next()?, texts.next()?)));
        let labels: Vec<(String, String)> = pairs.collect();
        let loaded = if format == "arrow" || format == "auto" && ArrowStorage::is_ipc(&bytes) {
            self.load_arrow(bytes, &labels)
        } else {
            let options = LoadOptions::default()
                .format(text_format(format))
                .default_time_ms(time_ms as TimestampMs)
                .more_labels(labels)
                .max_errors(max_errors);
            self.load_text(&bytes, &options)
        };
        answer(&loaded)
    }
}

impl Engine {
    fn load_text(&mut self, bytes: &[u8], options: &LoadOptions) -> Result<Loaded, LoadError> {
        let mut builder = MemoryStorageBuilder::new();
        let stats = promenade::exposition::load(bytes, options, &mut builder)?;
        let store = builder.build();
        let loaded = Loaded {
            n_series: store.series().len(),
            n_samples: store.n_samples(),
            time: store.time(),
            warnings: stats.errors.iter().map(ToString::to_string).collect(),
        };
        self.add(Arc::new(store), loaded.time);
        Ok(loaded)
    }

    fn load_arrow(&mut self, bytes: Vec<u8>, labels: &[(String, String)]) -> Result<Loaded, LoadError> {
        let store =
            ArrowStorage::from_ipc(bytes).map_err(|error| LoadError { message: error.to_string(), line: None })?;
        let store = labels.iter().fold(store, |store, (name, value)| store.with_label(name, value));
        let loaded = Loaded {
            n_series: store.series().count(),
            n_samples: store.n_samples(),
            time: store.time(),
            warnings: Vec::new(),
        };
        self.add(Arc::new(store), loaded.time);
        Ok(loaded)
    }
}

impl From<ExpositionError> for LoadError {
    fn from(error: ExpositionError) -> Self {
        Self { message: error.to_string(), line: Some(error.line()) }
    }
}

/// The format of a text; `None` if it is to be detected.
fn text_format(name: &str) -> Option<Format> {
    match name {
        "exposition" => Some(Format::Prometheus),
        "openmetrics" => Some(Format::OpenMetrics),
        "jsonl" => Some(Format::JsonLines),
        _ => None,
    }
}

fn answer(loaded: &Result<Loaded, LoadError>) -> String {
    Json::of(|json| {
        json.key("ok").bool(loaded.is_ok());
        match loaded {
            Ok(loaded) => {
                let time = loaded.time.unwrap_or(TimeRange { start_ms: 0, end_ms: 0 });
                json.key("series").int(loaded.n_series as i64);
                json.key("samples").int(loaded.n_samples as i64);
                json.key("minTime").int(time.start_ms);
                json.key("maxTime").int(time.end_ms);
                json.key("warnings").list(&loaded.warnings, |json, warning| json.text(warning));
            }
            Err(error) => {
                json.key("message").text(&error.message);
                if let Some(line) = error.line {
                    json.key("line").int(line);
                }
            }
        }
    })
}
