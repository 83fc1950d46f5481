//! A section of the report, for one kind of comparison.

/// One kind of comparison.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// What was compared.
    pub(super) title: &'static str,
    /// The number of equal items, in words.
    pub(super) summary: String,
    /// The differences.
    pub(super) lines: Vec<String>,
}

impl Section {
    /// Prints the section, with at most `n_lines` lines.
    pub(super) fn print(&self, n_lines: usize) {
        println!("\n{}: {}", self.title, self.summary);
        for line in self.lines.iter().take(n_lines) {
            println!("  {line}");
        }
        if let Some(n) = self.lines.len().checked_sub(n_lines).filter(|n| *n > 0) {
            println!("  … and {n} more; --show says how many are shown");
        }
    }
}
