//! The language without data: queries as text, checked, laid out, linted, fixed and explained. A function, a file.

mod check;
#[cfg(feature = "engine")]
mod explain;
#[cfg(feature = "lint")]
mod fix;
mod format;
#[cfg(feature = "lint")]
mod lint;
mod parse;

pub use self::check::{check, check_with};
#[cfg(feature = "engine")]
pub use self::explain::explain;
#[cfg(feature = "lint")]
pub use self::fix::fix;
pub use self::format::format;
#[cfg(feature = "lint")]
pub use self::lint::lint;
pub use self::parse::{parse, parse_with};
