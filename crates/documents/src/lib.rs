//! Files that hold queries: where each query stands, and how to change it and nothing else.
//!
//! A [`Document`] is a file that was read: bare queries, rule files, `PrometheusRule` resources, Grafana dashboards,
//! Markdown. It lists its queries as PromQL sees them, tells where each of their characters stands in the file, and makes
//! the text of the file with some of them changed, every other byte being kept.
//!
//! ```
//! use promenade_documents::{Document, QueryIdx, ReadOptions};
//!
//! let text = "groups:\n- name: a\n  rules:\n  - record: b  # kept\n    expr: 'sum( up )'\n";
//! let document = Document::read("rules.yaml", text, &ReadOptions::default());
//! let query = &document.queries()[0];
//! assert_eq!(query.text, "sum( up )");
//! assert_eq!(&text[query.to_file(5..7)], "up");
//! let changed = document.with_queries(&[(QueryIdx(0), "sum(up)".to_owned())]).unwrap();
//! assert_eq!(changed, text.replace("sum( up )", "sum(up)"));
//! ```

mod containers;
mod document;
mod edit;
mod json;
mod kind;
mod layout_off;
mod offsets;
mod problem;
mod query;
pub mod rules;
pub mod yaml;

pub use document::{Document, ReadOptions};
pub use edit::EditError;
pub use kind::DocumentKind;
pub use offsets::OffsetMap;
pub use problem::{Problem, ProblemKind};
pub use promenade_model::FileRange;
pub use query::{EmbeddedQuery, Layout, Origin, QueryIdx};
