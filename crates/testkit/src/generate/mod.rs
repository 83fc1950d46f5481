//! Data and queries drawn at random, the same for the same seed: what Promenade and Prometheus are compared over.

pub mod data;
pub mod query;
mod random;
pub mod rules;
mod vocabulary;

pub use random::Random;
pub use vocabulary::{LabelValues, Metric, Vocabulary};
