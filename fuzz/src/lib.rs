//! What the fuzz targets share: memory that is measured, and the store that queries are run over.

pub mod memory;
pub mod store;
