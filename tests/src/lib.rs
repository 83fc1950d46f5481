//! What the tests across the crates share; the tests themselves stand in `tests/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::missing_panics_doc)] // it is used by tests only

pub mod conformance;
pub mod label_flow;
pub mod queries;
pub mod shared;
pub mod stores;

pub use conformance::{Count, check_counts};
pub use shared::{root, shared_dir};
