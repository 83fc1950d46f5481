//! Writing another text in place of a scalar, in its style where that can be.

use std::fmt::Write;

use promenade_go_yaml::resolve_plain;
use promenade_model::value::SourceRange;
use promenade_syntax::diagnostic::Edit;

use super::scalar::{Header, content_end, content_indent};
use super::{Node, NodeData, ScalarStyle, Tag};
use crate::edit::line_end;

/// By how much a new block is indented against its mapping.
const INDENT: usize = 2;

/// What replaces what. `None` if the text cannot be written here.
pub(crate) fn scalar(file: &str, node: &Node, text: &str) -> Option<Vec<Edit>> {
    let NodeData::Scalar(scalar) = &node.data else { return None };
    let body = text.trim_end_matches('\n');
    if scalar.style.is_block() {
        return block(file, node, scalar.style, body);
    }
    if !body.contains('\n') || node.in_flow || node.in_key || !fits_block(body) {
        return Some(vec![Edit::new(node.range.clone(), flow(text, scalar.style, node.in_flow))]);
    }
    Some(new_block(file, node, body))
}

/// How far the lines of a block scalar are indented, or would be if this scalar were one. `None` if it cannot be one.
pub(crate) fn block_indent(file: &str, node: &Node) -> Option<usize> {
    let header = Header::read(file, node.range.start).filter(|_| node.is_block());
    let own = header.and_then(|header| content_indent(file, node, &header));
    own.or_else(|| (!node.in_flow && !node.in_key).then(|| node.indent.unwrap_or(0) + INDENT))
}

/// A plain or quoted scalar on one line.
fn flow(text: &str, style: ScalarStyle, in_flow: bool) -> String {
    let has_escapes = text.contains('\n') || !text.chars().all(is_printable);
    match style {
        _ if has_escapes => double_quoted(text),
        ScalarStyle::Plain if is_plain(text, in_flow) => text.to_owned(),
        ScalarStyle::DoubleQuoted => double_quoted(text),
        ScalarStyle::Plain if text.contains('\'') && !text.contains(['"', '\\']) => double_quoted(text),
        _ => format!("'{}'", text.replace('\'', "''")),
    }
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) => out.push(c),
            // What is not printable lies below U+10000.
            c => write!(out, "\\u{:04X}", u32::from(c)).expect("a string takes all that is written"),
        }
    }
    out.push('"');
    out
}

/// Whether a character may stand as it is. The line ends that YAML 1.1 had beside `\n` may not.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text of one line means itself without quotes.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return false };
    let second = chars.next();
    let starts_well = match first {
        '-' | '?' | ':' => second.is_some_and(|c| c != ' ' && !(in_flow && is_flow_sign(c))),
        c => !is_flow_sign(c) && !"&*!|>'\"%@`#= ".contains(c),
    };
    let ends_well = !text.ends_with([' ', ':']);
    let has_sign = text.contains(": ") || text.contains(" #") || text.contains('\t');
    let has_flow_sign = in_flow && text.chars().any(|c| is_flow_sign(c) || matches!(c, ':' | '?'));
    let is_marker = text.starts_with("---") || text.starts_with("...");
    let is_text = !matches!(resolve_plain(text).0, Tag::Null | Tag::Merge);
    starts_well && ends_well && !has_sign && !has_flow_sign && !is_marker && is_text
}

fn is_flow_sign(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

/// Whether a text can be written as a block: all of it is printable.
fn fits_block(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\n' | '\t') || is_printable(c))
}

/// Another text in a block scalar, with the same indicators and the same indentation.
fn block(file: &str, node: &Node, style: ScalarStyle, text: &str) -> Option<Vec<Edit>> {
    let header = Header::read(file, node.range.start).filter(|_| fits_block(text))?;
    let outer = node.indent.unwrap_or(0);
    let indent = content_indent(file, node, &header).unwrap_or(outer + INDENT);
    let sign = if style == ScalarStyle::Folded && !text.contains('\n') { '>' } else { '|' };
    let indicator = header.indicator.or_else(|| needs_indicator(text).then_some(indent - outer));
    let indicator = indicator.filter(|digit| (1..10).contains(digit));
    let mut edits = vec![Edit::new(header.range.clone(), header_text(sign, indicator, header.chomping))];
    let end = content_end(file, node)?;
    if end > header.body {
        edits.push(Edit::new(header.body..end, lines(file, text, indent)));
    } else {
        let at = line_content_end(file, header.range.end);
        edits.push(Edit::new(at..at, format!("{}{}", line_end(file), lines(file, text, indent))));
    }
    Some(edits)
}

/// Whether the indentation of a text cannot be told from its first line. yaml.v3 refuses a tab there.
fn needs_indicator(text: &str) -> bool {
    text.trim_start_matches('\n').starts_with([' ', '\t'])
}

fn header_text(sign: char, indicator: Option<usize>, chomping: Option<char>) -> String {
    let mut header = String::from(sign);
    header.extend(indicator.and_then(|digit| char::from_digit(digit as u32, 10)));
    header.extend(chomping);
    header
}

/// The lines of a block, indented. Empty lines are not.
fn lines(file: &str, text: &str, indent: usize) -> String {
    let indent = " ".repeat(indent);
    let lines = text.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    lines.collect::<Vec<_>>().join(line_end(file))
}

/// A literal block in place of a scalar of another style. A comment behind the scalar comes to stand behind the header.
fn new_block(file: &str, node: &Node, text: &str) -> Vec<Edit> {
    let outer = node.indent.unwrap_or(0);
    let indicator = needs_indicator(text).then_some(INDENT);
    let header = header_text('|', indicator, None);
    let at = line_content_end(file, node.range.end);
    let body = format!("{}{}", line_end(file), lines(file, text, outer + INDENT));
    let (range, space) = with_line_before(file, node);
    vec![Edit::new(range, format!("{space}{header}")), Edit::new(at..at, body)]
}

/// The range of a scalar, with the line end before it where it stands on the line after its key.
fn with_line_before(file: &str, node: &Node) -> (SourceRange, &'static str) {
    let before = file[..node.range.start].trim_end_matches([' ', '\t', '\r', '\n']);
    let is_after_key = before.ends_with(':') && node.start == node.range.start;
    if is_after_key && file[before.len()..node.range.start].contains('\n') {
        return (before.len()..node.range.end, " ");
    }
    (node.range.clone(), "")
}

/// The end of the line, without its line end.
fn line_content_end(file: &str, at: usize) -> usize {
    let rest = &file[at..];
    at + rest.find(['\n', '\r']).unwrap_or(rest.len())
}
