//! Rule files within Markdown: the code blocks marked `yaml` or `yml` that hold groups.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The rule files in a text of Markdown. Each has as many bytes as the text, with blanks for all that is not its own, so that
/// lines and places are those of the text.
pub(crate) fn rule_blocks(text: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<Vec<u8>> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_yaml(&info) => open = Some(blank(text)),
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    block[range.clone()].copy_from_slice(&text.as_bytes()[range]);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    let texts = blocks.into_iter().filter_map(|block| String::from_utf8(block).ok());
    texts.filter(|text| text.lines().any(|line| line.trim_start().starts_with("groups:"))).collect()
}

/// Whether a name is that of a file of Markdown.
pub(crate) fn is_markdown(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| ["md", "markdown"].iter().any(|e| ending.eq_ignore_ascii_case(e)))
}

/// As many blanks as the text has bytes, with its line ends.
fn blank(text: &str) -> Vec<u8> {
    text.bytes().map(|byte| if byte == b'\n' { byte } else { b' ' }).collect()
}

fn is_yaml(info: &str) -> bool {
    let word = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    word.eq_ignore_ascii_case("yaml") || word.eq_ignore_ascii_case("yml")
}
