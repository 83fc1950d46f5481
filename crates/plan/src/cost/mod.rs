//! What a query is going to read, estimated from a part of the data.
//!
//! A plan says at which times each selector looks for samples ([`selector_reads`]). Of a series whose timestamps are known
//! it follows how many samples that reads; other series are taken to be like those that are known.

mod reads;
mod walk;

pub use reads::{KnownSamples, SelectorReads};
pub use walk::selector_reads;
