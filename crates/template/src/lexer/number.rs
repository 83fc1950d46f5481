//! How far a number reaches. What it is worth, and whether it is one, says `constant`.

use super::Lexer;
use super::action::is_alphanumeric;

impl Lexer<'_> {
    /// Moves behind what looks like a number; `false` if a letter or a digit follows at once, which is read too.
    pub(super) fn scan_number(&mut self) -> bool {
        self.accept("+-");
        let digits = self.digits();
        self.accept_run(digits);
        if self.accept(".") {
            self.accept_run(digits);
        }
        if digits == DECIMAL && self.accept("eE") || digits == HEXADECIMAL && self.accept("pP") {
            self.accept("+-");
            self.accept_run(DECIMAL);
        }
        self.accept("i");
        let goes_on = self.peek().is_some_and(is_alphanumeric);
        if goes_on {
            self.bump();
        }
        !goes_on
    }

    /// The digits of the base that the prefix says.
    fn digits(&mut self) -> &'static str {
        if !self.accept("0") {
            DECIMAL
        } else if self.accept("xX") {
            HEXADECIMAL
        } else if self.accept("oO") {
            "01234567_"
        } else if self.accept("bB") {
            "01_"
        } else {
            DECIMAL
        }
    }

    fn accept(&mut self, valid: &str) -> bool {
        let accepted = self.peek().is_some_and(|c| valid.contains(c));
        if accepted {
            self.bump();
        }
        accepted
    }

    fn accept_run(&mut self, valid: &str) {
        while self.accept(valid) {}
    }
}

const DECIMAL: &str = "0123456789_";
const HEXADECIMAL: &str = "0123456789abcdefABCDEF_";
