//! A writer of JSON.
//!
//! It writes what this crate answers: objects, arrays, texts, whole numbers and truth values. A library of serialization
//! would be a tenth of the size of the language's module.

use std::fmt::Write as _;

/// JSON that is being written.
#[derive(Debug, Default)]
pub(crate) struct Json {
    text: String,
    /// Whether a value stands before the next one in the same object or array.
    follows: bool,
}

impl Json {
    /// An object.
    pub(crate) fn of(write: impl FnOnce(&mut Self)) -> String {
        let mut json = Self::default();
        json.object(write);
        json.text
    }

    /// An array with an element for each item.
    #[cfg(any(feature = "lint", feature = "engine", test))]
    pub(crate) fn of_list<T>(items: impl IntoIterator<Item = T>, write: impl FnMut(&mut Self, T)) -> String {
        let mut json = Self::default();
        json.list(items, write);
        json.text
    }

    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Writes an object.
    pub(crate) fn object(&mut self, write: impl FnOnce(&mut Self)) {
        self.nested(['{', '}'], write);
    }

    /// Writes an array with an element for each item.
    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.nested(['[', ']'], |json| items.into_iter().for_each(|item| write(json, item)));
    }

    /// Writes the name of the value that is written next.
    pub(crate) fn key(&mut self, name: &str) -> &mut Self {
        self.text(name);
        self.text.push(':');
        self.follows = false;
        self
    }

    /// Writes a text.
    pub(crate) fn text(&mut self, text: &str) {
        self.begin();
        self.text.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c < ' ' || c == '"' || c == '\\') {
            self.text.push_str(&rest[..at]);
            let _ = write!(self.text, "\\u{:04x}", rest.as_bytes()[at]);
            rest = &rest[at + 1..];
        }
        self.text.push_str(rest);
        self.text.push('"');
    }

    /// Writes a whole number.
    pub(crate) fn int(&mut self, value: impl Into<i128>) {
        self.begin();
        let _ = write!(self.text, "{}", value.into());
    }

    /// Writes a truth value.
    pub(crate) fn bool(&mut self, value: bool) {
        self.begin();
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// Writes `null`.
    #[cfg(any(feature = "ide", test))]
    pub(crate) fn null(&mut self) {
        self.begin();
        self.text.push_str("null");
    }

    /// Writes a value that is JSON already.
    #[cfg(feature = "engine")]
    pub(crate) fn raw(&mut self, value: &str) {
        self.begin();
        self.text.push_str(value);
    }

    /// Writes a text under a name, where there is one.
    pub(crate) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.key(name).text(text);
        }
    }

    fn nested(&mut self, [open, close]: [char; 2], write: impl FnOnce(&mut Self)) {
        self.begin();
        self.text.push(open);
        self.follows = false;
        write(self);
        self.text.push(close);
        self.follows = true;
    }

    /// Writes the comma behind the value before.
    fn begin(&mut self) {
        if self.follows {
            self.text.push(',');
        }
        self.follows = true;
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn values_are_separated_and_texts_escaped() {
        let text = Json::of(|json| {
            json.key("a").text("\"\\\n\u{1}é𝒳");
            json.key("b").list([1_i64, -2], Json::int);
            json.key("c").object(|_| {});
            json.optional("d", None);
            json.key("e").bool(true);
            json.key("f").null();
        });
        assert_eq!(text, r#"{"a":"\u0022\u005c\u000a\u0001é𝒳","b":[1,-2],"c":{},"e":true,"f":null}"#);
        assert_eq!(Json::of_list(["x", "y"], Json::text), r#"["x","y"]"#);
    }
}
