//! The reader of JSON, strict as RFC 8259 is.

use promenade_model::value::SourceRange;

use super::{Json, JsonData, JsonError, JsonIdx, JsonValue, string};

/// How deeply arrays and objects may nest.
const MAX_DEPTH: usize = 256;

/// Reads a text, which may begin with a byte order mark.
pub(super) fn read(text: &str) -> Result<Json, JsonError> {
    let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut reader = Reader { text, at, tree: Json::default() };
    let root = reader.value(0)?;
    reader.skip_white();
    if reader.at < text.len() {
        return Err(reader.error("the end of the file"));
    }
    reader.tree.root = Some(root);
    Ok(reader.tree)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    tree: Json,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<JsonIdx, JsonError> {
        self.skip_white();
        let start = self.at;
        let data = match self.peek() {
            Some(b'{' | b'[') if depth == MAX_DEPTH => {
                let message = format!("there are more than {MAX_DEPTH} brackets within each other");
                return Err(JsonError { at: self.at, message });
            }
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => return self.string(),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(self.push(start..self.at, data))
    }

    fn object(&mut self, depth: usize) -> Result<JsonData, JsonError> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.is_closed(b'}') {
            return Ok(JsonData::Object(entries));
        }
        loop {
            self.skip_white();
            if self.peek() != Some(b'"') {
                return Err(self.error("a key in double quotes"));
            }
            let key = self.string()?;
            self.expect(b':', "`:`")?;
            entries.push((key, self.value(depth + 1)?));
            if self.is_closed(b'}') {
                return Ok(JsonData::Object(entries));
            }
            self.expect(b',', "`,` or `}`")?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<JsonData, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        if self.is_closed(b']') {
            return Ok(JsonData::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.is_closed(b']') {
                return Ok(JsonData::Array(items));
            }
            self.expect(b',', "`,` or `]`")?;
        }
    }

    fn string(&mut self) -> Result<JsonIdx, JsonError> {
        let range = self.at..string::end(self.text, self.at)?;
        self.at = range.end;
        let decoded = string::decode(self.text, range.clone())?;
        Ok(self.push(range, JsonData::String(decoded.text)))
    }

    fn number(&mut self) -> Result<JsonData, JsonError> {
        let start = self.at;
        self.skip_byte(b'-');
        if !self.skip_byte(b'0') {
            self.digits()?;
        }
        if self.skip_byte(b'.') {
            self.digits()?;
        }
        if self.skip_byte(b'e') || self.skip_byte(b'E') {
            let _ = self.skip_byte(b'+') || self.skip_byte(b'-');
            self.digits()?;
        }
        Ok(JsonData::Number(self.text[start..self.at].to_owned()))
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let n_digits = self.text.as_bytes()[self.at..].iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += n_digits;
        if n_digits == 0 { Err(self.error("a digit")) } else { Ok(()) }
    }

    fn word(&mut self) -> Result<JsonData, JsonError> {
        let words = [("null", JsonData::Null), ("true", JsonData::Bool(true)), ("false", JsonData::Bool(false))];
        for (word, data) in words {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(data);
            }
        }
        Err(self.error("a value"))
    }

    fn push(&mut self, range: SourceRange, data: JsonData) -> JsonIdx {
        self.tree.values.push(JsonValue { range, data });
        JsonIdx(self.tree.values.len() as u32 - 1)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_white(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn skip_byte(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn is_closed(&mut self, close: u8) -> bool {
        self.skip_white();
        self.skip_byte(close)
    }

    fn expect(&mut self, byte: u8, expected: &str) -> Result<(), JsonError> {
        self.skip_white();
        if self.skip_byte(byte) { Ok(()) } else { Err(self.error(expected)) }
    }

    fn error(&self, expected: &str) -> JsonError {
        let found = self.text[self.at..].chars().next();
        let found = found.map_or_else(|| "the file ends".to_owned(), |c| format!("found `{}`", c.escape_default()));
        JsonError { at: self.at, message: format!("{found}, expected {expected}") }
    }
}
