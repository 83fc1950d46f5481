//! The leaves of the operator tree: samples of selected series, at the steps of a grid or in windows.

mod extent;
pub(crate) mod instant;
pub(crate) mod range;
mod seek;
mod selected;
mod series_rows;
mod smoothed;
mod stats;
pub(crate) mod subquery;
pub(crate) mod window;

pub use range::{RangeSource, RowReader, WindowSpec};
pub(crate) use selected::{Loading, Selected};
