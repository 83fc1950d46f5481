//! What the tests share: a cursor in a text, and a snapshot of a few metrics.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)] // each test uses a part of it

use promenade_ide::{Completion, CompletionItem, CompletionList, Options, Query};
use promenade_lint::snapshot::{Snapshot, SnapshotBuilder};

/// The text without its `|`, and where that stands.
pub fn cursor(marked: &str) -> (String, usize) {
    let at = marked.find('¦').expect("a cursor");
    (marked.replacen('¦', "", 1), at)
}

pub fn query(text: &str) -> Query {
    Query::new(text, Options::default())
}

/// What is offered at the cursor.
pub fn complete(marked: &str) -> CompletionList {
    let (text, offset) = cursor(marked);
    Completion::at(&query(&text), offset).complete(&snapshot())
}

/// The text once an item is taken.
pub fn apply(marked: &str, item: &CompletionItem) -> String {
    let (text, _) = cursor(marked);
    format!("{}{}{}", &text[..item.replace.start], item.insert, &text[item.replace.end..])
}

pub fn snapshot() -> Snapshot {
    let mut builder = SnapshotBuilder::default();
    for (job, instance) in [("node", "a:9100"), ("api", "b:80")] {
        builder.series([("__name__", "up"), ("job", job), ("instance", instance)]);
    }
    for (code, route) in [("200", "/"), ("500", "/login")] {
        let labels = [("job", "api"), ("instance", "b:80"), ("code", code), ("route", route)];
        builder.series([("__name__", "http_requests_total")].into_iter().chain(labels));
        for le in ["0.1", "+Inf"] {
            let name = [("__name__", "http_request_duration_seconds_bucket"), ("le", le)];
            builder.series(name.into_iter().chain(labels));
        }
        builder.series([("__name__", "http_request_duration_seconds_sum")].into_iter().chain(labels));
        builder.series([("__name__", "http_request_duration_seconds_count")].into_iter().chain(labels));
    }
    builder.series([("__name__", "node_memory_MemFree_bytes"), ("job", "node"), ("instance", "a:9100")]);
    builder.series([("__name__", "node_memory_MemTotal_bytes"), ("job", "node"), ("instance", "a:9100")]);
    builder.series([("__name__", "http.active"), ("job", "api"), ("instance", "b:80")]);
    builder.metadata("http_requests_total", "counter", "", "Requests that were answered.");
    builder.metadata("node_memory_MemFree_bytes", "gauge", "bytes", "Free memory.");
    builder.build(100)
}
