//! The language without data. A function is a method of [`Language`] and has a file.

#[cfg(feature = "ide")]
mod completion;
mod diagnostics;
mod format;
#[cfg(feature = "ide")]
mod ide;
#[cfg(feature = "lint")]
mod lint;
mod parse;
#[cfg(feature = "ide")]
mod snapshot;

use wasm_bindgen::prelude::wasm_bindgen;

#[cfg(feature = "engine")]
pub(crate) use self::diagnostics::write_diagnostics;
#[cfg(feature = "files")]
pub(crate) use self::diagnostics::write_fix;
#[cfg(feature = "files")]
pub(crate) use self::lint::lint_url;

/// Queries as text: parsed, checked, laid out, linted, completed.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Language {
    /// What is known of metrics and labels.
    #[cfg(feature = "ide")]
    metadata: Option<promenade::lint::snapshot::Snapshot>,
    /// The text that was asked about last, with what it was parsed with: an editor asks several things about one text.
    #[cfg(feature = "ide")]
    last: Option<ide::Asked>,
}

#[wasm_bindgen]
impl Language {
    /// A language that knows of no metrics.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }
}
