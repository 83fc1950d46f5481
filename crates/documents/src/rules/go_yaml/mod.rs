//! YAML as Prometheus reads it: with the verdict, the words and the lines of Go's reader (go-yaml 3).
//!
//! The check of rule files must accept and refuse what Prometheus does, down to the tab and the missing colon. Readers of
//! YAML differ in that, so this one follows libyaml's grammar, from which Go's reader descends. It knows places, but no
//! comments; the tree of [`crate::yaml`] is the one to edit by.

pub(crate) mod decode;
pub(crate) mod error;
mod event;
pub(crate) mod mark;
pub(crate) mod parser;
mod resolve;
mod scanner;
pub(crate) mod schema;
mod token;
pub(crate) mod tree;
