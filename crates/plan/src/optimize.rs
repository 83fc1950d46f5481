//! The optimizer: passes that make a plan cheaper and leave its result, annotations and errors as they are.

use crate::logical::LogicalPlan;
use crate::passes;

/// One pass over a plan. It keeps the numbers of the nodes that stay, so that annotations keep their order.
pub trait Pass: Sync {
    /// The name under which it is switched on and off.
    fn name(&self) -> &'static str;

    /// What it does, in a sentence.
    fn summary(&self) -> &'static str;

    /// Changes the plan, and says what it changed, one change a line.
    fn apply(&self, plan: &mut LogicalPlan) -> Vec<String>;
}

/// What a pass did to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PassReport {
    /// The name of the pass.
    pub pass: String,
    /// What it changed, one change a line; at least one.
    pub changes: Vec<String>,
}

/// Which passes are applied, in the order of [`passes::ALL`].
#[derive(Clone)]
pub struct Optimizer {
    passes: Vec<&'static dyn Pass>,
}

impl Optimizer {
    /// One without passes.
    pub const fn none() -> Self {
        Self { passes: Vec::new() }
    }

    /// The same without the pass of this name, or as it is where there is none.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.passes.retain(|pass| pass.name() != name);
        self
    }

    /// The same with the pass of this name; none where there is no such pass.
    #[must_use]
    pub fn with(self, name: &str) -> Option<Self> {
        let known = passes::ALL.iter().any(|pass| pass.name() == name);
        let wanted = |pass: &&&'static dyn Pass| pass.name() == name || self.names().any(|n| n == pass.name());
        known.then(|| Self { passes: passes::ALL.iter().filter(wanted).copied().collect() })
    }

    /// The names of the passes that are applied.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.passes.iter().map(|pass| pass.name())
    }

    /// The plan after all passes, with what each of them did.
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
    /// One with all passes.
    fn default() -> Self {
        Self { passes: passes::ALL.to_vec() }
    }
}

impl std::fmt::Debug for Optimizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
