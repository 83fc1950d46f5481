//! Samples that are read, in sum and by step.

/// Samples that are read, in sum and by step where that is of interest.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counts {
    /// Samples that steps look at.
    pub(crate) queryable: u64,
    /// Samples that are read for the first time.
    pub(crate) read: u64,
    /// The same two by step; empty where they are not of interest.
    pub(crate) queryable_steps: Vec<u64>,
    pub(crate) read_steps: Vec<u64>,
}

impl Counts {
    /// Nothing read yet, with a place for each of so many steps.
    pub(crate) fn of_steps(n_steps: usize) -> Self {
        Self { queryable_steps: vec![0; n_steps], read_steps: vec![0; n_steps], ..Self::default() }
    }

    /// Whether the counts of each step are kept.
    pub(crate) fn has_steps(&self) -> bool {
        !self.read_steps.is_empty()
    }

    /// Counts samples that a step looks at and samples that it reads.
    pub(crate) fn add_at(&mut self, step_idx: usize, queryable: u64, read: u64) {
        self.queryable += queryable;
        self.read += read;
        self.add_to_step(step_idx, queryable, read);
    }

    /// Counts the samples of a step, which are in the sum already.
    pub(crate) fn add_to_step(&mut self, step_idx: usize, queryable: u64, read: u64) {
        if let (Some(of_step), Some(read_by_step)) =
            (self.queryable_steps.get_mut(step_idx), self.read_steps.get_mut(step_idx))
        {
            *of_step += queryable;
            *read_by_step += read;
        }
    }
}
