//! Logical plan of PromQL, optimizer rules and explain.
