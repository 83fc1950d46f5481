//! Integers: `%d %b %o %O %x %X %c %q %U`.

use std::fmt::Write as _;

use super::Flags;
use crate::strconv::{is_printable, quote_go_char};

/// The sign and the absolute value of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Integer {
    is_negative: bool,
    magnitude: u64,
}

impl From<i64> for Integer {
    fn from(value: i64) -> Self {
        Self { is_negative: value < 0, magnitude: value.unsigned_abs() }
    }
}

impl From<u64> for Integer {
    fn from(value: u64) -> Self {
        Self { is_negative: false, magnitude: value }
    }
}

impl Integer {
    /// The 64 bits of the two's complement.
    fn bits(self) -> u64 {
        if self.is_negative { self.magnitude.wrapping_neg() } else { self.magnitude }
    }
}

impl Flags {
    /// Appends an integer; returns `false` if the verb is not defined for integers.
    pub fn integer(&self, value: impl Into<Integer>, verb: char, out: &mut String) -> bool {
        let value = value.into();
        match verb {
            'v' | 'd' | 'b' | 'o' | 'O' | 'x' | 'X' => self.digits(value, verb, out),
            'c' => self.pad(&character(value.bits()).to_string(), out),
            'q' => self.pad(&quote_go_char(character(value.bits()), self.plus), out),
            'U' => self.code_point(value.bits(), out),
            _ => return false,
        }
        true
    }

    fn digits(&self, value: Integer, verb: char, out: &mut String) {
        let has_sign = value.is_negative || self.plus || self.space;
        let n_least = match (self.precision, self.width) {
            // Only padding.
            (Some(0), _) if value.magnitude == 0 => return self.pad_with_spaces("", out),
            (Some(precision), _) => precision,
            (None, Some(width)) if self.zero && !self.minus => width.saturating_sub(usize::from(has_sign)),
            _ => 0,
        };
        let digits = radix(value.magnitude, verb);
        let zeros = "0".repeat(n_least.saturating_sub(digits.len()));
        let sign = if value.is_negative {
            "-"
        } else if self.plus {
            "+"
        } else if self.space {
            " "
        } else {
            ""
        };
        let starts_with_zero = !zeros.is_empty() || digits.starts_with('0');
        let prefix = match verb {
            'O' if self.sharp && !starts_with_zero => "0o0",
            'O' => "0o",
            'b' if self.sharp => "0b",
            'o' if self.sharp && !starts_with_zero => "0",
            'x' if self.sharp => "0x",
            'X' if self.sharp => "0X",
            _ => "",
        };
        self.pad_with_spaces(&format!("{sign}{prefix}{zeros}{digits}"), out);
    }

    /// `U+0078`, and with `#` `U+0078 'x'`.
    fn code_point(&self, code: u64, out: &mut String) {
        let n_least = self.precision.unwrap_or(4).max(4);
        let mut text = format!("U+{code:0n_least$X}");
        let shown = u32::try_from(code).ok().and_then(char::from_u32).filter(|c| self.sharp && is_printable(*c));
        if let Some(c) = shown {
            let _ = write!(text, " '{c}'");
        }
        self.pad_with_spaces(&text, out);
    }
}

fn radix(magnitude: u64, verb: char) -> String {
    match verb {
        'b' => format!("{magnitude:b}"),
        'o' | 'O' => format!("{magnitude:o}"),
        'x' => format!("{magnitude:x}"),
        'X' => format!("{magnitude:X}"),
        _ => magnitude.to_string(),
    }
}

/// The character with this code point; U+FFFD if there is none.
fn character(code: u64) -> char {
    u32::try_from(code).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}
