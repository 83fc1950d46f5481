//! Go's `Sprintf`: verbs with flags, widths, precisions and indexes of arguments.

use promenade_go::fmt::Flags;

use super::print::Printer;
use super::value::Value;

/// Widths and precisions beyond this are none.
const MAX_NUMBER: i64 = 1_000_000;

/// The arguments, printed as a format says.
pub(super) fn sprintf(format: &str, arguments: &[Value]) -> String {
    let mut formatter = Formatter {
        format,
        at: 0,
        arguments,
        next: 0,
        is_reordered: false,
        is_good_index: true,
        printer: Printer::default(),
    };
    while formatter.at < format.len() {
        if !formatter.literal_then_verb() {
            break;
        }
    }
    formatter.extra();
    formatter.printer.text
}

struct Formatter<'f> {
    format: &'f str,
    at: usize,
    arguments: &'f [Value],
    /// The argument that is printed next.
    next: usize,
    /// Whether an index has been given, so that arguments left over are no mistake.
    is_reordered: bool,
    is_good_index: bool,
    printer: Printer,
}

impl Formatter<'_> {
    /// Prints what stands before the next verb, and the verb; false at the end.
    fn literal_then_verb(&mut self) -> bool {
        let rest = &self.format[self.at..];
        let (literal, has_verb) = rest.split_once('%').map_or((rest, false), |(literal, _)| (literal, true));
        self.printer.text.push_str(literal);
        self.at += literal.len();
        if !has_verb {
            return false;
        }
        self.at += 1;
        self.is_good_index = true;
        self.read_flags();
        let mut follows_index = self.read_index();
        follows_index = self.read_width(follows_index);
        follows_index = self.read_precision(follows_index);
        if !follows_index {
            self.read_index();
        }
        let Some(verb) = self.format[self.at..].chars().next() else {
            self.printer.text.push_str("%!(NOVERB)");
            return false;
        };
        self.at += verb.len_utf8();
        self.verb(verb);
        true
    }

    fn peek(&self) -> Option<u8> {
        self.format.as_bytes().get(self.at).copied()
    }

    fn read_flags(&mut self) {
        let mut flags = Flags::default();
        while let Some(byte) = self.peek() {
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                _ => break,
            }
            self.at += 1;
        }
        self.printer.flags = flags;
        (self.printer.is_go_syntax, self.printer.has_field_names) = (false, false);
    }

    /// `[3]`; whether there was one that can be read.
    fn read_index(&mut self) -> bool {
        if self.peek() != Some(b'[') {
            return false;
        }
        self.is_reordered = true;
        let rest = &self.format[self.at..];
        let Some(end) = rest.find(']') else {
            self.is_good_index = false;
            self.at += 1;
            return false;
        };
        self.at += end + 1;
        let number = &rest[1..end];
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let index = number.parse::<i64>().ok().filter(|n| is_number && *n <= MAX_NUMBER);
        match index.and_then(|n| usize::try_from(n - 1).ok()).filter(|i| *i < self.arguments.len()) {
            Some(i) => self.next = i,
            None => self.is_good_index = false,
        }
        index.is_some()
    }

    fn read_width(&mut self, follows_index: bool) -> bool {
        if self.peek() == Some(b'*') {
            self.at += 1;
            match self.integer_argument() {
                Some(width) => {
                    let flags = &mut self.printer.flags;
                    flags.width = Some(width.unsigned_abs() as usize);
                    if width < 0 {
                        flags.minus = true;
                        flags.zero = false;
                    }
                }
                None => self.printer.text.push_str("%!(BADWIDTH)"),
            }
            return false;
        }
        let width = self.read_number();
        self.printer.flags.width = width;
        if follows_index && width.is_some() {
            self.is_good_index = false;
        }
        follows_index
    }

    fn read_precision(&mut self, follows_index: bool) -> bool {
        if self.peek() != Some(b'.') || self.at + 1 >= self.format.len() {
            return follows_index;
        }
        self.at += 1;
        if follows_index {
            self.is_good_index = false;
        }
        let follows_index = self.read_index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            let precision = self.integer_argument().and_then(|precision| usize::try_from(precision).ok());
            self.printer.flags.precision = precision;
            if precision.is_none() {
                self.printer.text.push_str("%!(BADPREC)");
            }
            return false;
        }
        self.printer.flags.precision = Some(self.read_number().unwrap_or(0));
        follows_index
    }

    /// A number in the format; `None` if there is none, or it is too large.
    fn read_number(&mut self) -> Option<usize> {
        let rest = &self.format[self.at..];
        let n_digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut number = 0;
        for digit in rest[..n_digits].bytes() {
            if number > MAX_NUMBER {
                self.at = self.format.len();
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
        }
        self.at += n_digits;
        (n_digits > 0).then_some(number as usize)
    }

    /// The next argument, where it is an integer that is not too large.
    fn integer_argument(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        argument.concrete().integer().filter(|n| (-MAX_NUMBER..=MAX_NUMBER).contains(n))
    }

    fn verb(&mut self, verb: char) {
        let text = &mut self.printer.text;
        if verb == '%' {
            return text.push('%');
        }
        if !self.is_good_index {
            return text.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(BADINDEX)"]);
        }
        let Some(argument) = self.arguments.get(self.next) else {
            return text.extend(["%!", verb.encode_utf8(&mut [0; 4]), "(MISSING)"]);
        };
        self.next += 1;
        if verb == 'v' || verb == 'w' {
            let flags = &mut self.printer.flags;
            self.printer.is_go_syntax = std::mem::take(&mut flags.sharp);
            self.printer.has_field_names = std::mem::take(&mut flags.plus);
        }
        self.printer.argument(argument, verb);
    }

    /// `%!(EXTRA string=hi)`
    fn extra(&mut self) {
        if self.is_reordered || self.next >= self.arguments.len() {
            return;
        }
        self.printer.flags = Flags::default();
        (self.printer.is_go_syntax, self.printer.has_field_names) = (false, false);
        self.printer.text.push_str("%!(EXTRA ");
        for (i, argument) in self.arguments[self.next..].iter().enumerate() {
            self.printer.text.push_str(if i > 0 { ", " } else { "" });
            match argument.concrete().type_name() {
                Some(type_name) => {
                    self.printer.text.push_str(type_name);
                    self.printer.text.push('=');
                    self.printer.argument(argument, 'v');
                }
                None => self.printer.text.push_str("<nil>"),
            }
        }
        self.printer.text.push(')');
    }
}
