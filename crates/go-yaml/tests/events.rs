//! Parser events have exact byte ranges, and comments are collected.

use promenade_go_yaml::{CollectionStyle, EventKind, Parser, Tag, Tree, resolve_plain};

/// The text of each scalar, sequence and mapping, from its tag or anchor, and from its content.
fn places(text: &str) -> Vec<(&str, &str)> {
    let mut parser = Parser::new(text);
    let mut places = Vec::new();
    loop {
        let event = parser.next_event().expect("YAML");
        match event.kind {
            EventKind::StreamEnd => return places,
            EventKind::Scalar(..) | EventKind::SequenceStart(_) | EventKind::MappingStart(_) => {
                let end = event.end.offset;
                places.push((&text[event.start.offset..end], &text[event.content.offset..end]));
            }
            _ => {}
        }
    }
}

#[test]
fn content_begins_behind_tag_and_anchor() {
    assert_eq!(places("&a !!str x: 'é' # c\n"), [("", ""), ("&a !!str x", "x"), ("'é'", "'é'")]);
    assert_eq!(places("&a [b]\n"), [("&a [", "["), ("b", "b")]);
    assert_eq!(places("- !x\n"), [("", ""), ("!x", "")]);
}

#[test]
fn collections_know_their_style() {
    let text = "- {a: b}\n- [c: d]\n- e:\n  - f\n";
    let mut parser = Parser::new(text);
    let mut styles = Vec::new();
    loop {
        match parser.next_event().expect("YAML").kind {
            EventKind::StreamEnd => break,
            EventKind::SequenceStart(style) | EventKind::MappingStart(style) => styles.push(style),
            _ => {}
        }
    }
    let (block, flow) = (CollectionStyle::Block, CollectionStyle::Flow);
    assert_eq!(styles, [block, flow, flow, flow, block, block]);
}

#[test]
fn comments_are_collected_wherever_they_stand() {
    let text = "%YAML 1.1 # a\n---\n# b\n  # c\nk: | # d\n  # text\nl: [x, # e\n  '# text'] # f\nm: a#b\n";
    let mut parser = Parser::new(text);
    while parser.next_event().expect("YAML").kind != EventKind::StreamEnd {}
    let comments: Vec<_> = parser.comments().iter().map(|range| &text[range.clone()]).collect();
    assert_eq!(comments, ["# a", "# b", "# c", "# d", "# e", "# f"]);
}

#[test]
fn plain_scalars_have_the_types_of_go() {
    for (text, tag) in [
        ("yes", Tag::Str),
        ("True", Tag::Bool),
        ("~", Tag::Null),
        ("0b1", Tag::Int),
        ("1_0.5", Tag::Float),
        ("1e999", Tag::Str),
        ("2001-02-29", Tag::Str),
        ("2004-02-29 1:2:3", Tag::Timestamp),
        ("<<", Tag::Merge),
    ] {
        assert_eq!(resolve_plain(text).0, tag, "{text}");
    }
}

#[test]
fn errors_have_the_words_and_lines_of_go() {
    for (text, message) in [
        ("a: b: c\n", "yaml: mapping values are not allowed in this context"),
        ("a: b\nc: *d\n", "yaml: unknown anchor 'd' referenced"),
        ("a:\n\t- b\n", "yaml: line 2: found character that cannot start any token"),
    ] {
        let mut tree = Tree::default();
        let error = tree.read_document(&mut Parser::new(text)).map(|_| ()).map_err(|error| error.message());
        assert_eq!(error, Err(message.to_owned()), "{text:?}");
    }
}
