//! Functions that read histograms, native and classic.

mod statistics;

mod fraction;
mod quantile;

use crate::definition::FunctionDef;

/// All functions that read histograms, by file.
pub(crate) static ALL: &[&[FunctionDef]] = &[statistics::ROWS, quantile::ROWS, fraction::ROWS];
