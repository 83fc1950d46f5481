//! The lines of a script, trimmed, comments made empty, with a cursor.

use super::ScriptError;

/// A cursor over the lines of a script.
pub(super) struct Lines<'a> {
    texts: Vec<&'a str>,
    /// The line that was read last.
    current: usize,
    started: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let clean = |line: &'a str| {
            let line = line.trim();
            if line.starts_with('#') { "" } else { line }
        };
        Self { texts: text.split('\n').map(clean).collect(), current: 0, started: false }
    }

    /// The next line that is not empty.
    pub(super) fn next_command(&mut self) -> Option<&'a str> {
        loop {
            let line = self.advance()?;
            if !line.is_empty() {
                return Some(line);
            }
        }
    }

    /// The next line of the same command: none at an empty line and at the end.
    pub(super) fn next_of_command(&mut self) -> Option<&'a str> {
        let next = self.texts.get(self.current + 1).copied().filter(|line| !line.is_empty())?;
        self.current += 1;
        Some(next)
    }

    /// The line that was read last.
    pub(super) fn line(&self) -> &'a str {
        self.texts.get(self.current).copied().unwrap_or_default()
    }

    /// Its number, counted from 1.
    pub(super) fn number(&self) -> usize {
        self.current + 1
    }

    /// An error at the line that was read last.
    pub(super) fn error(&self, message: impl Into<String>) -> ScriptError {
        ScriptError { line: self.number(), message: message.into() }
    }

    fn advance(&mut self) -> Option<&'a str> {
        if self.started {
            self.current += 1;
        }
        self.started = true;
        self.texts.get(self.current).copied()
    }
}
