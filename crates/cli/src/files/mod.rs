//! Files with queries: found, read, and written back.

mod each;
mod find;
mod input;
mod open;
mod read;
mod seen;
mod write;

pub(crate) use each::each;
pub(crate) use find::{Found, Wanted, find};
pub(crate) use input::{Input, inputs};
pub(crate) use open::{document_errors, open, read_options};
pub(crate) use read::{FileError, read};
pub(crate) use seen::Seen;
pub(crate) use write::write_atomically;
