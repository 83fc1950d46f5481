//! Errors in the settings of the linter.

/// An error of the linter's options.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LintError {
    /// Nothing is called so.
    #[error("no lint, group or prefix of a code is called `{name}`")]
    UnknownLint {
        /// The name.
        name: String,
    },
}
