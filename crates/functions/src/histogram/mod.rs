//! Functions that read histograms, native and classic. The numerics are in [`promenade_model::quantile`].

mod fraction;
pub mod quantile;
mod statistics;

use crate::definition::FunctionDef;

/// All functions that read histograms, by file.
pub(crate) static ALL: &[&[FunctionDef]] = &[statistics::ROWS, quantile::ROWS, fraction::ROWS];
