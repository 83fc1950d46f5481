//! Texts: `%s %q %x %X`.

use std::fmt::Write as _;

use super::Flags;
use crate::strconv::{can_backquote, quote_go, quote_go_ascii};

impl Flags {
    /// Appends a text; returns `false` if the verb is not defined for strings.
    pub fn text(&self, text: &str, verb: char, out: &mut String) -> bool {
        match verb {
            'v' | 's' => self.pad(self.cut(text), out),
            'q' => self.quoted(self.cut(text), out),
            'x' | 'X' => self.hexadecimal(text.as_bytes(), verb == 'X', out),
            _ => return false,
        }
        true
    }

    /// The text truncated to the precision.
    fn cut<'t>(&self, text: &'t str) -> &'t str {
        let end = self.precision.and_then(|n| text.char_indices().nth(n));
        end.map_or(text, |(at, _)| &text[..at])
    }

    fn quoted(&self, text: &str, out: &mut String) {
        if self.sharp && can_backquote(text) {
            self.pad(&format!("`{text}`"), out);
        } else if self.plus {
            self.pad(&quote_go_ascii(text), out);
        } else {
            self.pad(&quote_go(text), out);
        }
    }

    fn hexadecimal(&self, bytes: &[u8], is_upper: bool, out: &mut String) {
        let bytes = &bytes[..self.precision.unwrap_or(bytes.len()).min(bytes.len())];
        let prefix = match (self.sharp, is_upper) {
            (false, _) => "",
            (true, false) => "0x",
            (true, true) => "0X",
        };
        let mut text = String::new();
        for (i, byte) in bytes.iter().enumerate() {
            if i > 0 && self.space {
                text.push(' ');
            }
            if i == 0 || self.space {
                text.push_str(prefix);
            }
            let _ = if is_upper { write!(text, "{byte:02X}") } else { write!(text, "{byte:02x}") };
        }
        self.pad(&text, out);
    }
}
