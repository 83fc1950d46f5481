//! Reads an input line by line, in a single buffer.

use std::io::{ErrorKind, Read};

use crate::ExpositionError;

/// Reads lines. A line can be extended by those that follow, for quoted strings that span lines.
#[derive(Debug)]
pub(crate) struct LineSource<R> {
    reader: R,
    buffer: Vec<u8>,
    n_filled: usize,
    /// The start of the current line in the buffer, without its newline.
    start: usize,
    end: usize,
    /// The start of the next line.
    next: usize,
    /// The end of the current line before it was extended.
    first_end: usize,
    is_at_end: bool,
    /// The number of the current line's first line, from 1.
    number: u64,
    n_extended: u64,
    max_line_bytes: usize,
}

/// The number of bytes examined to detect the format.
const PEEK: usize = 256 << 10;

/// The minimum number of bytes per read.
const CHUNK: usize = 16 << 10;

impl<R: Read> LineSource<R> {
    pub(crate) fn new(reader: R, max_line_bytes: usize) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            n_filled: 0,
            start: 0,
            end: 0,
            next: 0,
            first_end: 0,
            is_at_end: false,
            number: 0,
            n_extended: 0,
            max_line_bytes,
        }
    }

    /// The start of the input, long enough to detect its format. Must be called before the first line.
    pub(crate) fn peek(&mut self) -> Result<&[u8], ExpositionError> {
        while self.n_filled < PEEK && !self.is_at_end {
            self.fill()?;
        }
        Ok(&self.buffer[..self.n_filled])
    }

    /// Advances to the next line; returns `false` at the end of the input.
    pub(crate) fn advance(&mut self) -> Result<bool, ExpositionError> {
        self.number += 1 + std::mem::take(&mut self.n_extended);
        self.start = self.next;
        let mut scanned = self.start;
        loop {
            if let Some(i) = find_newline(&self.buffer[scanned..self.n_filled]) {
                self.set_end(scanned + i, 1);
                return self.check_length().map(|()| true);
            }
            if self.is_at_end {
                self.set_end(self.n_filled, 0);
                let is_some = self.start < self.n_filled;
                return self.check_length().map(|()| is_some);
            }
            if self.n_filled - self.start > self.max_line_bytes {
                return Err(self.skip_line()?);
            }
            scanned = self.n_filled - self.compact();
            self.fill()?;
        }
    }

    /// Extends the line by those that follow, to the first newline outside of double quotes. Returns `false` and leaves
    /// the line unchanged if there is none before the end of the input or the limit.
    pub(crate) fn extend_quoted(&mut self) -> Result<bool, ExpositionError> {
        let mut is_quoted = false;
        let mut at = self.start;
        let mut n_newlines = 0;
        loop {
            while at < self.n_filled {
                match self.buffer[at] {
                    b'"' => is_quoted = !is_quoted,
                    b'\\' if is_quoted => at += 1,
                    b'\n' if !is_quoted => {
                        if at - self.start > self.max_line_bytes {
                            return Ok(false);
                        }
                        self.end = at;
                        self.next = at + 1;
                        self.n_extended = n_newlines;
                        return Ok(true);
                    }
                    b'\n' => n_newlines += 1,
                    _ => {}
                }
                at += 1;
            }
            if self.n_filled - self.start > self.max_line_bytes {
                return Ok(false);
            }
            if self.is_at_end {
                let is_extended = !is_quoted && self.end < self.n_filled;
                if is_extended {
                    self.end = self.n_filled;
                    self.next = self.n_filled;
                    self.n_extended = n_newlines;
                }
                return Ok(is_extended);
            }
            at -= self.compact();
            self.fill()?;
        }
    }

    /// All of the input that was not read yet.
    pub(crate) fn whole(&mut self) -> Result<&[u8], ExpositionError> {
        while !self.is_at_end {
            if self.n_filled - self.next > self.max_line_bytes {
                return Err(self.too_long());
            }
            self.fill()?;
        }
        Ok(&self.buffer[self.next..self.n_filled])
    }

    /// Undoes an extension, so that the next line is the one after the first newline.
    pub(crate) fn unextend(&mut self) {
        if self.n_extended > 0 {
            self.set_end(self.first_end, 1);
            self.n_extended = 0;
        }
    }

    /// The current line without its newline.
    pub(crate) fn line(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// The number of the current line, from 1.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Whether the current line ends with a newline, not with the input.
    pub(crate) fn is_terminated(&self) -> bool {
        self.next > self.end
    }

    fn set_end(&mut self, end: usize, n_newline: usize) {
        self.end = end;
        self.first_end = end;
        self.next = end + n_newline;
    }

    fn check_length(&self) -> Result<(), ExpositionError> {
        if self.end - self.start > self.max_line_bytes { Err(self.too_long()) } else { Ok(()) }
    }

    fn too_long(&self) -> ExpositionError {
        ExpositionError::LineTooLong { line: self.number, limit: self.max_line_bytes }
    }

    /// Skips to the end of the current line, which is too long.
    fn skip_line(&mut self) -> Result<ExpositionError, ExpositionError> {
        loop {
            let newline = find_newline(&self.buffer[self.start..self.n_filled]);
            if newline.is_some() || self.is_at_end {
                let end = newline.map_or(self.n_filled, |i| self.start + i);
                self.set_end(end, usize::from(newline.is_some()));
                self.start = self.end;
                return Ok(self.too_long());
            }
            self.start = self.n_filled;
            self.compact();
            self.fill()?;
        }
    }

    /// Moves the current line to the front of the buffer; returns the distance.
    fn compact(&mut self) -> usize {
        let by = self.start;
        self.buffer.copy_within(by..self.n_filled, 0);
        self.n_filled -= by;
        self.start = 0;
        self.end = self.end.saturating_sub(by);
        self.first_end = self.first_end.saturating_sub(by);
        self.next = self.next.saturating_sub(by);
        by
    }

    fn fill(&mut self) -> Result<(), ExpositionError> {
        if self.buffer.len() < self.n_filled + CHUNK {
            // Doubling keeps the time for a long line linear.
            self.buffer.resize((self.buffer.len() * 2).max(2 * CHUNK), 0);
        }
        loop {
            match self.reader.read(&mut self.buffer[self.n_filled..]) {
                Ok(n) => {
                    self.is_at_end = n == 0;
                    self.n_filled += n;
                    return Ok(());
                }
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(source) => return Err(ExpositionError::Io { line: self.number.max(1), source }),
            }
        }
    }
}

/// The position of the first newline. The loop over blocks vectorizes.
fn find_newline(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 32;
    let mut at = 0;
    while let Some(block) = bytes.get(at..at + BLOCK) {
        if block.iter().map(|&b| u8::from(b == b'\n')).sum::<u8>() > 0 {
            break;
        }
        at += BLOCK;
    }
    bytes[at..].iter().position(|&b| b == b'\n').map(|i| at + i)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns one byte per read.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(1).min(buffer.len());
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn lines(text: &[u8], limit: usize) -> Vec<(u64, String)> {
        let mut source = LineSource::new(Slow(text), limit);
        let mut out = Vec::new();
        loop {
            match source.advance() {
                Ok(false) => return out,
                Ok(true) => out.push((source.number(), String::from_utf8_lossy(source.line()).into_owned())),
                Err(e) => out.push((e.line(), e.to_string())),
            }
        }
    }

    #[test]
    fn lines_are_numbered_and_lose_their_newlines() {
        let line = |n, text: &str| (n, text.to_owned());
        assert_eq!(lines(b"", 9), []);
        assert_eq!(lines(b"\n", 9), [line(1, "")]);
        assert_eq!(lines(b"a\n\nb", 9), [line(1, "a"), line(2, ""), line(3, "b")]);
    }

    #[test]
    fn a_long_line_is_an_error_and_the_next_is_read() {
        let got = lines(b"a\n1234567890123\nb\n1234567890123", 9);
        assert_eq!(got.iter().map(|l| l.0).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert!(got[1].1.contains("limit of 9 bytes") && got[3].1.contains("limit"), "{got:?}");
        assert_eq!(got[2].1, "b");
    }

    #[test]
    fn a_line_is_extended_to_the_end_of_its_quotes() {
        let mut source = LineSource::new(Slow(b"a{b=\"x\ny\\\"z\n\"} 1\nc 2\n"), 99);
        assert!(source.advance().unwrap());
        assert_eq!(source.line(), b"a{b=\"x");
        assert!(source.extend_quoted().unwrap());
        assert_eq!(source.line(), b"a{b=\"x\ny\\\"z\n\"} 1");
        assert!(source.advance().unwrap());
        assert_eq!((source.line(), source.number()), (&b"c 2"[..], 4));
    }

    #[test]
    fn an_extension_that_comes_to_nothing_leaves_the_line() {
        let mut source = LineSource::new(&b"a\"\nb\nc"[..], 99);
        assert!(source.advance().unwrap());
        assert!(!source.extend_quoted().unwrap());
        assert_eq!(source.line(), b"a\"");
        assert!(source.advance().unwrap());
        assert_eq!((source.line(), source.number()), (&b"b"[..], 2));
    }
}
