//! Code blocks of Markdown, each line behind what stands before the lines of its block.

use promenade_model::value::SourceRange;
use promenade_syntax::diagnostic::{Edit, apply_edits};
use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::{Changes, EditError, line_end};
use crate::containers::{CodeBlock, code_blocks, line_start};
use crate::document::Document;
use crate::query::{Place, QueryIdx};
use promenade_model::FileRange;

/// The file with other code blocks.
pub(super) fn edit(document: &Document, blocks: &[CodeBlock], changes: &Changes) -> Result<String, EditError> {
    let text = document.text();
    let mut edits = Vec::new();
    for (idx, new) in changes {
        let block = block(document, blocks, *idx).ok_or(EditError::Unfaithful)?;
        edits.push(
            block_edit(text, block, new).ok_or_else(|| EditError::Unwritable(FileRange::of(block.range.clone())))?,
        );
    }
    let edited = apply_edits(text, &edits).ok_or(EditError::Unfaithful)?;
    let found = code_blocks(&edited);
    let says = |idx: QueryIdx, new: &str| block(document, &found, idx).is_some_and(|block| says(&edited, block, new));
    if found.len() != blocks.len() {
        return Err(EditError::Unfaithful);
    }
    if let Some((idx, _)) = changes.iter().find(|(idx, new)| !says(**idx, new)) {
        return Err(EditError::Unwritable(document.place(*idx).1));
    }
    if outline(text) == outline(&edited) { Ok(edited) } else { Err(EditError::Unfaithful) }
}

fn block<'a>(document: &Document, blocks: &'a [CodeBlock], idx: QueryIdx) -> Option<&'a CodeBlock> {
    match document.place(idx).0 {
        Place::Code(block) => blocks.get(*block),
        _ => None,
    }
}

/// The lines with text in place of those of a block. A blank line may lack what stands before the others, so it is no
/// model for them.
fn block_edit(text: &str, block: &CodeBlock, new: &str) -> Option<Edit> {
    let is_blank = |line: &&SourceRange| text[(**line).clone()].trim_end_matches(['\n', '\r']).is_empty();
    let model = block.model(text)?;
    let last = block.lines.iter().rfind(|line| !is_blank(line))?;
    let end = last.start + text[last.clone()].trim_end_matches(['\n', '\r']).len();
    let first = line_start(text, block.lines.first()?);
    let mut out = String::new();
    for (i, line) in new.trim_end_matches(['\n', '\r']).split('\n').enumerate() {
        let own = block.lines.get(i).filter(|line| !is_blank(line)).unwrap_or(model);
        let prefix = &text[line_start(text, own)..own.start];
        if i > 0 {
            out.push_str(line_end(text));
        }
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    Some(Edit::new(first..end, out))
}

/// Whether a block says what was asked for.
fn says(text: &str, block: &CodeBlock, new: &str) -> bool {
    let lines: String = block.lines.iter().map(|line| &text[line.clone()]).collect();
    lines.replace("\r\n", "\n") == new
}

/// What a text says apart from its blocks of code.
fn outline(text: &str) -> Vec<Event<'_>> {
    let mut in_code = false;
    let mut events = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(pulldown_cmark::Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(ref info))) => {
                in_code = crate::containers::is_promql(info);
                events.push(event);
            }
            Event::Text(_) if in_code => {}
            event => events.push(event),
        }
    }
    events
}
