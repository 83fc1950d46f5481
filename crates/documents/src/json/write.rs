//! Writing strings of JSON as the file writes its own.

use std::fmt::Write;

/// Which characters a file writes as escapes although it need not. Encoders have their habits: Go's writes `<`, `>` and
/// `&` so, PHP's `/`, many all that is not ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // they are habits, each its own
pub(crate) struct Escapes {
    html: bool,
    slash: bool,
    non_ascii: bool,
    upper_case: bool,
}

impl Escapes {
    /// The habits of a file: a character is escaped where it stands in the file as an escape only.
    pub(crate) fn of_file(text: &str) -> Self {
        let has = |escape: &str| text.contains(escape);
        let html = ["\\u003c", "\\u003C", "\\u003e", "\\u003E", "\\u0026"].iter().any(|escape| has(escape));
        Self {
            html: html && !text.contains(['<', '>', '&']),
            slash: has("\\/"),
            non_ascii: text.is_ascii() && text.match_indices("\\u").any(|(at, _)| !text[at..].starts_with("\\u00")),
            upper_case: ["\\u003C", "\\u003E"].iter().any(|escape| has(escape)),
        }
    }

    /// A text as the inner part of a string. `before` is the string that stood at its place.
    pub(crate) fn write(self, text: &str, before: &str) -> String {
        let html = if before.contains(['<', '>', '&']) { false } else { self.html || Self::of_file(before).html };
        let mut out = String::with_capacity(text.len() + 8);
        for c in text.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                '\x08' => out.push_str("\\b"),
                '\x0C' => out.push_str("\\f"),
                '/' if self.slash => out.push_str("\\/"),
                '<' | '>' | '&' if html => self.unicode(c, &mut out),
                '\u{2028}' | '\u{2029}' => self.unicode(c, &mut out),
                c if c < ' ' || self.non_ascii && !c.is_ascii() => self.unicode(c, &mut out),
                c => out.push(c),
            }
        }
        out
    }

    fn unicode(self, c: char, out: &mut String) {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let written = if self.upper_case { write!(out, "\\u{unit:04X}") } else { write!(out, "\\u{unit:04x}") };
            written.expect("a string takes all that is written");
        }
    }
}
