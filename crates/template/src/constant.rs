//! Numbers and characters of a template, as Go's template parser reads them.

use promenade_go::strconv::{ParseFloatError, parse_go_float, parse_go_int, parse_go_uint, quote_go};

use crate::tree::Number;
use crate::unquote::{Unit, unquote_char};

/// A character constant with its quotes.
pub(crate) fn character(text: &str) -> Result<Number, String> {
    let inner = text.strip_prefix('\'').unwrap_or(text);
    let (unit, tail): (Unit, &str) = unquote_char(inner, '\'').ok_or("invalid syntax")?;
    if tail == "'" { Ok(Number::Char(unit.code())) } else { Err(format!("malformed character constant: {text}")) }
}

/// A number, which may be imaginary.
pub(crate) fn number(text: &str) -> Result<Number, String> {
    if let Some(Ok(imaginary)) = text.strip_suffix('i').map(parse_go_float) {
        return Ok(Number::Complex(0.0, imaginary));
    }
    if let Some(integer) = parse_go_int(text) {
        return Ok(Number::Int(integer));
    }
    if let Some(integer) = parse_go_uint(text) {
        return Ok(Number::Uint(integer));
    }
    match parse_go_float(text) {
        Ok(_) if !text.contains(['.', 'e', 'E', 'p', 'P']) => Err(format!("integer overflow: {}", quote_go(text))),
        Ok(float) => Ok(Number::Float(float)),
        Err(_) => Err(format!("illegal number syntax: {}", quote_go(text))),
    }
}

/// A real and an imaginary part, read as Go's `fmt.Sscan` reads a complex number.
pub(crate) fn complex(text: &str) -> Result<Number, String> {
    const SYNTAX: &str = "syntax error scanning complex number";
    let (real, rest) = text.split_at(float_length(text));
    let sign = rest.get(..1).filter(|sign| matches!(*sign, "+" | "-")).ok_or(SYNTAX)?;
    let n_imaginary = float_length(&rest[1..]);
    let (imaginary, rest) = rest[1..].split_at(n_imaginary);
    if !rest.starts_with('i') {
        return Err(SYNTAX.to_owned());
    }
    Ok(Number::Complex(part(real)?, part(&format!("{sign}{imaginary}"))?))
}

/// How much of the text Go's scanner takes for a float.
fn float_length(text: &str) -> usize {
    let mut scanner = Scanner { rest: text };
    scanner.accept("+-");
    // The scanner hopes for an infinity here, and does not give back what it took.
    let _ = scanner.accept("iI") && scanner.accept("nN") && scanner.accept("fF");
    let is_hex = scanner.accept("0") && scanner.accept("xX");
    let (digits, exponent) = if is_hex { ("0123456789aAbBcCdDeEfF_", "pP") } else { ("0123456789_", "eEpP") };
    scanner.accept_run(digits);
    if scanner.accept(".") {
        scanner.accept_run(digits);
    }
    if scanner.accept(exponent) {
        scanner.accept("+-");
        scanner.accept_run("0123456789_");
    }
    text.len() - scanner.rest.len()
}

struct Scanner<'a> {
    rest: &'a str,
}

impl Scanner<'_> {
    fn accept(&mut self, valid: &str) -> bool {
        let accepted = self.rest.chars().next().is_some_and(|c| c.is_ascii() && valid.contains(c));
        if accepted {
            self.rest = &self.rest[1..];
        }
        accepted
    }

    fn accept_run(&mut self, valid: &str) {
        while self.accept(valid) {}
    }
}

fn part(text: &str) -> Result<f64, String> {
    // A decimal number with a binary exponent, which only the scanner knows.
    if let Some((mantissa, exponent)) = text.split_once('p').filter(|_| !text.contains(['x', 'X'])) {
        let mantissa = parse_go_float(mantissa).map_err(|e| number_error("ParseFloat", text, &e))?;
        let exponent = decimal(exponent).map_err(|e| number_error("Atoi", text, &e))?;
        return Ok(mantissa * 2f64.powi(exponent.clamp(-4096, 4096) as i32));
    }
    parse_go_float(text).map_err(|e| number_error("ParseFloat", text, &e))
}

fn decimal(text: &str) -> Result<i64, ParseFloatError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ParseFloatError::Syntax);
    }
    text.parse().map_err(|_| ParseFloatError::Range(0.0))
}

/// The error of a conversion of `strconv`.
pub(crate) fn number_error(function: &str, text: &str, error: &ParseFloatError) -> String {
    format!("strconv.{function}: parsing {}: {error}", quote_go(text))
}
