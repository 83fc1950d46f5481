//! Where the rule files of a test come from.

/// Gives the rule files that a test names. The implementation reads files; nothing else here does.
pub trait RuleFiles {
    /// The names of the files that a pattern of `rule_files` matches, sorted. A pattern is relative to the folder of the
    /// test file.
    ///
    /// # Errors
    /// Returns an error if the pattern is malformed.
    fn matching(&self, pattern: &str) -> Result<Vec<String>, String>;

    /// The text of a file that [`matching`](Self::matching) gave.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn text(&self, name: &str) -> Result<String, String>;
}
