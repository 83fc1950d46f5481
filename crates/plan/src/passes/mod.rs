//! The optimizer's passes, one file each.

mod common_selectors;
mod constant_folding;

use crate::optimize::Pass;

/// All passes, in the order of application.
pub static ALL: &[&dyn Pass] = &[&constant_folding::ConstantFolding, &common_selectors::CommonSelectors];
