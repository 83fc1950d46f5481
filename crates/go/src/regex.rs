//! Go's regular expressions (RE2 syntax): [`GoRegex`] searches and replaces, [`CompiledPattern`] matches whole texts.

mod anchored;
mod bytes;
pub(crate) mod class;
mod compiled;
mod program;
mod recent;
mod search;
mod syntax;

pub use self::anchored::{CompiledPattern, plain_alternatives};
pub use self::bytes::error_of_bytes;
pub use self::recent::{compile, compile_search};
pub use self::search::{Captures, GoRegex};
pub use self::syntax::RegexError;
