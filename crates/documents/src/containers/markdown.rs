//! Markdown: the code blocks marked `promql`.

use promenade_model::value::SourceRange;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::whole::with_line_feeds;
use crate::document::{Document, ReadOptions, Source};
use crate::kind::DocumentKind;
use crate::offsets::Decoded;
use crate::query::{EmbeddedQuery, Layout, Origin, Place};
use crate::yaml::Comment;
use promenade_model::FileRange;

/// A code block of PromQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeBlock {
    /// From the opening fence to the closing one.
    pub(crate) range: SourceRange,
    /// Its lines, with their line ends, without what stands before them.
    pub(crate) lines: Vec<SourceRange>,
}

impl CodeBlock {
    /// The line that shows what stands before the lines: the first that is not blank.
    pub(crate) fn model(&self, text: &str) -> Option<&SourceRange> {
        let has_text = |line: &&SourceRange| !text[(**line).clone()].trim_end_matches(['\n', '\r']).is_empty();
        self.lines.iter().find(has_text).or(self.lines.first())
    }

    /// What stands before each line.
    pub(crate) fn prefix<'t>(&self, text: &'t str) -> &'t str {
        let line = self.model(text).cloned().unwrap_or(self.range.start..self.range.start);
        &text[line_start(text, &line)..line.start]
    }
}

/// Where the line begins that a range stands in.
pub(crate) fn line_start(text: &str, line: &SourceRange) -> usize {
    text[..line.start].rfind('\n').map_or(0, |at| at + 1)
}

/// Reads the code blocks.
pub(super) fn read(document: &mut Document, options: &ReadOptions) {
    document.kind = DocumentKind::Markdown;
    let blocks = code_blocks(document.text());
    for (idx, block) in blocks.iter().enumerate() {
        let mut decoded = Decoded::starting_at(block.lines.first().map_or(block.range.end, |line| line.start));
        for line in &block.lines {
            decoded.append(with_line_feeds(document.text(), line.clone()));
        }
        if decoded.text.trim().is_empty() {
            continue;
        }
        let range = block.lines.first().map_or(0, |line| line.start)..block.lines.last().map_or(0, |line| line.end);
        document.queries.push(EmbeddedQuery {
            text: decoded.text,
            variables: options.variables,
            origin: Origin::CodeBlock,
            range: FileRange::of(range),
            layout: Layout::Lines(block.prefix(document.text()).chars().count()),
            offsets: decoded.offsets,
            place: Place::Code(idx),
        });
    }
    document.comments = comments(document.text());
    document.source = Source::Markdown(blocks);
}

/// The comments of HTML.
fn comments(text: &str) -> Vec<Comment> {
    const OPEN: &str = "<!--";
    if !text.contains(OPEN) {
        return Vec::new();
    }
    let mut comments = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        let (Event::Html(_) | Event::InlineHtml(_)) = event else { continue };
        let html = &text[range.clone()];
        let opened = html.match_indices(OPEN).map(|(at, _)| at + OPEN.len());
        comments.extend(opened.filter_map(|at| {
            let end = at + html[at..].find("-->")?;
            let range = FileRange::new(range.start + at - 1, range.start + end);
            Some(Comment { range, text: html[at..end].to_owned() })
        }));
    }
    comments
}

/// The code blocks whose first word after the fence is `promql`.
pub(crate) fn code_blocks(text: &str) -> Vec<CodeBlock> {
    let mut blocks = Vec::new();
    let mut open: Option<CodeBlock> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_promql(&info) => {
                open = Some(CodeBlock { range, lines: Vec::new() });
            }
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    add_text(text, range, &mut block.lines);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// Whether the words behind a fence mark a block as PromQL.
pub(crate) fn is_promql(info: &str) -> bool {
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    word.eq_ignore_ascii_case("promql")
}

/// Adds a piece of text, which may hold several lines, or go on with the line before.
fn add_text(text: &str, range: SourceRange, lines: &mut Vec<SourceRange>) {
    let mut at = range.start;
    for piece in text[range].split_inclusive('\n') {
        let line = at..at + piece.len();
        at = line.end;
        match lines.last_mut() {
            Some(last) if last.end == line.start && !text[last.clone()].ends_with('\n') => last.end = line.end,
            _ => lines.push(line),
        }
    }
}
