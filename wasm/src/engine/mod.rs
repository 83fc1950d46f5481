//! Queries over data in memory. A group of functions is a file that adds methods to [`Engine`].

mod answer;
mod arrow;
mod failure;
mod histograms;
mod load;
mod metadata;
mod query;
#[cfg(feature = "files")]
mod rules;
#[cfg(feature = "scripts")]
mod scripts;
mod watch;

use std::sync::Arc;

use promenade::Storage;
use promenade::storage::{TimeRange, UnionStorage};
use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "scripts")]
pub use self::scripts::{run_recorded, run_script};

/// An engine with the data that was loaded into it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    /// What was loaded, the latest last.
    stores: Vec<Arc<dyn Storage>>,
    /// All of it.
    storage: UnionStorage,
    /// The time of the oldest sample.
    #[cfg(feature = "files")]
    oldest_ms: Option<i64>,
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
    #[cfg_attr(not(feature = "files"), allow(unused_variables))]
    fn add(&mut self, store: Arc<dyn Storage>, time: Option<TimeRange>) {
        #[cfg(feature = "files")]
        {
            let oldest_ms = time.map(|time| time.start_ms);
            self.oldest_ms = self.oldest_ms.into_iter().chain(oldest_ms).min();
        }
        self.stores.push(store);
        self.storage = UnionStorage::new(self.stores.iter().cloned());
    }
}
