//! Functions over range vectors, one file each.

use crate::definition::FunctionDef;

/// All functions over range vectors.
pub static ALL: &[&FunctionDef] = &[];
