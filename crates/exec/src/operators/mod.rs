//! The inner nodes of the operator tree.

pub(crate) mod aggregate;
pub(crate) mod binary;
pub(crate) mod call;
pub(crate) mod function;
pub(crate) mod invariant;
pub(crate) mod landing;
pub(crate) mod materialized;
pub(crate) mod merge;
pub(crate) mod negate;
pub(crate) mod rowwise;

pub(crate) use landing::Landing;
pub(crate) use materialized::{Materialized, scalar_row};
