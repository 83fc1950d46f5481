//! The examples of `docs/formatting.md`: each block of source becomes the block after it.

mod common;

use std::fs;
use std::path::PathBuf;

use promenade_format::{GroupingPosition, Options, Parentheses};
use promenade_model::UnquotedNames;
use promenade_syntax::Variables;

use common::check;

/// A code block: what stands behind its fence, and its lines.
struct Block {
    info: String,
    text: String,
}

#[test]
fn examples_are_true() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/formatting.md");
    let text = fs::read_to_string(path).expect("the page is in the repository");
    let blocks = blocks(&text);
    assert!(blocks.len() >= 30 && blocks.len().is_multiple_of(2), "{} blocks", blocks.len());
    for pair in blocks.chunks(2) {
        let options = options(pair[0].info.strip_prefix("text").expect("the source comes first"));
        assert_eq!(pair[1].info, "promql", "after {}", pair[0].text);
        assert_eq!(check(&pair[0].text, &options), pair[1].text);
    }
}

fn blocks(text: &str) -> Vec<Block> {
    let (mut blocks, mut open) = (Vec::new(), None::<Block>);
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { info: info.to_owned(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(if block.text.is_empty() { "" } else { "\n" });
                block.text.push_str(line);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// The options that a fence names.
fn options(words: &str) -> Options {
    let mut options = Options::default();
    for word in words.split_whitespace() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("width", width) => options.width = width.parse().expect("a number"),
            ("grouping", "after") => options.grouping = GroupingPosition::AfterArguments,
            ("parentheses", "remove-redundant") => options.parentheses = Parentheses::RemoveRedundant,
            ("normalize", "") => options.normalize = true,
            ("names", "utf8") => options.unquoted_names = UnquotedNames::Utf8,
            ("variables", "") => options.variables = Variables::Grafana,
            _ => panic!("no option {word}"),
        }
    }
    options
}
