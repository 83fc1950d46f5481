//! The program from end to end: what it writes and how it ends.

mod action;
mod check_rules;
mod commands;
mod common;
mod compare_errors;
mod compressed;
mod config;
mod cost;
mod data;
mod empty;
mod errors;
mod explain_code;
mod fmt;
mod formats;
mod formats_read;
mod layout;
mod lint;
mod lint_flags;
mod partial;
mod reports;
mod snapshot;
mod snapshot_url;
mod test;
mod tsdb;
