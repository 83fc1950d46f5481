//! From the tree to values, as Go's reader decodes into a struct: what is refused, in which words and in which order.

mod mapping;
mod scalar;
mod value;

use std::collections::HashSet;

use promenade_go_yaml::{NodeData, NodeIdx, Tag, Tree, YamlError};

pub(crate) use self::value::{Entry, Object, Scalar, Value};
use super::check::RuleProblemKind;
use super::schema::{Struct, Type};

/// Something that does not fit; reading goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The line that Go's reader reports.
    pub(crate) line: usize,
    /// What is wrong, without the line.
    pub(crate) message: String,
    pub(crate) node: NodeIdx,
    pub(crate) kind: MisfitKind,
}

impl Misfit {
    /// A field that is not known, and the name of the type in Go that should have it.
    pub(crate) fn unknown_field<'t>(&'t self, tree: &'t Tree) -> Option<(&'t str, &'t str)> {
        let MisfitKind::UnknownField { .. } = self.kind else { return None };
        Some((tree.node(tree.target(self.node)).value(), self.message.rsplit(' ').next()?))
    }

    /// The message as Go's reader writes it.
    pub(crate) fn with_line(&self) -> String {
        format!("line {}: {}", self.line, self.message)
    }
}

/// What does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MisfitKind {
    UnknownField { meant: Option<&'static str> },
    DuplicateKey { first: NodeIdx },
    WrongType,
}

/// What ends the decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fatal {
    pub(crate) kind: RuleProblemKind,
    pub(crate) message: String,
    pub(crate) node: NodeIdx,
}

type Decoded<T> = Result<T, Fatal>;

/// Decodes one document.
pub(crate) struct Decoder<'t> {
    tree: &'t Tree,
    /// Whether fields that the struct does not have are refused.
    known_fields: bool,
    pub(crate) misfits: Vec<Misfit>,
    /// The aliases that are being followed.
    aliases: HashSet<NodeIdx>,
    n_decoded: usize,
    n_aliased: usize,
    /// The keys that are set already, while a mapping is merged in.
    merged: Option<HashSet<String>>,
}

impl<'t> Decoder<'t> {
    pub(crate) fn new(tree: &'t Tree, known_fields: bool) -> Self {
        Decoder {
            tree,
            known_fields,
            misfits: Vec::new(),
            aliases: HashSet::new(),
            n_decoded: 0,
            n_aliased: 0,
            merged: None,
        }
    }

    /// Decodes the root of a document.
    pub(crate) fn document(&mut self, root: NodeIdx, of: &'static Struct) -> Decoded<Value> {
        let mut value = Value::Zero;
        // The document is a node of its own for Go.
        self.n_decoded += 1;
        self.unmarshal(root, Type::Struct(of), &mut value)?;
        Ok(value)
    }

    /// Decodes a node into `out`; false where nothing came of it.
    fn unmarshal(&mut self, idx: NodeIdx, to: Type, out: &mut Value) -> Decoded<bool> {
        self.count(idx)?;
        if let Type::Node = to {
            *out = Value::Node(idx);
            return Ok(true);
        }
        if let NodeData::Alias(name, target) = &self.tree.node(idx).data {
            return self.alias(idx, name, *target, to, out);
        }
        if let (Type::Duration | Type::OptionalDuration, false) = (to, self.tree.is_null(idx)) {
            return self.duration(idx, out);
        }
        match &self.tree.node(idx).data {
            NodeData::Scalar(_) => self.scalar(idx, to, out),
            NodeData::Mapping(content) => self.mapping(idx, content, to, out),
            NodeData::Sequence(content) => self.sequence(idx, content, to, out),
            NodeData::Alias(..) => Ok(false),
        }
    }

    /// A small file that says much by aliases is refused.
    fn count(&mut self, idx: NodeIdx) -> Decoded<()> {
        self.n_decoded += 1;
        self.n_aliased += usize::from(!self.aliases.is_empty());
        let share = self.n_aliased as f64 / self.n_decoded as f64;
        if self.n_aliased > 100 && self.n_decoded > 1000 && share > allowed_alias_share(self.n_decoded) {
            return Err(fatal(idx, "document contains excessive aliasing"));
        }
        Ok(())
    }

    fn alias(&mut self, idx: NodeIdx, name: &str, target: NodeIdx, to: Type, out: &mut Value) -> Decoded<bool> {
        if !self.aliases.insert(idx) {
            return Err(fatal(idx, &format!("anchor '{name}' value contains itself")));
        }
        let done = self.unmarshal(target, to, out);
        self.aliases.remove(&idx);
        done
    }

    fn sequence(&mut self, idx: NodeIdx, content: &[NodeIdx], to: Type, out: &mut Value) -> Decoded<bool> {
        let Type::List(of) = to else {
            self.misfit(idx, Tag::Seq.name(), to);
            return Ok(false);
        };
        let mut items = Vec::new();
        for child in content {
            let mut item = Value::Zero;
            if self.unmarshal(*child, Type::Struct(of), &mut item)? {
                items.push((*child, item));
            }
        }
        *out = Value::List(items);
        Ok(true)
    }

    /// Notes that a node is not of the type that it should be.
    fn misfit(&mut self, idx: NodeIdx, tag: &str, to: Type) {
        let node = self.tree.node(idx);
        let tag = if node.tag.is_empty() { tag } else { &node.tag };
        let value = match node.value() {
            _ if tag == Tag::Seq.name() || tag == Tag::Map.name() => String::new(),
            text if text.len() > 10 => format!(" `{}...`", String::from_utf8_lossy(&text.as_bytes()[..7])),
            text => format!(" `{text}`"),
        };
        let message = format!("cannot unmarshal {tag}{value} into {}", to.name());
        let line = node.line();
        self.misfits.push(Misfit { line, message, node: idx, kind: MisfitKind::WrongType });
    }
}

fn fatal(node: NodeIdx, problem: &str) -> Fatal {
    Fatal { kind: RuleProblemKind::Yaml, message: format!("yaml: {problem}"), node }
}

/// How much of a document may come from aliases: less, the more it is.
fn allowed_alias_share(n_decoded: usize) -> f64 {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    let n = n_decoded as f64;
    if n <= LOW {
        0.99
    } else if n >= HIGH {
        0.10
    } else {
        0.99 - 0.89 * ((n - LOW) / (HIGH - LOW))
    }
}

impl From<&YamlError> for Fatal {
    fn from(error: &YamlError) -> Self {
        Fatal { kind: RuleProblemKind::Yaml, message: error.message(), node: 0 }
    }
}
