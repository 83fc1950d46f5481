//! Conversion of floats and strings in the formats of Go's `strconv`.

mod digits;
mod format;
mod parse;
mod printable;
mod quote;
mod unquote;

pub use self::digits::{format_api, format_e, format_f, format_fixed, format_g, format_g_precision};
pub use self::format::format_float;
pub use self::parse::{ParseFloatError, parse_go_float, parse_go_int, parse_go_uint};
pub use self::printable::is_printable;
pub use self::quote::{can_backquote, quote_go, quote_go_ascii, quote_go_bytes, quote_go_char};
pub use self::unquote::{Escape, EscapeError, EscapeValue, unquote_go};
