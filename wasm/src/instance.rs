//! What an instance says of itself: its version, its memory, and the panic that has ended it.

use std::sync::{Mutex, PoisonError};

use wasm_bindgen::prelude::wasm_bindgen;

static LAST: Mutex<String> = Mutex::new(String::new());

/// Keeps the message and the place of a panic. Standard libraries that abort at once leave none.
#[wasm_bindgen(start)]
pub(crate) fn keep_panics() {
    std::panic::set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
}

/// The message of the panic that ended the instance; empty if there was none.
#[wasm_bindgen(js_name = panicMessage)]
pub fn panic_message() -> String {
    LAST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The version of this crate.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The memory of this instance in bytes.
#[wasm_bindgen(js_name = memoryBytes)]
pub fn memory_bytes() -> f64 {
    const PAGE_BYTES: usize = 64 << 10;
    #[cfg(target_arch = "wasm32")]
    let n_pages = core::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    let n_pages = 0;
    (n_pages * PAGE_BYTES) as f64
}
