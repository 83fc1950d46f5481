//! Completion: what it asks, and the items.

use promenade::functions::docs::{aggregator_page, function_page};
use promenade::functions::{aggregator, function};
use promenade::ide::{Answer, Answers, Completion, CompletionItem, ItemKind, MetadataRequest};
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;
use crate::json::Json;
use crate::offsets::Offsets;

#[wasm_bindgen]
impl Language {
    /// What completion at an offset asks of metrics and labels, as a list of `MetadataRequest`.
    #[wasm_bindgen(js_name = completionRequests)]
    pub fn completion_requests(&mut self, text: &str, offset: u32, features: &str, variables: bool) -> String {
        let asked = self.ask(text, features, variables);
        let requests = Completion::at(&asked.query, asked.offsets.byte(offset)).requests();
        Json::of_list(&requests, |json, request| json.object(|json| write_request(request, json)))
    }

    /// What may stand at an offset, as a `CompletionList`. Answers are those to
    /// [`completion_requests`](Self::completion_requests): each is `metrics` with a number and as many names, types, units
    /// and helps, or `values` with a number and as many values. Without any the metadata is asked that was set before.
    pub fn complete(
        &mut self,
        text: &str,
        offset: u32,
        features: &str,
        variables: bool,
        answers: Vec<String>,
    ) -> String {
        self.ask(text, features, variables);
        let Some(asked) = &self.last else { return String::new() };
        let completion = Completion::at(&asked.query, asked.offsets.byte(offset));
        let collected = collect(&completion.requests(), answers);
        let list = match (&collected, &self.metadata) {
            (None, Some(metadata)) => completion.complete(metadata),
            _ => completion.complete(&collected.unwrap_or_default()),
        };
        Json::of(|json| {
            json.key("incomplete").bool(list.is_incomplete);
            let n_items = list.items.len();
            json.key("items").list(&list.items, |json, item| {
                json.object(|json| write_item(item, n_items, &asked.offsets, json));
            });
        })
    }

    /// The documentation of a function or an aggregator, which items do not have with them: a list of functions would be
    /// mostly that.
    pub fn documentation(&self, name: &str) -> Option<String> {
        function(name).map(function_page).or_else(|| aggregator(name).map(aggregator_page))
    }
}

fn write_request(request: &MetadataRequest, json: &mut Json) {
    json.key("kind").text(match request {
        MetadataRequest::Metrics { .. } => "metrics",
        MetadataRequest::LabelNames { .. } => "labelNames",
        MetadataRequest::LabelValues { .. } => "labelValues",
    });
    json.optional("selector", request.selector_text().as_deref());
    if let MetadataRequest::LabelValues { label, .. } = request {
        json.key("label").text(label);
    }
}

/// The answers in the order of the requests; `None` if there are none.
fn collect(requests: &[MetadataRequest], answers: Vec<String>) -> Option<Answers> {
    if answers.is_empty() {
        return None;
    }
    let mut collected = Answers::default();
    let mut texts = answers.into_iter();
    for request in requests {
        let (Some(kind), Some(n)) = (texts.next(), texts.next().and_then(|n| n.parse::<usize>().ok())) else { break };
        let answer = if kind == "metrics" {
            let row = |_| [(); 4].map(|()| texts.next().unwrap_or_default());
            Answer::Metrics((0..n).map(row).collect())
        } else {
            Answer::Names(texts.by_ref().take(n).collect())
        };
        collected.insert(request, answer);
    }
    Some(collected)
}

/// Writes an item. Its score falls from 99 for the first item to 0.
fn write_item(item: &CompletionItem, n_items: usize, offsets: &Offsets, json: &mut Json) {
    offsets.write(&item.replace, json);
    json.key("label").text(&item.label);
    json.key("kind").text(item_kind(item.kind));
    json.key("insert").text(&item.insert);
    json.optional("snippet", item.snippet.as_deref());
    json.optional("detail", Some(item.detail.as_str()).filter(|detail| !detail.is_empty()));
    if !has_page(item.kind) {
        json.optional("documentation", item.documentation().as_deref());
    }
    json.key("score").int((99 - 99 * item.rank / n_items) as i64);
}

/// Whether documentation is asked for by name.
fn has_page(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Function | ItemKind::Aggregator)
}

fn item_kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Metric => "metric",
        ItemKind::Function => "function",
        ItemKind::Aggregator => "aggregator",
        ItemKind::Label => "label",
        ItemKind::LabelValue => "labelValue",
        ItemKind::Keyword => "keyword",
        ItemKind::Operator => "operator",
        ItemKind::Duration => "duration",
        ItemKind::Number => "number",
        ItemKind::Variable => "variable",
        ItemKind::Snippet => "snippet",
    }
}
