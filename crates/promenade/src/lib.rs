//! A PromQL query engine and language toolkit.
