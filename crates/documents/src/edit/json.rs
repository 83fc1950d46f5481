//! Strings of JSON.

use std::collections::HashMap;

use promenade_syntax::diagnostic::{Edit, apply_edits};

use super::{Changes, EditError};
use crate::document::Document;
use crate::json::write::Escapes;
use crate::json::{Json, JsonData, JsonIdx};
use crate::query::Place;

/// The file with other strings. Only the part of a string that is the query is rewritten.
pub(super) fn edit(document: &Document, json: &Json, changes: &Changes) -> Result<String, EditError> {
    let text = document.text();
    let escapes = Escapes::of_file(text);
    let (mut edits, mut expected) = (Vec::new(), HashMap::new());
    for (idx, new) in changes {
        let (place, range) = document.place(*idx);
        let Place::Json { value, part, mirrors } = place else { return Err(EditError::Unfaithful) };
        for value in std::iter::once(value).chain(mirrors) {
            let value = json.value(*value);
            let offsets = value.offsets(text).ok_or(EditError::Unwritable(range))?;
            let raw = &text[value.range()];
            edits.push(Edit::new(offsets.to_source(part.clone()).bytes(), escapes.write(new, raw)));
            let old = value.as_str().unwrap_or_default();
            expected.insert(value.idx(), format!("{}{new}{}", &old[..part.start], &old[part.end..]));
        }
    }
    let edited = apply_edits(text, &edits).ok_or(EditError::Unfaithful)?;
    if is_faithful(json, &edited, &expected) { Ok(edited) } else { Err(EditError::Unfaithful) }
}

/// Whether the edited text says the same as before, but for the strings that were to change.
fn is_faithful(before: &Json, edited: &str, expected: &HashMap<JsonIdx, String>) -> bool {
    let Ok(after) = Json::read(edited) else { return false };
    let is_same = |(idx, (old, new)): (usize, (&crate::json::JsonValue, &crate::json::JsonValue))| match expected
        .get(&JsonIdx(idx as u32))
    {
        Some(text) => matches!(&new.data, JsonData::String(found) if found == text),
        None => old.data == new.data,
    };
    before.values.len() == after.values.len()
        && before.root == after.root
        && before.values.iter().zip(&after.values).enumerate().all(is_same)
}
