//! Benchmarks across the crates stand in `benches/`.
