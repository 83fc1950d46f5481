//! The optimizer: rules that make a plan cheaper and leave its result, annotations and errors as they are.

use crate::logical::LogicalPlan;
use crate::rules;

/// One rule. It keeps the numbers of the nodes that stay, so that annotations keep their order.
pub trait Rule: Sync {
    /// The name under which it is switched on and off.
    fn name(&self) -> &'static str;

    /// What it does, in a sentence.
    fn summary(&self) -> &'static str;

    /// Changes the plan.
    fn apply(&self, plan: &mut LogicalPlan);
}

/// Which rules are applied, in the order of [`rules::ALL`].
#[derive(Clone)]
pub struct Optimizer {
    rules: Vec<&'static dyn Rule>,
}

impl Optimizer {
    /// One without rules.
    pub const fn none() -> Self {
        Self { rules: Vec::new() }
    }

    /// The same without the rule of this name, or as it is where there is none.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.rules.retain(|rule| rule.name() != name);
        self
    }

    /// The same with the rule of this name; none where there is no such rule.
    #[must_use]
    pub fn with(self, name: &str) -> Option<Self> {
        let known = rules::ALL.iter().any(|rule| rule.name() == name);
        let wanted = |rule: &&&'static dyn Rule| rule.name() == name || self.names().any(|n| n == rule.name());
        known.then(|| Self { rules: rules::ALL.iter().filter(wanted).copied().collect() })
    }

    /// The names of the rules that are applied.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.rules.iter().map(|rule| rule.name())
    }

    /// The plan after all rules.
    pub fn optimize(&self, mut plan: LogicalPlan) -> LogicalPlan {
        for rule in &self.rules {
            rule.apply(&mut plan);
        }
        plan
    }
}

impl Default for Optimizer {
    /// One with all rules.
    fn default() -> Self {
        Self { rules: rules::ALL.to_vec() }
    }
}

impl std::fmt::Debug for Optimizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}
