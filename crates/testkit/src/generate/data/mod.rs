//! Data drawn at random: several kinds of it, each with the corners of its own.

mod classic;
mod floats;
mod kinds;
mod labelled;
mod native;
mod script;

pub use kinds::{KINDS, Kind};
pub use script::{DataSet, GAP, LoadBlock, SeriesText};
