//! The modules: what each has, and what it is for.

/// A build of the crate.
pub(super) struct Module {
    /// The name of its files.
    pub(super) name: &'static str,
    /// The features of the crate.
    pub(super) features: &'static str,
    /// What it is for.
    pub(super) purpose: Purpose,
}

/// What a module is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The package has it.
    Package,
    /// It is measured, to see what a part adds.
    Measure,
    /// Tests run it.
    Tests,
}

/// All modules.
pub(super) const MODULES: &[Module] = &[
    Module { name: "language", features: "ide", purpose: Purpose::Package },
    Module { name: "engine", features: "engine", purpose: Purpose::Package },
    Module { name: "files", features: "engine,files", purpose: Purpose::Package },
    Module { name: "scripts", features: "scripts", purpose: Purpose::Tests },
    Module { name: "parser", features: "", purpose: Purpose::Measure },
    Module { name: "all", features: "ide,engine", purpose: Purpose::Measure },
    Module { name: "all-files", features: "ide,engine,files", purpose: Purpose::Measure },
];
