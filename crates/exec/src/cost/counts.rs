//! Counts of the samples read, in total and by step.

/// Counts of the samples read, in total and optionally by step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    /// Samples used by steps; a sample counts for each step that uses it.
    pub(crate) queryable: u64,
    /// Samples read, each once.
    pub(crate) read: u64,
    /// Both counts by step; empty if steps are not counted.
    pub(crate) queryable_steps: Vec<u64>,
    pub(crate) read_steps: Vec<u64>,
}

impl Counts {
    /// Zero counts, with an entry for each of `n_steps` steps.
    pub(crate) fn of_steps(n_steps: usize) -> Self {
        Self { queryable_steps: vec![0; n_steps], read_steps: vec![0; n_steps], ..Self::default() }
    }

    /// Whether counts by step are kept.
    pub(crate) fn has_steps(&self) -> bool {
        !self.read_steps.is_empty()
    }

    /// Adds samples used and samples read by a step.
    pub(crate) fn add_at(&mut self, step_idx: usize, queryable: u64, read: u64) {
        self.queryable += queryable;
        self.read += read;
        self.add_to_step(step_idx, queryable, read);
    }

    /// Adds samples to a step without adding them to the total.
    pub(crate) fn add_to_step(&mut self, step_idx: usize, queryable: u64, read: u64) {
        if let (Some(of_step), Some(read_by_step)) =
            (self.queryable_steps.get_mut(step_idx), self.read_steps.get_mut(step_idx))
        {
            *of_step += queryable;
            *read_by_step += read;
        }
    }
}
