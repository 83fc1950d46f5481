//! What the loaded data has: metrics, names of labels, their values.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use promenade::Storage;
use promenade::model::Matcher;
use promenade::model::labels::METRIC_NAME;
use promenade::storage::{MetricMetadata, MetricType, StorageError, TimeRange};
use promenade::syntax::parse_metric_selector;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use crate::json::Json;
use crate::options;

/// Endings of the series of one family.
const PARTS: [&str; 4] = ["_bucket", "_count", "_sum", "_total"];

#[wasm_bindgen]
impl Engine {
    /// The metrics with what is known of their families, as a list.
    pub fn metrics(&self) -> String {
        let names = ready(self.storage.label_values(METRIC_NAME, &[], TimeRange::ALL)).unwrap_or_default();
        let families = ready(self.storage.metadata(None)).unwrap_or_default();
        let families: BTreeMap<&str, &MetricMetadata> = families.iter().map(|f| (f.name.as_str(), f)).collect();
        Json::of_list(&names, |json, name| {
            json.object(|json| {
                json.key("name").text(name);
                if let Some(family) = family_of(name, &families) {
                    let kind = Some(family.metric_type).filter(|kind| *kind != MetricType::Unknown);
                    json.optional("type", kind.map(MetricType::name));
                    json.optional("help", known(&family.help));
                    json.optional("unit", known(&family.unit));
                }
            });
        })
    }

    /// The names of the labels of the series that a selector selects, or of all. A text that is no selector selects none.
    #[wasm_bindgen(js_name = labelNames)]
    pub fn label_names(&self, selector: Option<String>) -> Vec<String> {
        let names = matchers(selector).map(|found| ready(self.storage.label_names(&found, TimeRange::ALL)));
        names.and_then(Result::ok).unwrap_or_default()
    }

    /// The values of a label of the series that a selector selects, or of all. A text that is no selector selects none.
    #[wasm_bindgen(js_name = labelValues)]
    pub fn label_values(&self, label: &str, selector: Option<String>) -> Vec<String> {
        let values = matchers(selector).map(|found| ready(self.storage.label_values(label, &found, TimeRange::ALL)));
        values.and_then(Result::ok).unwrap_or_default()
    }
}

/// The matchers of a selector; none of no selector.
fn matchers(selector: Option<String>) -> Option<Vec<Matcher>> {
    let Some(selector) = selector else { return Some(Vec::new()) };
    let language = options::language("", false);
    parse_metric_selector(&selector, &language.parse_options()).ok()
}

/// The family of a metric: the one of its name, or the one that it is a part of.
fn family_of<'a>(name: &str, families: &BTreeMap<&str, &'a MetricMetadata>) -> Option<&'a MetricMetadata> {
    let whole = families.get(name).copied();
    whole.or_else(|| PARTS.iter().find_map(|part| families.get(name.strip_suffix(part)?).copied()))
}

fn known(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// The result of a future of a store in memory, which is ready at once.
fn ready<T>(future: impl Future<Output = Result<T, StorageError>>) -> Result<T, StorageError> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(StorageError::Data { message: "a store in memory is not ready".to_owned() }),
    }
}
