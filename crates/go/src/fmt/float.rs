//! Floats: `%e %E %f %F %g %G %x %X %b`.

use super::Flags;
use crate::strconv::format_float;

impl Flags {
    /// Appends a float; returns `false` if the verb is not defined for floats.
    pub fn float(&self, value: f64, verb: char, out: &mut String) -> bool {
        let (form, default) = match verb {
            'v' | 'g' => ('g', None),
            'b' | 'G' | 'x' | 'X' => (verb, None),
            'f' | 'F' => ('f', Some(6)),
            'e' | 'E' => (verb, Some(6)),
            _ => return false,
        };
        let precision = self.precision.or(default);
        let text = format_float(value, form, precision);
        let (sign, digits) = split_sign(&text, self.space && !self.plus);
        if !value.is_finite() {
            let is_bare = value.is_nan() && !self.space && !self.plus;
            let text = if is_bare { digits.to_owned() } else { format!("{sign}{digits}") };
            self.pad_with_spaces(&text, out);
            return true;
        }
        let digits = if self.sharp && form != 'b' { with_point(digits, form, precision) } else { digits.to_owned() };
        if !self.plus && sign == '+' {
            self.pad(&digits, out);
        } else {
            self.pad_signed(sign, &digits, out);
        }
        true
    }

    /// Zeros are inserted between sign and digits.
    fn pad_signed(&self, sign: char, digits: &str, out: &mut String) {
        if self.zero && !self.minus {
            out.push(sign);
            let width = self.width.map(|width| width.saturating_sub(1));
            Self { width, ..*self }.pad(digits, out);
        } else {
            self.pad(&format!("{sign}{digits}"), out);
        }
    }
}

/// The sign (`+` or a space by default) and the rest.
fn split_sign(text: &str, is_space: bool) -> (char, &str) {
    match text.strip_prefix('-') {
        Some(rest) => ('-', rest),
        None => (if is_space { ' ' } else { '+' }, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The digits with a point and the zeros that `%g` removes.
fn with_point(digits: &str, form: char, precision: Option<usize>) -> String {
    let is_exponent =
        |c: char| matches!(c, 'p' | 'P') || matches!(form, 'e' | 'E' | 'f' | 'g' | 'G') && matches!(c, 'e' | 'E');
    let (number, tail) = digits.split_at(digits.find(is_exponent).unwrap_or(digits.len()));
    let n_wanted = if matches!(form, 'g' | 'G' | 'x') { precision.unwrap_or(6) } else { 0 };
    let significant = number.trim_start_matches(['0', '.']).bytes().filter(|b| *b != b'.').count();
    let has_point = number.contains('.');
    let n_shown = significant + usize::from(!has_point && number == "0");
    let point = if has_point { "" } else { "." };
    format!("{number}{point}{}{tail}", "0".repeat(n_wanted.saturating_sub(n_shown)))
}
