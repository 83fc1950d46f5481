//! Numbers and durations: where they end, and what they stand for.
//!
//! Prometheus scans generously and refuses some of the result later; both steps are kept, because together they decide
//! what is accepted and where a mistake is reported.

use crate::token::TokenKind;

/// A number or a duration at the start of a text.
pub(super) struct Scanned {
    pub(super) len: usize,
    /// `None` if it is neither.
    pub(super) kind: Option<TokenKind>,
}

/// Scans the number or duration at the start of `text`, which begins with a digit, or a dot and a digit.
pub(super) fn scan(text: &str) -> Scanned {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, is_series: false };
    let kind = if scanner.number() {
        Some(TokenKind::Number)
    } else if scanner.duration() {
        Some(TokenKind::Duration)
    } else {
        scanner.skip_run(|b| is_alphanumeric(b) || b == b'.');
        None
    };
    Scanned { len: scanner.at, kind }
}

/// The length of the number at the start of `text` as it stands in a series description: there `x` follows a number to
/// repeat it, so that none is hexadecimal. `None` if it is not a number.
pub(crate) fn scan_in_series(text: &str) -> Option<usize> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, is_series: true };
    (scanner.number() && scanner.at > 0).then_some(scanner.at)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    is_series: bool,
}

impl Scanner<'_> {
    fn number(&mut self) -> bool {
        let is_hex = !self.is_series && self.accept(b"0") && self.accept(b"xX");
        if is_hex {
            self.accept(b"_");
        }
        let digits: &[u8] = if is_hex { b"0123456789abcdefABCDEF" } else { b"0123456789" };
        self.accept(b".");
        self.accept(digits);
        let is_series = self.is_series;
        let goes_on = |b| is_alphanumeric(b) && !(is_series && b == b'x');
        self.mantissa_and_exponent(digits, is_hex) && !self.peek().is_some_and(goes_on)
    }

    /// What follows the first digit. False where dots, exponents and underscores stand badly.
    fn mantissa_and_exponent(&mut self, digits: &[u8], is_hex: bool) -> bool {
        let (mut had_dot, mut had_exponent) = (false, false);
        while let Some(b) = self.peek().filter(|b| digits.contains(b) || b"._eE".contains(b)) {
            if (b == b'.' && had_dot) || (b"eE".contains(&b) && had_exponent) {
                self.at += 1;
                return false;
            }
            if self.accept(b".") {
                had_dot = true;
                if self.accept(b"_.") || is_hex {
                    return false;
                }
            } else if self.accept(b"eE") {
                had_exponent = true;
                self.accept(b"+-");
                if self.accept(b"._eE") || self.peek().is_none() {
                    return false;
                }
            } else if self.accept(b"_") {
                if self.accept(b"._eE") || self.peek().is_none() {
                    return false;
                }
            } else {
                self.skip_run(|b| digits.contains(&b));
            }
        }
        true
    }

    /// What follows the first number of a duration.
    fn duration(&mut self) -> bool {
        if !self.accept(b"smhdwy") {
            return false;
        }
        self.accept(b"s");
        while self.accept(b"0123456789") {
            self.skip_run(|b| b.is_ascii_digit());
            if !self.accept(b"smhdw") {
                return false;
            }
            self.accept(b"s");
        }
        !self.peek().is_some_and(is_alphanumeric)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn accept(&mut self, set: &[u8]) -> bool {
        let is_in = self.peek().is_some_and(|b| set.contains(&b));
        self.at += usize::from(is_in);
        is_in
    }

    fn skip_run(&mut self, is: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&is) {
            self.at += 1;
        }
    }
}

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use promenade_model::number::parse_promql_number;

    use super::*;

    #[test]
    fn scans_and_reads() {
        for (text, len, value) in [
            ("1", 1, Some(1.0)),
            ("010", 3, Some(8.0)),
            ("08", 2, Some(8.0)),
            ("0x1F", 4, Some(31.0)),
            ("0X_1f", 5, Some(31.0)),
            ("1_000", 5, Some(1000.0)),
            ("0_17", 4, Some(15.0)),
            ("1_000.5", 7, Some(1000.5)),
            (".5e-3", 5, Some(0.0005)),
            ("1e400", 5, None),
            ("0x", 2, None),
            ("18446744073709551616", 20, Some(18_446_744_073_709_551_616.0)),
            ("0 ", 1, Some(0.0)),
        ] {
            let scanned = scan(text);
            assert_eq!((scanned.len, scanned.kind), (len, Some(TokenKind::Number)), "{text}");
            assert_eq!(parse_promql_number(&text[..len]).ok(), value, "{text}");
        }
    }

    #[test]
    fn tells_durations_and_mistakes() {
        for (text, len, kind) in [
            ("5m", 2, Some(TokenKind::Duration)),
            ("1h30m]", 5, Some(TokenKind::Duration)),
            ("1.5h", 4, Some(TokenKind::Duration)),
            ("5x", 2, None),
            ("1..5", 4, None),
            ("1__0", 4, None),
            ("0x1e", 4, None),
            ("5m5", 3, None),
            ("1e", 2, None),
        ] {
            let scanned = scan(text);
            assert_eq!((scanned.len, scanned.kind), (len, kind), "{text}");
        }
    }
}
