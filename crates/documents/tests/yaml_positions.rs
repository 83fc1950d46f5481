//! Each character of a scalar of YAML is told the place where it stands.

use promenade_documents::FileRange;
use promenade_documents::yaml::{NodeRef, Tag, Yaml};

/// The value of the key `expr` in a text without mistakes, with a line for each of its characters: the character, and
/// what stands at its place.
fn places(text: &str) -> (String, Vec<(char, String)>) {
    let (tree, error) = Yaml::read(text);
    assert_eq!(error, None, "{text}");
    let root = tree.documents().next().expect("a document");
    let expr = root.get("expr").expect("the key expr");
    let value = expr.as_scalar().expect("a scalar").value.clone();
    let offsets = expr.offsets(text).unwrap_or_else(|| panic!("no places for {value:?} of {text:?}"));
    let place = |(at, c): (usize, char)| (c, text[offsets.to_source(at..at + c.len_utf8())].to_owned());
    let found = value.char_indices().map(place).collect();
    (value, found)
}

/// Checks that all characters but those named stand as they are, in rising order.
fn check(text: &str, value: &str, others: &[(char, &str)]) {
    let (decoded, found) = places(text);
    assert_eq!(decoded, value, "{text:?}");
    let is_other = |(c, place): &&(char, String)| place.chars().ne([*c]);
    let found: Vec<_> = found.iter().filter(is_other).map(|(c, place)| (*c, place.as_str())).collect();
    assert_eq!(found, others, "{text:?}");
}

#[test]
fn plain_scalars() {
    check("expr: é + b # c\n", "é + b", &[]);
    check("expr: a\n", "a", &[]);
    check("expr:   a  \n  + b\n\n  + c\n", "a + b\n+ c", &[(' ', "  \n  "), ('\n', "\n\n  ")]);
    check("expr:\n  a\r\n  b\r\n", "a b", &[(' ', "\r\n  ")]);
    check("{expr: a + b, d: e}", "a + b", &[]);
    check("expr: !!str &x a b", "a b", &[]);
}

#[test]
fn single_quoted_scalars() {
    check("expr: 'a ''b'' c'\n", "a 'b' c", &[('\'', "''"), ('\'', "''")]);
    check("expr: ' a\n  b\n\n\n  c '\n", " a b\n\nc ", &[(' ', "\n  "), ('\n', "\n\n\n  "), ('\n', "\n\n\n  ")]);
    check("expr: ''''\n", "'", &[('\'', "''")]);
    check("expr: ''\n", "", &[]);
    check("expr: 'a\n  ''b'\n", "a 'b", &[(' ', "\n  "), ('\'', "''")]);
    check("expr: '\n  a\n  '\n", " a ", &[(' ', "\n  "), (' ', "\n  ")]);
}

#[test]
fn double_quoted_scalars() {
    check(r#"expr: "a{b=\"c\\\"}""#, "a{b=\"c\\\"}", &[('"', r#"\""#), ('\\', r"\\"), ('"', r#"\""#)]);
    check(r#"expr: "\u00e9\x41\U0001F600é""#, "éA😀é", &[('é', r"\u00e9"), ('A', r"\x41"), ('😀', r"\U0001F600")]);
    check("expr: \"a\\n\\\n   b\"\n", "a\nb", &[('\n', "\\n")]);
    check("expr: \"a \\\n  \\ b\n  c\"\n", "a  b c", &[(' ', "\\ "), (' ', "\n  ")]);
    check("expr: \"a\\\n\n  b\"\n", "a\nb", &[('\n', "\\\n\n  ")]);
}

#[test]
fn literal_scalars() {
    check("expr: |\n  a\n  b\nx: y\n", "a\nb\n", &[]);
    check("expr: |-\n  a\n\n   b\n\n\n# c\nx: y\n", "a\n\n b", &[]);
    check("expr: |+ # c\n  a\n\n\nx: y\n", "a\n\n\n", &[]);
    check("expr: |2-\n    a\n   b", "  a\n b", &[]);
    check("expr: |\r\n  a\r\n  b\r\n", "a\nb\n", &[('\n', "\r\n"), ('\n', "\r\n")]);
    check("expr: |\n\n  a\n  b", "\na\nb", &[]);
    check("expr: |\n", "", &[]);
    check("expr: |+\n\n\n", "\n\n", &[]);
    check("expr: # c\n  &x\n  !!str\n  |\n  a\n", "a\n", &[]);
    check("\u{feff}expr: |\n  a  \n  \t\n  b\n", "a  \n\t\nb\n", &[]);
    check("expr: |\n  a\n     \n  b\n", "a\n   \nb\n", &[]);
}

#[test]
fn folded_scalars() {
    check("expr: >\n  a\n  b\n", "a b\n", &[(' ', "\n")]);
    check("expr: >-\n\n  a\n  b\n\n\n  c\n    d\n  e\n\n", "\na b\n\nc\n  d\ne", &[(' ', "\n")]);
    check("expr: >+\n  a\n\n  b\n\n   c\n\n  d\n\nx: y\n", "a\nb\n\n c\n\nd\n\n", &[]);
    check("expr: >-\n  a\n  b", "a b", &[(' ', "\n")]);
}

#[test]
fn types_are_those_of_yaml_v3() {
    let table = [
        ("on", Tag::Str),
        ("yes", Tag::Str),
        ("true", Tag::Bool),
        ("\"true\"", Tag::Str),
        ("!!str true", Tag::Str),
        ("5", Tag::Int),
        ("0x1f", Tag::Int),
        ("010", Tag::Int),
        ("08", Tag::Float),
        ("1_000", Tag::Int),
        ("18446744073709551616", Tag::Float),
        ("-9223372036854775808", Tag::Int),
        ("1e3", Tag::Float),
        ("1.", Tag::Float),
        (".5", Tag::Float),
        ("5m", Tag::Str),
        (".inf", Tag::Float),
        ("1e999", Tag::Str),
        ("", Tag::Null),
        ("~", Tag::Null),
        ("2001-01-02", Tag::Timestamp),
        ("2001-02-30", Tag::Str),
        ("2001-01-011", Tag::Str),
        ("2001-1-2 3:4:5.6", Tag::Timestamp),
        ("2001-01-02T03:04:05Z", Tag::Timestamp),
        ("2001-01-02T03:04:05", Tag::Str),
        ("[a]", Tag::Seq),
        ("{a: b}", Tag::Map),
    ];
    for (value, tag) in table {
        let text = format!("expr: {value}\n");
        let (tree, error) = Yaml::read(&text);
        assert_eq!(error, None);
        let root = tree.documents().next().unwrap();
        assert_eq!(root.get("expr").map(NodeRef::tag), Some(tag), "{value}");
    }
}

#[test]
fn aliases_and_merges_lead_to_what_they_name() {
    let text = "base: &b {expr: up, for: 5m}\nrules:\n- <<: *b\n  for: 6m\n- *b\n- <<: [*b, {x: y}]\n  expr: &e down\n- expr: *e\n";
    let (tree, error) = Yaml::read(text);
    assert_eq!(error, None);
    let rules: Vec<_> = tree.documents().next().unwrap().get("rules").unwrap().items().unwrap().collect();
    let value = |rule: NodeRef<'_>, key: &str| rule.get(key).and_then(NodeRef::as_str).map(str::to_owned);
    let exprs: Vec<_> = rules.iter().map(|rule| value(*rule, "expr").unwrap()).collect();
    assert_eq!(exprs, ["up", "up", "down", "down"]);
    assert_eq!(value(rules[0], "for").as_deref(), Some("6m"));
    assert_eq!(value(rules[2], "x").as_deref(), Some("y"));
    let entries: Vec<_> = rules[2].entries().unwrap().iter().map(|(key, _)| *key).collect();
    assert_eq!(entries, ["expr", "for", "x"]);
    assert_eq!(rules[0].get("expr").unwrap().idx(), rules[1].get("expr").unwrap().idx());
}

#[test]
fn merges_of_merges_end() {
    let line = |i: usize| format!("a{i}: &a{i} {{<<: [*a{0}, *a{0}, *a{0}], k{i}: v}}\n", i - 1);
    let text = (1..60).fold("a0: &a0 {x: y}\n".to_owned(), |text, i| text + &line(i));
    let text = text + "self: &s\n  <<: *s\n  k: v\n";
    let (tree, error) = Yaml::read(&text);
    assert_eq!(error, None);
    let root = tree.documents().next().unwrap();
    let last = root.get("a59").unwrap();
    assert_eq!((last.entries().unwrap().len(), last.get("x").and_then(NodeRef::as_str)), (60, Some("y")));
    assert!(last.get("none").is_none());
    let own = root.get("self").unwrap();
    assert_eq!((own.entries().unwrap().len(), own.get("none").is_none()), (1, true));
}

#[test]
fn nodes_know_where_they_stand() {
    let text = "# c\n- &a !!map\n  k: &b v # d\n  l: [x, *b]\n  m: |\n    n\n\n- o\n";
    let (tree, error) = Yaml::read(text);
    assert_eq!(error, None);
    let first = tree.documents().next().unwrap().items().unwrap().next().unwrap();
    assert_eq!(&text[first.start()..first.start() + 2], "&a");
    assert_eq!(&text[first.range()], "k: &b v # d\n  l: [x, *b]\n  m: |\n    n");
    let slice = |key: &str| &text[first.get(key).unwrap().range()];
    assert_eq!((slice("k"), slice("l"), slice("m")), ("v", "[x, *b]", "|\n    n"));
    let alias = first.get("l").unwrap().items().unwrap().nth(1).unwrap();
    assert_eq!((&text[alias.range()], alias.as_str()), ("*b", Some("v")));
    let comments: Vec<_> = tree.comments().iter().map(|c| &text[c.range]).collect();
    assert_eq!(comments, ["# c", "# d"]);
}

#[test]
fn places_are_those_that_yaml_v3_reports() {
    let table = [
        ("k:\n- a\n- b\n", "- a"),
        ("k: # c\n# - d\n-\n  a\n", "-\n"),
        ("k: &x\n- -1\n", "&x"),
        ("k:\n  - a\n", "- a"),
        ("k: # |\n  >-\n  a\n", ">-"),
        ("k: !x [a]\n", "!x"),
    ];
    for (text, expected) in table {
        let (tree, error) = Yaml::read(text);
        assert_eq!(error, None, "{text}");
        let value = tree.documents().next().unwrap().get("k").unwrap();
        assert!(text[value.start()..].starts_with(expected), "{text}: {}", &text[value.start()..]);
    }
    let (tree, _) = Yaml::read("> \n  a\n");
    assert_eq!(tree.documents().next().unwrap().range(), FileRange::new(0, 6));
}

#[test]
fn a_mistake_is_told_with_its_place_and_what_came_before_stays() {
    let text = "a: b\nc: [d\ne: f\n";
    let (tree, error) = Yaml::read(text);
    assert!(error.is_some_and(|e| e.at > 5 && e.at <= text.len() && !e.message.is_empty()));
    assert_eq!(tree.documents().count(), 1);
}

#[test]
fn an_unclosed_bracket_is_reported_where_it_opens() {
    for (text, place) in [("a: b\nc: [d\n", "[d\n"), ("- {a: [b], c:\n\n", "{a: [b], c:\n\n"), ("a: 'b\n", "")] {
        let (_, error) = Yaml::read(text);
        assert_eq!(error.map(|e| &text[e.at..]), Some(place), "{text:?}");
    }
}
