//! The optimizer's passes, one file each.

mod common_selectors;
mod constant_folding;

use crate::optimize::Pass;

/// All passes, in the order in which they are applied.
pub static ALL: &[&dyn Pass] = &[&constant_folding::ConstantFolding, &common_selectors::CommonSelectors];
