//! Tests across the crates stand in `tests/`.
