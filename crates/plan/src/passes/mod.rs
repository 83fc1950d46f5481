//! The optimizer's rules, one file each.

mod common_selectors;
mod constant_folding;

use crate::optimize::Rule;

/// All rules, in the order in which they are applied.
pub static ALL: &[&dyn Rule] = &[&constant_folding::ConstantFolding, &common_selectors::CommonSelectors];
