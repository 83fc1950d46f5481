//! Printing of documents.

use super::{Doc, Kind};

/// The text of a document, in lines of at most `width` characters where its groups allow it.
pub(crate) fn print(doc: &Doc<'_>, width: usize, indent_width: usize) -> String {
    let mut printer = Printer { out: String::new(), column: 0, gap: Gap::None, width, indent_width };
    let mut todo = vec![Command { doc, indent: 0, is_flat: false }];
    while let Some(command) = todo.pop() {
        printer.run(command, &mut todo);
    }
    printer.out
}

/// A document to print, with its depth and mode.
#[derive(Clone, Copy)]
struct Command<'d, 'a> {
    doc: &'d Doc<'a>,
    /// In levels.
    indent: usize,
    is_flat: bool,
}

/// What goes before the next text. That it waits for the text avoids spaces at line ends, and makes
/// one line end of the one after a comment and the one that would stand there anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    /// A line end, and how deep the next line is where that is decided by what was before it.
    LineEnd(Option<usize>),
}

impl Gap {
    fn indent(self) -> Option<usize> {
        match self {
            Self::LineEnd(indent) => indent,
            Self::None | Self::Space => None,
        }
    }
}

struct Printer {
    out: String,
    /// Of the text so far, in characters.
    column: usize,
    gap: Gap,
    width: usize,
    indent_width: usize,
}

impl Printer {
    fn run<'d, 'a>(&mut self, Command { doc, indent, is_flat }: Command<'d, 'a>, todo: &mut Vec<Command<'d, 'a>>) {
        match &doc.kind {
            Kind::Text(text) => self.text(text, indent),
            Kind::Line | Kind::SoftLine if !is_flat => self.gap = Gap::LineEnd(Some(indent)),
            Kind::Space | Kind::Line => {
                if self.gap == Gap::None {
                    self.gap = Gap::Space;
                }
            }
            Kind::SoftLine => {}
            Kind::OwnLineComment(text) => {
                let indent = self.gap.indent().unwrap_or(indent);
                self.gap = if self.out.is_empty() { Gap::None } else { Gap::LineEnd(Some(indent)) };
                self.text(text, indent);
                self.gap = Gap::LineEnd(Some(indent));
            }
            Kind::LineEndComment(text) => {
                self.gap = Gap::Space;
                self.text(text, indent);
                self.gap = Gap::LineEnd(None);
            }
            Kind::Concat(parts) => todo.extend(parts.iter().rev().map(|doc| Command { doc, indent, is_flat })),
            Kind::Indent(doc) => todo.push(Command { doc, indent: indent + 1, is_flat }),
            Kind::Group(inner) => {
                let command = Command { doc: inner, indent, is_flat: true };
                let is_flat = is_flat || !doc.comments.within && self.fits(command, todo);
                todo.push(Command { is_flat, ..command });
            }
        }
    }

    fn text(&mut self, text: &str, indent: usize) {
        match self.gap {
            Gap::None => {}
            Gap::Space => {
                self.out.push(' ');
                self.column += 1;
            }
            Gap::LineEnd(before) => {
                self.out.push('\n');
                self.column = self.spaces(before.unwrap_or(indent));
                self.out.extend(std::iter::repeat_n(' ', self.column));
            }
        }
        self.gap = Gap::None;
        self.out.push_str(text);
        self.column = match text.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    /// The indentation of a level in spaces.
    fn spaces(&self, indent: usize) -> usize {
        indent.saturating_mul(self.indent_width).min(MAX_INDENT)
    }

    /// Whether the rest of the line fits into the width, with what follows the command.
    fn fits<'d, 'a>(&self, command: Command<'d, 'a>, rest: &[Command<'d, 'a>]) -> bool {
        let new_line = self.width.saturating_sub(self.spaces(self.gap.indent().unwrap_or(command.indent)));
        let mut left = match self.gap {
            Gap::None => self.width.checked_sub(self.column),
            Gap::Space => self.width.checked_sub(self.column + 1),
            Gap::LineEnd(_) => Some(new_line),
        };
        let (mut todo, mut rest, mut is_begun) = (vec![command], rest.iter().rev(), false);
        while let Some(Command { doc, indent, is_flat }) = todo.pop().or_else(|| rest.next().copied()) {
            let n_chars = match &doc.kind {
                Kind::Text(text) if text.contains('\n') => {
                    let first = text.lines().next().unwrap_or_default();
                    return left.is_some_and(|left| first.chars().count() <= left);
                }
                Kind::Text(text) => text.chars().count(),
                Kind::Line | Kind::SoftLine if !is_flat => return left.is_some(),
                Kind::Space | Kind::Line => usize::from(is_begun),
                Kind::SoftLine => 0,
                Kind::OwnLineComment(_) if !is_begun => {
                    left = Some(new_line);
                    0
                }
                Kind::OwnLineComment(_) | Kind::LineEndComment(_) => return left.is_some(),
                Kind::Concat(parts) => {
                    todo.extend(parts.iter().rev().map(|doc| Command { doc, indent, is_flat }));
                    continue;
                }
                Kind::Indent(doc) => {
                    todo.push(Command { doc, indent: indent + 1, is_flat });
                    continue;
                }
                // A group after the command may break if it must, but that is then its own affair.
                Kind::Group(inner) => {
                    todo.push(Command { doc: inner, indent, is_flat: is_flat && !doc.comments.within });
                    continue;
                }
            };
            is_begun |= n_chars > 0;
            left = left.and_then(|left| left.checked_sub(n_chars));
            if left.is_none() {
                return false;
            }
        }
        left.is_some()
    }
}

/// The largest indentation, so that deep nesting does not make a long text of a short one.
const MAX_INDENT: usize = 200;
