//! Keys without a `?`, which are recognized only at their `:`.

use super::super::error::Scanned;
use super::super::mark::Mark;
use super::Scanner;

/// The start of a potential key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SimpleKey {
    pub(super) is_possible: bool,
    /// Whether the block is invalid without it.
    is_required: bool,
    pub(super) token_number: usize,
    pub(super) mark: Mark,
}

/// A key and its `:` must be on one line, at most this many characters apart.
const MAX_KEY_LENGTH: usize = 1024;

impl Scanner<'_> {
    /// Whether the potential key of this level can still be a key.
    pub(super) fn is_simple_key_valid(&mut self, level: usize) -> Scanned<bool> {
        let Some(key) = self.simple_keys.get(level).copied().filter(|key| key.is_possible) else { return Ok(false) };
        let here = self.cursor.mark;
        if key.mark.line >= here.line && key.mark.index + MAX_KEY_LENGTH >= here.index {
            return Ok(true);
        }
        if key.is_required {
            return Err(self.error(key.mark, "could not find expected ':'"));
        }
        self.simple_keys[level].is_possible = false;
        Ok(false)
    }

    /// Records that a key may start here.
    pub(super) fn save_simple_key(&mut self) -> Scanned<()> {
        if !self.simple_key_allowed {
            return Ok(());
        }
        let key = SimpleKey {
            is_possible: true,
            is_required: self.flow_level == 0 && self.indent == self.cursor.mark.column as isize,
            token_number: self.next_token_number(),
            mark: self.cursor.mark,
        };
        self.remove_simple_key()?;
        let level = self.simple_keys.len() - 1;
        self.simple_keys[level] = key;
        self.keys_by_token.insert(key.token_number, level);
        Ok(())
    }

    pub(super) fn next_token_number(&self) -> usize {
        self.n_taken + self.tokens.len()
    }

    /// Drops the potential key of this level.
    pub(super) fn remove_simple_key(&mut self) -> Scanned<()> {
        let here = self.cursor.mark;
        let Some(key) = self.simple_keys.last_mut().filter(|key| key.is_possible) else { return Ok(()) };
        if key.is_required {
            let mark = key.mark;
            return Err(super::YamlError::scanner(mark, here, "could not find expected ':'"));
        }
        key.is_possible = false;
        let number = key.token_number;
        self.keys_by_token.remove(&number);
        Ok(())
    }

    pub(super) fn increase_flow_level(&mut self) -> Scanned<()> {
        let mark = self.cursor.mark;
        self.simple_keys.push(SimpleKey { token_number: self.next_token_number(), mark, ..SimpleKey::default() });
        self.flow_level += 1;
        if self.flow_level > MAX_DEPTH {
            return Err(self.error(mark, "exceeded max depth of 10000"));
        }
        Ok(())
    }

    pub(super) fn decrease_flow_level(&mut self) {
        if self.flow_level > 0 {
            self.flow_level -= 1;
            if let Some(key) = self.simple_keys.pop() {
                self.keys_by_token.remove(&key.token_number);
            }
        }
    }
}

/// The maximum nesting depth of collections.
pub(super) const MAX_DEPTH: usize = 10_000;
