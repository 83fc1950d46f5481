//! Functions that write labels.

pub mod join;
pub mod replace;

use crate::definition::FunctionDef;

/// All functions that write labels.
pub(crate) static ALL: &[&[FunctionDef]] = &[replace::ROWS, join::ROWS];
