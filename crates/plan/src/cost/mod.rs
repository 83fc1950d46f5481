//! Estimates the number of samples that a query reads, from a sample of the data.
//!
//! A plan states the times at which each selector reads samples ([`selector_reads`]). For a series with known
//! timestamps this gives the number of samples read; other series are assumed to be similar.

mod reads;
mod walk;

pub use reads::{KnownSamples, SelectorReads};
pub use walk::selector_reads;
