//! Queries laid out.

use promenade::FormatOptions;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Language;
use super::diagnostics::write_diagnostics;
use crate::json::Json;
use crate::offsets::Offsets;
use crate::options;

#[wasm_bindgen]
impl Language {
    /// A text laid out on lines of `width` characters, 0 being the usual width, as a `FormatResult`.
    pub fn format(&self, text: &str, features: &str, variables: bool, width: u32) -> String {
        let options = FormatOptions::default();
        let width = if width == 0 { options.width } else { width as usize };
        let options =
            options.width(width).features(options::features(features)).variables(options::variables(variables));
        let formatted = promenade::format::format(text, &options);
        Json::of(|json| {
            json.key("ok").bool(formatted.is_ok());
            match &formatted {
                Ok(formatted) => json.key("text").text(&formatted.text),
                Err(diagnostics) => write_diagnostics(diagnostics, &Offsets::of(text), json.key("diagnostics")),
            }
        })
    }
}
