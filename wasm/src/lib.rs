//! The language toolkit and the engine for JavaScript, as WebAssembly.
//!
//! This is the raw interface below the npm package in `npm/`, which has the documented one. Texts go in as strings, and come
//! back as JSON that the package parses: a small writer of JSON costs a few hundred bytes, where a call into JavaScript for
//! each property of each object costs time, and a library of serialization size. Numbers of results are typed arrays that
//! are copied once. Offsets are UTF-16 code units, times are milliseconds.
//!
//! No function throws: what is wrong is a value. A panic ends the instance, and the package starts a new one.

#[cfg(feature = "engine")]
mod engine;
mod instance;
mod json;
mod language;
mod offsets;
mod options;

#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(feature = "scripts")]
pub use engine::{run_recorded, run_script};
pub use instance::{memory_bytes, panic_message, version};
pub use language::Language;
