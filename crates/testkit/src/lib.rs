//! Runs Prometheus test scripts and answers queries for comparison.
