//! What is printed of each kind of comparison.

/// One kind of comparison.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// What was compared.
    pub(super) title: &'static str,
    /// How many are equal, in words.
    pub(super) summary: String,
    /// What differs.
    pub(super) lines: Vec<String>,
}

impl Section {
    /// Prints it, with so many lines at most.
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
