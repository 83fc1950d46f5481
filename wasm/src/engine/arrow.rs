//! Results as Arrow IPC streams.

use arrow_ipc::writer::StreamWriter;
use js_sys::{Array, Function, Uint8Array};
use promenade::arrow_schema::ArrowError;
use promenade::{ErrorKind, QueryResult};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Engine;
use super::failure::{write_error, write_plain_error};
use super::query::{QuerySettings, QueryTimes};
use crate::json::Json;

#[wasm_bindgen]
impl Engine {
    /// Evaluates a query: a head that says whether it succeeded or has its `error`, and the bytes of the stream.
    #[wasm_bindgen(js_name = queryArrow)]
    pub fn query_arrow(
        &self,
        text: &str,
        times: QueryTimes,
        settings: &QuerySettings,
        watch: Option<Function>,
    ) -> Array {
        let evaluated = self.evaluate(text, times, settings, watch);
        let stream = evaluated.as_ref().map(stream);
        let head = Json::of(|json| {
            json.key("ok").bool(matches!(stream, Ok(Ok(_))));
            match &stream {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => write_plain_error(ErrorKind::Execution, &error.to_string(), json.key("error")),
                Err(error) => write_error(error, text, json.key("error")),
            }
        });
        let bytes = stream.ok().and_then(Result::ok).unwrap_or_default();
        let parts: [JsValue; 2] = [head.into(), Uint8Array::from(bytes.as_slice()).into()];
        parts.into_iter().collect()
    }
}

fn stream(result: &QueryResult) -> Result<Vec<u8>, ArrowError> {
    let batches = result.record_batches();
    let mut writer = StreamWriter::try_new(Vec::new(), &batches.schema())?;
    for batch in batches {
        writer.write(&batch?)?;
    }
    writer.into_inner()
}
