//! JSON as a tree whose values and characters know where they stand.

mod read;
mod string;
pub(crate) mod write;

use promenade_model::value::SourceRange;

use crate::offsets::OffsetMap;
use promenade_model::FileRange;

/// The index of a value in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct JsonIdx(pub(crate) u32);

/// A text of JSON, read by RFC 8259.
#[derive(Debug, Clone, Default)]
pub(crate) struct Json {
    pub(crate) values: Vec<JsonValue>,
    pub(crate) root: Option<JsonIdx>,
}

/// A value and where it stands, quotes and brackets included.
#[derive(Debug, Clone)]
pub(crate) struct JsonValue {
    pub(crate) range: SourceRange,
    pub(crate) data: JsonData,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JsonData {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    String(String),
    Array(Vec<JsonIdx>),
    /// Keys, which are strings, and values.
    Object(Vec<(JsonIdx, JsonIdx)>),
}

/// Why a text is not JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    pub(crate) at: usize,
    pub(crate) message: String,
}

/// A value of a tree.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JsonRef<'a> {
    tree: &'a Json,
    idx: JsonIdx,
}

impl Json {
    /// Reads a text.
    pub(crate) fn read(text: &str) -> Result<Self, JsonError> {
        read::read(text)
    }

    pub(crate) fn root(&self) -> Option<JsonRef<'_>> {
        self.root.map(|idx| JsonRef { tree: self, idx })
    }

    pub(crate) fn value(&self, idx: JsonIdx) -> JsonRef<'_> {
        JsonRef { tree: self, idx }
    }
}

impl<'a> JsonRef<'a> {
    pub(crate) fn idx(self) -> JsonIdx {
        self.idx
    }

    fn value(self) -> &'a JsonValue {
        &self.tree.values[self.idx.0 as usize]
    }

    pub(crate) fn range(self) -> FileRange {
        FileRange::of(self.value().range.clone())
    }

    pub(crate) fn as_str(self) -> Option<&'a str> {
        match &self.value().data {
            JsonData::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_object(self) -> bool {
        matches!(self.value().data, JsonData::Object(_))
    }

    pub(crate) fn is_array(self) -> bool {
        matches!(self.value().data, JsonData::Array(_))
    }

    pub(crate) fn is_null(self) -> bool {
        self.value().data == JsonData::Null
    }

    /// The items of an array; none for what is no array.
    pub(crate) fn items(self) -> impl Iterator<Item = JsonRef<'a>> {
        let items: &[JsonIdx] = match &self.value().data {
            JsonData::Array(items) => items,
            _ => &[],
        };
        items.iter().map(move |idx| self.tree.value(*idx))
    }

    /// The keys and values of an object; none for what is no object.
    pub(crate) fn entries(self) -> impl DoubleEndedIterator<Item = (&'a str, JsonRef<'a>)> {
        let entries: &[(JsonIdx, JsonIdx)] = match &self.value().data {
            JsonData::Object(entries) => entries,
            _ => &[],
        };
        entries
            .iter()
            .map(move |(key, value)| (self.tree.value(*key).as_str().unwrap_or_default(), self.tree.value(*value)))
    }

    /// The value of a key: the last, where it is written twice.
    pub(crate) fn get(self, name: &str) -> Option<JsonRef<'a>> {
        self.entries().rfind(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The string of a key.
    pub(crate) fn get_str(self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(JsonRef::as_str)
    }

    /// Where the characters of a string stand in the text that the tree was read from.
    pub(crate) fn offsets(self, text: &str) -> Option<OffsetMap> {
        let decoded = string::decode(text, self.range().bytes()).ok()?;
        (Some(decoded.text.as_str()) == self.as_str()).then_some(decoded.offsets)
    }
}
