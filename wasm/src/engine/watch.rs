//! A JavaScript function that receives the progress of a query and returns whether to stop it.

use std::sync::atomic::{AtomicU64, Ordering};

use js_sys::{Date, Function};
use promenade::Observer;
use wasm_bindgen::JsValue;

/// Milliseconds between two calls.
const INTERVAL_MS: f64 = 20.0;

/// A function of JavaScript that is called while a query is computed.
pub(super) struct Watch {
    call: Function,
    /// The samples that the query is going to read, as far as that is known.
    n_samples: u64,
    /// The time of the last call, as the bits of a float.
    last_ms: AtomicU64,
}

impl Watch {
    /// A watch over a query that reads about so many samples.
    pub(super) fn new(call: Function, n_samples: u64) -> Self {
        Self { call, n_samples, last_ms: AtomicU64::new(Date::now().to_bits()) }
    }
}

impl Observer for Watch {
    fn observe(&self, n_samples_read: u64) -> bool {
        let now_ms = Date::now();
        if now_ms - f64::from_bits(self.last_ms.load(Ordering::Relaxed)) < INTERVAL_MS {
            return false;
        }
        self.last_ms.store(now_ms.to_bits(), Ordering::Relaxed);
        let fraction = n_samples_read.min(self.n_samples) as f64 / self.n_samples.max(1) as f64;
        let answer = self.call.call1(&JsValue::NULL, &fraction.into());
        answer.is_ok_and(|answer| answer.is_truthy())
    }
}
