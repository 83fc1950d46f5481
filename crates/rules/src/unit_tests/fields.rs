//! Reading of YAML with known fields: what does not fit is noted with its place and how to fix it.

use std::collections::{BTreeMap, HashSet};

use promenade_documents::yaml::{NodeRef, Tag};
use promenade_go_yaml::{Resolved, resolve_plain};
use promenade_model::FileRange;
use promenade_model::duration::parse_duration;
use promenade_model::suggest::nearest;

use super::model::Placed;
use super::read::TestFileError;

/// Notes what does not fit.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) errors: Vec<TestFileError>,
}

impl Reader {
    fn error(&mut self, range: FileRange, message: String, help: Option<String>) {
        self.errors.push(TestFileError { range, message, help });
    }

    /// The values of a mapping with these keys; none for what is no mapping.
    pub(super) fn fields<'a>(&mut self, node: NodeRef<'a>, known: &[&'static str]) -> Vec<(&'a str, NodeRef<'a>)> {
        if node.is_null() {
            return Vec::new();
        }
        let Some(pairs) = node.pairs() else {
            self.wrong_type(node, "a mapping");
            return Vec::new();
        };
        let mut seen = HashSet::new();
        for (key, _) in pairs {
            let Some(name) = key.as_str().filter(|_| !key.is_merge()) else { continue };
            if !seen.insert(name) {
                self.error(
                    key.range(),
                    format!("the field `{name}` is set twice"),
                    Some("keep one of them".to_owned()),
                );
            } else if !known.contains(&name) {
                let help = match nearest(name, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("fields here are: {}", known.join(", ")),
                };
                self.error(key.range(), format!("there is no field `{name}` here"), Some(help));
            }
        }
        node.entries().unwrap_or_default()
    }

    fn wrong_type(&mut self, node: NodeRef<'_>, wanted: &str) {
        let found = match node.tag() {
            Tag::Seq => "a list".to_owned(),
            Tag::Map => "a mapping".to_owned(),
            _ => format!("`{}`", node.as_scalar().map_or("", |scalar| scalar.value.as_str())),
        };
        self.error(node.range(), format!("{found} stands where {wanted} is expected"), None);
    }

    /// The items of a list; none for a null.
    pub(super) fn items<'a>(&mut self, node: NodeRef<'a>) -> Vec<NodeRef<'a>> {
        if node.is_null() {
            return Vec::new();
        }
        if let Some(items) = node.items() {
            return items.collect();
        }
        self.wrong_type(node, "a list");
        Vec::new()
    }

    /// A text; an empty one for a null.
    pub(super) fn text(&mut self, node: NodeRef<'_>) -> Placed<String> {
        if node.as_scalar().is_none() {
            self.wrong_type(node, "a text");
        }
        Placed { value: node.as_str().unwrap_or_default().to_owned(), range: node.range() }
    }

    /// A duration in milliseconds; 0 for a null.
    pub(super) fn duration(&mut self, node: NodeRef<'_>) -> Placed<i64> {
        let text = self.text(node);
        let value = if node.is_null() { Ok(0) } else { parse_duration(&text.value) };
        let value = value.unwrap_or_else(|error| {
            let help = "a duration is a number with a unit: `30s`, `5m`, `1h30m`";
            self.error(node.range(), error.to_string(), Some(help.to_owned()));
            0
        });
        Placed { value, range: text.range }
    }

    /// A number; 0 for a null.
    pub(super) fn float(&mut self, node: NodeRef<'_>) -> f64 {
        let text = self.text(node);
        let resolved = if node.tag() == Tag::Str { Resolved::Other } else { resolve_plain(&text.value).1 };
        match resolved {
            Resolved::Null => 0.0,
            Resolved::Int(value) => value as f64,
            Resolved::Uint(value) => value as f64,
            Resolved::Float(value) => value,
            Resolved::Other => {
                let help = "write a number such as `1.5`, `.inf` or `.nan`, without quotes".to_owned();
                self.error(node.range(), format!("`{}` is no number", text.value), Some(help));
                0.0
            }
        }
    }

    /// Whether; no for a null.
    pub(super) fn boolean(&mut self, node: NodeRef<'_>) -> bool {
        let text = self.text(node).value;
        match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" => true,
            "false" | "no" | "off" | "n" | "" => false,
            _ => {
                self.error(node.range(), format!("`{text}` is neither `true` nor `false`"), None);
                false
            }
        }
    }

    /// Texts by their names.
    pub(super) fn texts(&mut self, node: NodeRef<'_>) -> BTreeMap<String, String> {
        if node.is_null() {
            return BTreeMap::new();
        }
        let Some(entries) = node.entries() else {
            self.wrong_type(node, "a mapping");
            return BTreeMap::new();
        };
        entries.into_iter().map(|(name, value)| (name.to_owned(), self.text(value).value)).collect()
    }
}
