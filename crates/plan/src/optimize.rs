//! The optimizer: passes that reduce the cost of a plan and preserve results, annotations and errors.

use crate::logical::LogicalPlan;
use crate::passes;

/// A pass over a plan. It keeps the ids of remaining nodes, which preserves the order of annotations.
pub trait Pass: Sync {
    /// The name to switch it on and off.
    fn name(&self) -> &'static str;

    /// A one-sentence summary.
    fn summary(&self) -> &'static str;

    /// Changes the plan and returns a description of each change.
    fn apply(&self, plan: &mut LogicalPlan) -> Vec<String>;
}

/// The changes that a pass made to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PassReport {
    /// The name of the pass.
    pub pass: String,
    /// The changes, one line each; not empty.
    pub changes: Vec<String>,
}

/// The enabled passes, in the order of [`passes::ALL`].
#[derive(Clone)]
pub struct Optimizer {
    passes: Vec<&'static dyn Pass>,
}

impl Optimizer {
    /// An optimizer without passes.
    pub const fn none() -> Self {
        Self { passes: Vec::new() }
    }

    /// Removes the pass with this name, if present.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.passes.retain(|pass| pass.name() != name);
        self
    }

    /// Adds the pass with this name; `None` if no such pass exists.
    #[must_use]
    pub fn with(self, name: &str) -> Option<Self> {
        let known = passes::ALL.iter().any(|pass| pass.name() == name);
        let wanted = |pass: &&&'static dyn Pass| pass.name() == name || self.names().any(|n| n == pass.name());
        known.then(|| Self { passes: passes::ALL.iter().filter(wanted).copied().collect() })
    }

    /// The names of the enabled passes.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.passes.iter().map(|pass| pass.name())
    }

    /// Applies all enabled passes and records their changes.
    pub fn optimize(&self, mut plan: LogicalPlan) -> LogicalPlan {
        for pass in &self.passes {
            let changes = pass.apply(&mut plan);
            if !changes.is_empty() {
                plan.passes.push(PassReport { pass: pass.name().to_owned(), changes });
            }
        }
        plan
    }
}

impl Default for Optimizer {
    /// An optimizer with all passes.
    fn default() -> Self {
        Self { passes: passes::ALL.to_vec() }
    }
}

impl std::fmt::Debug for Optimizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
