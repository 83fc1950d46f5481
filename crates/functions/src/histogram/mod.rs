//! Functions of native and classic histograms. The numerics are in [`promenade_model::quantile`].

mod fraction;
pub mod quantile;
mod statistics;

use crate::definition::FunctionDef;

/// All functions of histograms, by file.
pub(crate) static ALL: &[&[FunctionDef]] = &[statistics::ROWS, quantile::ROWS, fraction::ROWS];
