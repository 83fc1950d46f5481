//! Which names metrics and labels may have.

/// The scheme by which names are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NameScheme {
    /// Any text but an empty one.
    #[default]
    Utf8,
    /// Letters, digits and underscores, and colons in the names of metrics.
    Legacy,
}

impl NameScheme {
    pub(crate) fn is_metric(self, name: &str) -> bool {
        self.is_name(name, |c| c == ':')
    }

    pub(crate) fn is_label(self, name: &str) -> bool {
        self.is_name(name, |_| false)
    }

    fn is_name(self, name: &str, also: fn(char) -> bool) -> bool {
        let begins = |c: char| c.is_ascii_alphabetic() || c == '_' || also(c);
        match self {
            NameScheme::Utf8 => !name.is_empty(),
            NameScheme::Legacy => name.starts_with(begins) && name.chars().all(|c| begins(c) || c.is_ascii_digit()),
        }
    }
}
