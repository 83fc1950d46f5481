//! What was decoded.

use promenade_go::strconv::{quote_go, quote_go_bytes};
use promenade_go_yaml::NodeIdx;

use super::super::schema::Struct;

/// A value, or nothing yet.
#[derive(Debug, Clone, Default)]
pub(crate) enum Value {
    #[default]
    Zero,
    Text(Scalar),
    /// Milliseconds.
    Duration(i64),
    Int,
    Map(Vec<Entry>),
    List(Vec<(NodeIdx, Value)>),
    Object(Object),
    Node(NodeIdx),
}

/// A text with the node it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Scalar {
    pub(crate) text: String,
    pub(crate) node: NodeIdx,
    /// The bytes of a binary value, where they are no text.
    pub(crate) bytes: Option<Vec<u8>>,
}

impl Scalar {
    pub(crate) fn is_utf8(&self) -> bool {
        self.bytes.is_none()
    }

    /// In quotes, as Go writes it.
    pub(crate) fn quoted(&self) -> String {
        self.bytes.as_deref().map_or_else(|| quote_go(&self.text), quote_go_bytes)
    }
}

/// An entry of a map of texts.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Scalar,
    pub(crate) value: Scalar,
}

/// A mapping with known keys.
#[derive(Debug, Clone)]
pub(crate) struct Object {
    of: &'static Struct,
    /// One for each field, with the key that sets it.
    values: Vec<(Option<NodeIdx>, Value)>,
}

impl Object {
    pub(crate) fn new(of: &'static Struct) -> Self {
        Object { of, values: vec![(None, Value::Zero); of.fields().count()] }
    }

    pub(crate) fn field_mut(&mut self, idx: usize) -> &mut (Option<NodeIdx>, Value) {
        &mut self.values[idx]
    }

    pub(crate) fn of(&self) -> &'static Struct {
        self.of
    }

    fn field(&self, name: &str) -> Option<&(Option<NodeIdx>, Value)> {
        let idx = self.of.fields().position(|(field, _)| *field == name)?;
        self.values.get(idx)
    }

    /// The key that sets a field.
    pub(crate) fn key(&self, name: &str) -> Option<NodeIdx> {
        self.field(name)?.0
    }

    /// The text of a field; `None` if it is not set.
    pub(crate) fn text(&self, name: &str) -> Option<&Scalar> {
        match self.field(name) {
            Some((_, Value::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// A duration in milliseconds; 0 where it is not set.
    pub(crate) fn duration_ms(&self, name: &str) -> i64 {
        match self.field(name) {
            Some((_, Value::Duration(ms))) => *ms,
            _ => 0,
        }
    }

    pub(crate) fn map(&self, name: &str) -> &[Entry] {
        match self.field(name) {
            Some((_, Value::Map(entries))) => entries,
            _ => &[],
        }
    }

    /// The objects in a list.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = (NodeIdx, &Object)> {
        let items = match self.field(name) {
            Some((_, Value::List(items))) => items.as_slice(),
            _ => &[],
        };
        items.iter().filter_map(|(node, item)| match item {
            Value::Object(object) => Some((*node, object)),
            _ => None,
        })
    }

    pub(crate) fn node(&self, name: &str) -> Option<NodeIdx> {
        match self.field(name) {
            Some((_, Value::Node(node))) => Some(*node),
            _ => None,
        }
    }
}
