//! Facts stored by node id.

use promenade_functions::{AggregatorDef, FunctionDef};
use promenade_syntax::NodeId;

/// The definition of the name of a call or an aggregation.
#[derive(Debug, Clone, Copy)]
pub enum Definition {
    /// A function.
    Function(&'static FunctionDef),
    /// An aggregator.
    Aggregator(&'static AggregatorDef),
}

/// A map from node ids to facts.
#[derive(Debug, Clone)]
pub struct NodeMap<T> {
    slots: Vec<Option<T>>,
}

impl<T> Default for NodeMap<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T> NodeMap<T> {
    /// Stores a fact about a node. A node without an id is ignored.
    pub fn insert(&mut self, id: NodeId, fact: T) {
        if id == NodeId::NONE {
            return;
        }
        if self.slots.len() <= id.index() {
            self.slots.resize_with(id.index() + 1, || None);
        }
        self.slots[id.index()] = Some(fact);
    }

    /// The fact about a node.
    pub fn get(&self, id: NodeId) -> Option<&T> {
        self.slots.get(id.index())?.as_ref()
    }
}
