//! Functions that read histograms, native and classic. The numerics are in [`promenade_model::quantile`].

mod fraction;
pub mod quantile;
mod statistics;

use crate::definition::{Behavior, BucketUse, FunctionDef};

/// All functions that read histograms, by file.
pub(crate) static ALL: &[&[FunctionDef]] = &[statistics::ROWS, quantile::ROWS, fraction::ROWS];

/// The behaviour of functions of the distribution of observations.
const READS_BUCKETS: Behavior = Behavior { buckets: BucketUse::Reads, ..Behavior::DEFAULT };
