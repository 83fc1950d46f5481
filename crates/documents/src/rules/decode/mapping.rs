//! Mappings: known fields, maps of texts, duplicate keys, and merges by `<<`.

use std::collections::{HashMap, HashSet};

use promenade_go::strconv::quote_go;
use promenade_go_yaml::{NodeData, NodeIdx, Tag};
use promenade_model::suggest::nearest;

use super::super::schema::{Struct, Type};
use super::{Decoded, Decoder, Entry, Misfit, MisfitKind, Object, Scalar, Value, fatal};

impl Decoder<'_> {
    pub(super) fn mapping(&mut self, idx: NodeIdx, content: &[NodeIdx], to: Type, out: &mut Value) -> Decoded<bool> {
        if self.has_duplicates(content) {
            return Ok(false);
        }
        match to {
            Type::Struct(of) => self.fields(idx, content, of, out),
            Type::TextMap => self.text_map(idx, content, out),
            _ => {
                self.misfit(idx, Tag::Map.name(), to);
                Ok(false)
            }
        }
    }

    /// Notes each pair of equal keys. For Go, collections of one kind are equal too.
    fn has_duplicates(&mut self, content: &[NodeIdx]) -> bool {
        let mut places: HashMap<_, Vec<NodeIdx>> = HashMap::new();
        let keys = || content.iter().step_by(2).copied();
        let kind = |idx| {
            let node = self.tree.node(idx);
            (std::mem::discriminant(&node.data), node.value())
        };
        for key in keys() {
            places.entry(kind(key)).or_default().push(key);
        }
        let mut found = Vec::new();
        for first in keys() {
            let same = places.get(&kind(first)).map_or(&[][..], Vec::as_slice);
            for second in same.iter().copied().skip_while(|other| *other != first).skip(1) {
                found.push(self.duplicate(first, second));
            }
        }
        self.misfits.extend_from_slice(&found);
        !found.is_empty()
    }

    fn duplicate(&self, first: NodeIdx, second: NodeIdx) -> Misfit {
        let node = self.tree.node(second);
        let (line, before) = (node.line(), self.tree.node(first).line());
        let message = format!("mapping key {} already defined at line {before}", quote_go(node.value()));
        Misfit { line, message, node: second, kind: MisfitKind::DuplicateKey { first } }
    }

    fn fields(&mut self, idx: NodeIdx, content: &[NodeIdx], of: &'static Struct, out: &mut Value) -> Decoded<bool> {
        if !matches!(out, Value::Object(_)) {
            *out = Value::Object(Object::new(of));
        }
        let Value::Object(object) = out else { return Ok(false) };
        let mut merged = self.merged.take();
        let mut merge = None;
        let mut done = vec![false; of.fields().count()];
        for pair in content.chunks_exact(2) {
            let (key, value) = (pair[0], pair[1]);
            if self.tree.node(key).is_merge() {
                merge = Some(value);
                continue;
            }
            let Some(name) = self.key(key)? else { continue };
            if merged.as_mut().is_some_and(|merged| !merged.insert(name.text.clone())) {
                continue;
            }
            self.field(key, value, &name.text, object, &mut done)?;
        }
        self.merged = merged;
        if let Some(merge) = merge {
            self.merge(idx, merge, Type::Struct(of), out)?;
        }
        Ok(true)
    }

    fn field(
        &mut self,
        key: NodeIdx,
        value: NodeIdx,
        name: &str,
        object: &mut Object,
        done: &mut [bool],
    ) -> Decoded<()> {
        let of = object.of();
        let Some((field, (_, expected))) = of.fields().enumerate().find(|(_, (field, _))| *field == name) else {
            if self.known_fields {
                self.unknown_field(key, name, of);
            }
            return Ok(());
        };
        let line = self.tree.node(key).line();
        if std::mem::replace(&mut done[field], true) {
            let message = format!("field {name} already set in type {}", of.name);
            self.misfits.push(Misfit { line, message, node: key, kind: MisfitKind::DuplicateKey { first: key } });
            return Ok(());
        }
        let slot = object.field_mut(field);
        slot.0 = Some(key);
        self.unmarshal(value, *expected, &mut slot.1)?;
        Ok(())
    }

    fn unknown_field(&mut self, key: NodeIdx, name: &str, of: &'static Struct) {
        let line = self.tree.node(key).line();
        let message = format!("field {name} not found in type {}", of.name);
        let meant = nearest(name, of.fields().map(|(field, _)| *field));
        self.misfits.push(Misfit { line, message, node: key, kind: MisfitKind::UnknownField { meant } });
    }

    /// The text of a key; none for a null, and for what is no scalar.
    fn key(&mut self, key: NodeIdx) -> Decoded<Option<Scalar>> {
        let mut name = Value::Zero;
        let good = self.unmarshal(key, Type::Text, &mut name)?;
        Ok(match name {
            Value::Text(text) if good => Some(text),
            _ => None,
        })
    }

    fn text_map(&mut self, idx: NodeIdx, content: &[NodeIdx], out: &mut Value) -> Decoded<bool> {
        let is_new = !matches!(out, Value::Map(_));
        if is_new {
            *out = Value::Map(Vec::new());
        }
        let Value::Map(entries) = out else { return Ok(false) };
        let mut merged = self.merged.take();
        let mut merge = None;
        for pair in content.chunks_exact(2) {
            let (key, value) = (pair[0], pair[1]);
            if self.tree.node(key).is_merge() {
                merge = Some(value);
                continue;
            }
            let Some(key) = self.key(key)? else { continue };
            if merged.as_mut().is_some_and(|merged| !merged.insert(key.text.clone())) {
                continue;
            }
            self.entry(key, value, is_new, entries)?;
        }
        self.merged = merged;
        if let Some(merge) = merge {
            self.merge(idx, merge, Type::TextMap, out)?;
        }
        Ok(true)
    }

    fn entry(&mut self, key: Scalar, value: NodeIdx, is_new: bool, entries: &mut Vec<Entry>) -> Decoded<()> {
        let known = entries.iter().position(|entry| entry.key.text == key.text);
        let mut decoded = Value::Zero;
        let good = self.unmarshal(value, Type::Text, &mut decoded)?;
        if !good && !(self.tree.is_null(value) && (is_new || known.is_none())) {
            return Ok(());
        }
        let value = match decoded {
            Value::Text(text) => text,
            _ => Scalar { text: String::new(), node: value, bytes: None },
        };
        match known {
            Some(known) => entries[known].value = value,
            None => entries.push(Entry { key, value }),
        }
        Ok(())
    }

    /// Merges the mapping behind a `<<` in: what is set already stays.
    fn merge(&mut self, parent: NodeIdx, merge: NodeIdx, to: Type, out: &mut Value) -> Decoded<()> {
        let is_outermost = self.merged.is_none();
        if is_outermost {
            self.merged = Some(self.set_keys(parent)?);
        }
        let no_map = || fatal(merge, "map merge requires map or sequence of maps as the value");
        let is_map = |idx| matches!(self.tree.node(self.tree.target(idx)).data, NodeData::Mapping(_));
        match &self.tree.node(merge).data {
            NodeData::Sequence(content) => {
                for idx in content {
                    if !is_map(*idx) {
                        return Err(no_map());
                    }
                }
                for idx in content {
                    self.unmarshal(*idx, to, out)?;
                }
            }
            _ if is_map(merge) => {
                self.unmarshal(merge, to, out)?;
            }
            _ => return Err(no_map()),
        }
        if is_outermost {
            self.merged = None;
        }
        Ok(())
    }

    fn set_keys(&self, parent: NodeIdx) -> Decoded<HashSet<String>> {
        let NodeData::Mapping(content) = &self.tree.node(parent).data else { return Ok(HashSet::new()) };
        let mut keys = HashSet::new();
        for idx in content.iter().step_by(2) {
            let key = self.tree.node(self.tree.target(*idx));
            match &key.data {
                NodeData::Scalar(text) => keys.insert(text.clone()),
                NodeData::Sequence(_) => {
                    return Err(fatal(*idx, "runtime error: hash of unhashable type []interface {}"));
                }
                _ => return Err(fatal(*idx, "runtime error: hash of unhashable type map[string]interface {}")),
            };
        }
        Ok(keys)
    }
}
