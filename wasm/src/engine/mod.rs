//! Queries over data in memory. A group of functions is a file that adds methods to [`Engine`].

mod answer;
mod arrow;
mod failure;
mod histograms;
mod load;
mod metadata;
mod query;

use std::sync::Arc;

use promenade::Storage;
use promenade::storage::UnionStorage;
use wasm_bindgen::prelude::wasm_bindgen;

/// An engine with the data that was loaded into it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    /// What was loaded, the latest last.
    stores: Vec<Arc<dyn Storage>>,
    /// All of it.
    storage: UnionStorage,
}

#[wasm_bindgen]
impl Engine {
    /// An engine without data.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all data.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

impl Engine {
    /// Takes in a store, whose samples count where they collide with earlier ones.
    fn add(&mut self, store: Arc<dyn Storage>) {
        self.stores.push(store);
        self.storage = UnionStorage::new(self.stores.iter().cloned());
    }
}
