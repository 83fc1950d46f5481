//! The modules: what each has, and whether the package has it.

/// A build of the crate.
pub(super) struct Module {
    /// The name of its files.
    pub(super) name: &'static str,
    /// The features of the crate.
    pub(super) features: &'static str,
    /// Whether it is in the package; others are measured, or run by tests.
    pub(super) is_shipped: bool,
}

/// All modules.
pub(super) const MODULES: &[Module] = &[
    Module { name: "parser", features: "", is_shipped: false },
    Module { name: "language", features: "ide", is_shipped: true },
    Module { name: "engine", features: "engine", is_shipped: true },
    Module { name: "files", features: "engine,files", is_shipped: true },
    Module { name: "scripts", features: "scripts", is_shipped: false },
    Module { name: "all", features: "ide,engine", is_shipped: false },
];
