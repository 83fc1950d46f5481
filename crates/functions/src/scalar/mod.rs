//! Functions that return or take scalars.

mod context;
pub mod convert;
pub mod extremes;

use crate::definition::FunctionDef;

/// All functions of scalars, by file.
pub(crate) static ALL: &[&[FunctionDef]] = &[context::ROWS, convert::ROWS, extremes::ROWS];
