//! Lint rules for queries, rule files and dashboards, with fixes.
