//! Comments that leave rules, or lines of them, out of a report: `# promenade: ignore coverage`, as for lints.

use promenade_documents::rules::Rule;
use promenade_documents::{Document, FileRange};
use promenade_syntax::{TokenKind, tokens};

/// The parts of a file that comments leave out of the report called `what`.
///
/// Behind something, a comment holds for its line; alone on a line, for what follows: a group, a rule, or the next line.
/// `ignore-file` holds for the whole file. What follows ` -- ` is for people.
pub(crate) fn ignored(document: &Document, what: &str) -> Vec<FileRange> {
    let text = document.text();
    if !text.contains("promenade:") {
        return Vec::new();
    }
    let commands = comments(document).into_iter().filter_map(|(range, comment)| Some((range, command(comment, what)?)));
    commands.map(|(range, command)| scope(document, range, command)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Command {
    Here,
    File,
}

fn command(comment: &str, what: &str) -> Option<Command> {
    let rest = comment.trim_start().strip_prefix("promenade:")?;
    let mut words = rest.split(" -- ").next()?.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    let command = match words.next()? {
        "ignore" => Command::Here,
        "ignore-file" => Command::File,
        _ => return None,
    };
    words.any(|word| word == what).then_some(command)
}

/// The comments of YAML and of queries with their places.
fn comments(document: &Document) -> Vec<(FileRange, &str)> {
    let of_yaml = document.comments().iter().map(|comment| (comment.range, comment.text.as_str()));
    let of_queries = document.queries().iter().flat_map(|query| {
        let comments = tokens(&query.text).into_iter().filter(|token| token.kind == TokenKind::Comment);
        comments.map(|token| {
            let text = query.text.get(token.range.start + 1..token.range.end).unwrap_or_default();
            (query.to_file(token.range), text)
        })
    });
    of_yaml.chain(of_queries).collect()
}

fn scope(document: &Document, comment: FileRange, command: Command) -> FileRange {
    let text = document.text();
    if command == Command::File {
        return FileRange::new(0, text.len());
    }
    let own = line(text, comment.start);
    if !text[own.start..comment.start].trim().is_empty() {
        return own;
    }
    let Some(next) = next_line(text, own.end) else { return own };
    let groups = document.rule_files().iter().flat_map(|file| &file.groups);
    let rules = groups.clone().flat_map(|group| &group.rules).map(|rule: &Rule| rule.range);
    let mut parts = groups.map(|group| group.range).chain(rules);
    parts.find(|part| next.start <= part.start && part.start <= next.end).unwrap_or(next)
}

/// The line of an offset, without its end.
fn line(text: &str, at: usize) -> FileRange {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    FileRange::new(start, text[at..].find('\n').map_or(text.len(), |end| at + end))
}

/// The first line behind the one that ends here which is neither empty nor a comment.
fn next_line(text: &str, mut end: usize) -> Option<FileRange> {
    while end < text.len() {
        let next = line(text, end + 1);
        let content = text[next].trim();
        if !content.is_empty() && !content.starts_with('#') {
            return Some(next);
        }
        end = next.end;
    }
    None
}
