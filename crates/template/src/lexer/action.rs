//! Tokens inside of an action.

use promenade_go::strconv::{is_printable, quote_go};
use unicode_general_category::{GeneralCategory, get_general_category};

use super::{Lexer, RIGHT, has_right_trim, is_space};
use crate::token::{Keyword, Token, TokenKind};

impl Lexer<'_> {
    pub(super) fn action_token(&mut self) -> Token {
        if let Some(trims) = self.at_right_delimiter(self.pos) {
            return self.right_delimiter(trims);
        }
        let Some(c) = self.peek() else {
            return self.error("unclosed action", self.pos..self.pos);
        };
        match c {
            c if is_space(c) => self.space(),
            '"' => self.quoted('"', TokenKind::String, "unterminated quoted string"),
            '\'' => self.quoted('\'', TokenKind::CharConstant, "unterminated character constant"),
            '`' => self.raw_string(),
            '.' if !self.begins_number() => self.field_or_variable(TokenKind::Keyword(Keyword::Dot), TokenKind::Field),
            '$' => self.field_or_variable(TokenKind::Variable, TokenKind::Variable),
            '.' | '+' | '-' | '0'..='9' => self.number(),
            c if is_alphanumeric(c) => self.identifier(),
            _ => self.sign(c),
        }
    }

    fn right_delimiter(&mut self, trims: bool) -> Token {
        if self.paren_depth > 0 {
            return self.error("unclosed left paren", self.pos..self.pos + RIGHT.len());
        }
        let range = self.after_right_delimiter(self.pos, trims);
        self.inside_action = false;
        self.token(TokenKind::RightDelimiter, range)
    }

    /// Spaces, but for the last one where it belongs to a trim marker.
    fn space(&mut self) -> Token {
        let n_spaces = self.rest().len() - self.rest().trim_start_matches(is_space).len();
        let last = self.pos + n_spaces - 1;
        let belongs_to_marker = has_right_trim(&self.source[last..]) && self.source[last + 2..].starts_with(RIGHT);
        if belongs_to_marker && n_spaces == 1 {
            return self.right_delimiter(true);
        }
        self.pos = if belongs_to_marker { last } else { last + 1 };
        self.emit(TokenKind::Space)
    }

    fn sign(&mut self, c: char) -> Token {
        self.pos += c.len_utf8();
        match c {
            '=' => self.emit(TokenKind::Assign),
            ':' if self.peek() == Some('=') => {
                self.pos += 1;
                self.emit(TokenKind::Declare)
            }
            ':' => self.error("expected :=", self.start..self.pos),
            '|' => self.emit(TokenKind::Pipe),
            '(' => {
                self.paren_depth += 1;
                self.emit(TokenKind::LeftParen)
            }
            ')' if self.paren_depth == 0 => self.error("unexpected right paren", self.start..self.pos),
            ')' => {
                self.paren_depth -= 1;
                self.emit(TokenKind::RightParen)
            }
            ' '..='~' => self.emit(TokenKind::Char),
            c => self.error(format!("unrecognized character in action: {}", code_point(c)), self.start..self.pos),
        }
    }

    fn quoted(&mut self, quote: char, kind: TokenKind, unterminated: &str) -> Token {
        self.bump();
        loop {
            let ends_line = match self.bump() {
                Some('\\') => matches!(self.bump(), None | Some('\n')),
                Some(c) if c == quote => return self.emit(kind),
                c => matches!(c, None | Some('\n')),
            };
            if ends_line {
                return self.error(unterminated, self.start..self.pos);
            }
        }
    }

    fn raw_string(&mut self) -> Token {
        match self.source[self.start + 1..].find('`') {
            Some(length) => {
                self.pos = self.start + 1 + length + 1;
                self.emit(TokenKind::RawString)
            }
            None => self.error("unterminated raw quoted string", self.start..self.source.len()),
        }
    }

    /// `.` or `$`, or one of them with a name behind it.
    fn field_or_variable(&mut self, alone: TokenKind, named: TokenKind) -> Token {
        self.pos += 1;
        if self.at_terminator() {
            return self.emit(alone);
        }
        self.name();
        match self.bad_character() {
            Some(error) => error,
            None => self.emit(named),
        }
    }

    fn identifier(&mut self) -> Token {
        self.name();
        if let Some(error) = self.bad_character() {
            return error;
        }
        let word = &self.source[self.start..self.pos];
        let kind = match Keyword::from_word(word) {
            Some(keyword) => TokenKind::Keyword(keyword),
            None if word == "true" || word == "false" => TokenKind::Bool,
            None => TokenKind::Identifier,
        };
        self.emit(kind)
    }

    fn name(&mut self) {
        while self.peek().is_some_and(is_alphanumeric) {
            self.bump();
        }
    }

    /// The error of a character that cannot follow a name.
    fn bad_character(&mut self) -> Option<Token> {
        let c = self.peek().filter(|_| !self.at_terminator())?;
        Some(self.error(format!("bad character {}", code_point(c)), self.pos..self.pos + c.len_utf8()))
    }

    fn at_terminator(&self) -> bool {
        let ends = |c: char| is_space(c) || matches!(c, '.' | ',' | '|' | ':' | ')' | '(');
        self.peek().is_none_or(ends) || self.rest().starts_with(RIGHT)
    }

    fn begins_number(&self) -> bool {
        self.source.as_bytes().get(self.pos + 1).is_none_or(u8::is_ascii_digit)
    }

    fn number(&mut self) -> Token {
        if !self.scan_number() {
            return self.bad_number();
        }
        if !matches!(self.peek(), Some('+' | '-')) {
            return self.emit(TokenKind::Number);
        }
        let is_complex = self.scan_number() && self.source[..self.pos].ends_with('i');
        if is_complex { self.emit(TokenKind::Complex) } else { self.bad_number() }
    }

    fn bad_number(&mut self) -> Token {
        let text = &self.source[self.start..self.pos];
        self.error(format!("bad number syntax: {}", quote_go(text)), self.start..self.pos)
    }
}

/// A letter, a decimal digit or an underscore, by the categories of Unicode, as Go has it.
pub(super) fn is_alphanumeric(c: char) -> bool {
    use GeneralCategory::{
        DecimalNumber, LowercaseLetter, ModifierLetter, OtherLetter, TitlecaseLetter, UppercaseLetter,
    };
    if c.is_ascii() {
        return c == '_' || c.is_ascii_alphanumeric();
    }
    matches!(
        get_general_category(c),
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter | DecimalNumber
    )
}

/// A character as Go's `%#U` shows it.
fn code_point(c: char) -> String {
    let number = format!("U+{:04X}", c as u32);
    if is_printable(c) { format!("{number} '{c}'") } else { number }
}
