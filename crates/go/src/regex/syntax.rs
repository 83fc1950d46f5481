//! Parses Go's regular expressions (RE2 syntax with Perl flags) into the representation of the `regex` crate.
//!
//! Accepts and rejects the same expressions as Go's `regexp/syntax`, with the same errors and limits, with two
//! exceptions: all character classes together are limited to 2 million ranges (Go: 16 million), and in WebAssembly,
//! whose stack cannot grow, expressions can nest 250 levels deep (Go: 1000).

mod brackets;
mod escape;

use regex_syntax::hir::{Capture, Class, ClassUnicode, Dot, Hir, Look, Repetition};

use super::class::{self, Names};
use promenade_stack::CAN_GROW;

/// A parsed expression.
#[derive(Debug, Clone)]
pub(super) struct Parsed {
    pub(super) hir: Hir,
    /// The names of the capturing groups, the whole match first.
    pub(super) names: Vec<Option<Box<str>>>,
}

/// A regular expression that does not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct RegexError {
    /// The error in Go's words.
    pub message: String,
}

/// Parses an expression.
///
/// # Errors
/// Returns an error in Go's words if the expression is invalid or too large.
pub(super) fn parse(pattern: &str, dot_matches_newline: bool, classes: Names) -> Result<Parsed, RegexError> {
    let flags = Flags { fold_case: false, dot_newline: dot_matches_newline, one_line: true, non_greedy: false };
    let frame = Frame { outer_flags: flags, capture: None, branches: Vec::new(), items: Vec::new() };
    let last_class_end = pattern.rfind(":]").unwrap_or(0);
    let (frames, names) = (vec![frame], vec![None]);
    // The anchors that Prometheus adds to the value of a matcher count as a level.
    let max_depth = MAX_DEPTH - u32::from(classes == Names::Exact);
    let mut parser = Parser {
        pattern,
        pos: 0,
        flags,
        frames,
        names,
        names_of_classes: classes,
        max_depth,
        n_ranges: 0,
        last_class_end,
    };
    parser.run()?;
    let [frame] = <[Frame; 1]>::try_from(parser.frames).map_err(|_| error("missing closing )", pattern))?;
    Ok(Parsed { hir: frame.finish().hir, names: parser.names })
}

/// The maximum nesting of groups and repetitions.
const MAX_DEPTH: u32 = if CAN_GROW { 1000 } else { 250 };
/// The maximum number of ranges of all character classes together.
const MAX_RANGES: usize = 2_000_000;
/// The maximum product of nested repetition counts.
const MAX_REPEAT: u32 = 1000;

#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // flags are independent of each other
struct Flags {
    fold_case: bool,
    dot_newline: bool,
    one_line: bool,
    non_greedy: bool,
}

/// A part of the expression.
struct Item {
    hir: Hir,
    depth: u32,
    /// The product of the repetition counts inside.
    n_repeats: u32,
}

/// An open group, or the whole expression.
struct Frame {
    /// The flags to restore after it.
    outer_flags: Flags,
    capture: Option<u32>,
    branches: Vec<Item>,
    items: Vec<Item>,
}

struct Parser<'p> {
    pattern: &'p str,
    pos: usize,
    flags: Flags,
    frames: Vec<Frame>,
    names: Vec<Option<Box<str>>>,
    names_of_classes: Names,
    max_depth: u32,
    n_ranges: usize,
    /// The position of the last `:]`, to avoid searching beyond it; 0 if there is none.
    last_class_end: usize,
}

impl RegexError {
    /// Whether the error is an unexpected end of the expression.
    pub(super) fn is_of_end(&self) -> bool {
        [
            "missing closing",
            "trailing backslash",
            "invalid named capture",
            "invalid character class range",
            "invalid or",
        ]
        .iter()
        .any(|what| self.message.contains(what))
    }

    /// An error about a part of an expression.
    pub(super) fn new(what: &str, expression: &str) -> Self {
        Self { message: format!("error parsing regexp: {what}: `{expression}`") }
    }
}

fn error(what: &str, expression: &str) -> RegexError {
    RegexError::new(what, expression)
}

impl Item {
    fn leaf(hir: Hir) -> Self {
        Self { hir, depth: 1, n_repeats: 1 }
    }

    fn join(items: Vec<Self>, join: fn(Vec<Hir>) -> Hir) -> Self {
        let is_several = items.len() > 1;
        let depth = items.iter().map(|item| item.depth).max().unwrap_or(1) + u32::from(is_several);
        let n_repeats = items.iter().map(|item| item.n_repeats).max().unwrap_or(1);
        Self { hir: join(items.into_iter().map(|item| item.hir).collect()), depth, n_repeats }
    }
}

impl Frame {
    fn end_branch(&mut self) {
        let items = std::mem::take(&mut self.items);
        self.branches.push(Item::join(items, Hir::concat));
    }

    fn finish(mut self) -> Item {
        self.end_branch();
        Item::join(self.branches, Hir::alternation)
    }
}

impl<'p> Parser<'p> {
    fn run(&mut self) -> Result<(), RegexError> {
        // The start of the repetition operator before the current position.
        let mut last_repeat = None;
        while let Some(c) = self.peek() {
            let start = self.pos;
            let mut repeat = None;
            match c {
                '(' if self.rest().starts_with("(?") => self.perl_group()?,
                '(' => {
                    self.pos += 1;
                    self.open_capture(None);
                }
                '|' => {
                    self.pos += 1;
                    self.frame().end_branch();
                }
                ')' => self.close()?,
                '^' => self.look(1, if self.flags.one_line { Look::Start } else { Look::StartLF })?,
                '$' => self.look(1, if self.flags.one_line { Look::End } else { Look::EndLF })?,
                '.' => {
                    self.pos += 1;
                    let dot = if self.flags.dot_newline { Dot::AnyChar } else { Dot::AnyCharExceptLF };
                    self.push(Hir::dot(dot))?;
                }
                '[' => self.class()?,
                '*' | '+' | '?' => {
                    self.pos += 1;
                    let (min, max) = (u32::from(c == '+'), (c == '?').then_some(1));
                    self.repeat(min, max, false, start, last_repeat)?;
                    repeat = Some(start);
                }
                '{' => repeat = self.counted(last_repeat)?,
                '\\' => self.backslash()?,
                c => {
                    self.pos += c.len_utf8();
                    self.literal(u32::from(c))?;
                }
            }
            last_repeat = repeat;
        }
        Ok(())
    }

    fn rest(&self) -> &'p str {
        &self.pattern[self.pos..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.pos += c.len_utf8();
        Some(c)
    }

    /// An error about the text from `start` to the current position.
    fn error_from(&self, what: &str, start: usize) -> RegexError {
        error(what, &self.pattern[start..self.pos])
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the frame of the whole is never closed")
    }

    fn push(&mut self, hir: Hir) -> Result<(), RegexError> {
        self.push_item(Item::leaf(hir))
    }

    fn push_item(&mut self, item: Item) -> Result<(), RegexError> {
        if item.depth > self.max_depth {
            return Err(error("expression nests too deeply", self.pattern));
        }
        self.frame().items.push(item);
        Ok(())
    }

    fn look(&mut self, n_bytes: usize, look: Look) -> Result<(), RegexError> {
        self.pos += n_bytes;
        self.push(Hir::look(look))
    }

    /// Pushes a character; a surrogate, which only an escape can express, matches nothing.
    fn literal(&mut self, code: u32) -> Result<(), RegexError> {
        let Some(c) = char::from_u32(code) else { return self.push(Hir::fail()) };
        if self.flags.fold_case {
            let mut folded = class::class(&[(c, c)]);
            class::fold(&mut folded);
            return self.push_class(folded);
        }
        self.push(Hir::literal(c.encode_utf8(&mut [0; 4]).as_bytes()))
    }

    fn push_class(&mut self, class: ClassUnicode) -> Result<(), RegexError> {
        self.count_ranges(class.ranges().len())?;
        self.push(Hir::class(Class::Unicode(class)))
    }

    fn count_ranges(&mut self, n: usize) -> Result<(), RegexError> {
        self.n_ranges += n;
        if self.n_ranges > MAX_RANGES { Err(error("expression too large", self.pattern)) } else { Ok(()) }
    }

    fn open(&mut self, capture: Option<u32>) {
        let frame = Frame { outer_flags: self.flags, capture, branches: Vec::new(), items: Vec::new() };
        self.frames.push(frame);
    }

    fn open_capture(&mut self, name: Option<&str>) {
        let idx = self.names.len() as u32;
        self.names.push(name.map(Into::into));
        self.open(Some(idx));
    }

    fn close(&mut self) -> Result<(), RegexError> {
        self.pos += 1;
        if self.frames.len() == 1 {
            return Err(error("unexpected )", self.pattern));
        }
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.flags = frame.outer_flags;
        let capture = frame.capture;
        let mut item = frame.finish();
        if let Some(index) = capture {
            item.depth += 1;
            item.hir = Hir::capture(Capture { index, name: None, sub: Box::new(item.hir) });
        }
        self.push_item(item)
    }

    /// `(?P<name>`, `(?<name>`, `(?flags)` or `(?flags:`.
    fn perl_group(&mut self) -> Result<(), RegexError> {
        let start = self.pos;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let is_python = rest.len() > 4 && rest.starts_with("(?P<");
        let is_perl = rest.len() > 3 && bytes[2] == b'<';
        if !is_python && !is_perl {
            return self.flags_group();
        }
        let Some(end) = rest.find('>') else { return Err(error("invalid named capture", rest)) };
        let name = &rest[if is_python { 4 } else { 3 }..end];
        self.pos += end + 1;
        if name.is_empty() || !name.bytes().all(|b| b == b'_' || b.is_ascii_alphanumeric()) {
            return Err(self.error_from("invalid named capture", start));
        }
        self.open_capture(Some(name));
        Ok(())
    }

    fn flags_group(&mut self) -> Result<(), RegexError> {
        let start = self.pos;
        self.pos += 2;
        let mut flags = self.flags;
        let (mut on, mut saw_flag) = (true, false);
        while let Some(c) = self.next() {
            match c {
                'i' => flags.fold_case = on,
                'm' => flags.one_line = !on,
                's' => flags.dot_newline = on,
                'U' => flags.non_greedy = on,
                '-' if on => {
                    (on, saw_flag) = (false, false);
                    continue;
                }
                ':' | ')' if on || saw_flag => {
                    if c == ':' {
                        self.open(None);
                    }
                    self.flags = flags;
                    return Ok(());
                }
                _ => break,
            }
            saw_flag = true;
        }
        Err(self.error_from("invalid or unsupported Perl syntax", start))
    }

    /// `{2}`, `{2,}` or `{2,5}`; any other brace is a literal.
    fn counted(&mut self, last_repeat: Option<usize>) -> Result<Option<usize>, RegexError> {
        let start = self.pos;
        let Some((min, max)) = self.counts() else {
            self.pos = start + 1;
            self.literal(u32::from('{'))?;
            return Ok(None);
        };
        if min > MAX_REPEAT || max.is_some_and(|max| max > MAX_REPEAT || max < min) {
            return Err(self.error_from("invalid repeat count", start));
        }
        self.repeat(min, max, true, start, last_repeat)?;
        Ok(Some(start))
    }

    /// The counts in braces.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        self.pos += 1;
        let min = self.integer()?;
        let max =
            if self.next_is(',') { if self.peek()? == '}' { None } else { Some(self.integer()?) } } else { Some(min) };
        self.next_is('}').then_some((min, max))
    }

    fn next_is(&mut self, c: char) -> bool {
        let is = self.peek() == Some(c);
        self.pos += usize::from(is);
        is
    }

    /// A decimal number without leading zeros; saturates.
    fn integer(&mut self) -> Option<u32> {
        let rest = self.rest();
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        self.pos += digits.len();
        Some(digits.parse().unwrap_or(u32::MAX))
    }

    /// Repeats the last item. `start` is the position of the operator.
    fn repeat(
        &mut self,
        min: u32,
        max: Option<u32>,
        is_counted: bool,
        start: usize,
        last_repeat: Option<usize>,
    ) -> Result<(), RegexError> {
        let greedy = self.next_is('?') == self.flags.non_greedy;
        if let Some(last_start) = last_repeat {
            return Err(self.error_from("invalid nested repetition operator", last_start));
        }
        let Some(item) = self.frame().items.pop() else {
            return Err(self.error_from("missing argument to repetition operator", start));
        };
        let factor = if is_counted && max != Some(0) { max.unwrap_or(min).max(1) } else { 1 };
        let n_inner = if is_counted && max == Some(0) { 1 } else { item.n_repeats };
        let n_repeats = n_inner.saturating_mul(factor);
        if is_counted && (min >= 2 || max.is_some_and(|max| max >= 2)) && n_repeats > MAX_REPEAT {
            return Err(self.error_from("invalid repeat count", start));
        }
        let hir = Hir::repetition(Repetition { min, max, greedy, sub: Box::new(item.hir) });
        self.push_item(Item { hir, depth: item.depth + 1, n_repeats })
    }
}
