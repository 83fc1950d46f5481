//! The floats of a series in a result: a column over the steps of the query, or a list of samples.

use std::fmt;

use arrow_buffer::ScalarBuffer;
use promenade_functions::samples::is_absent;
use promenade_model::TimestampMs;
use promenade_plan::Grid;

/// The floats of a series in a result, sorted by time.
///
/// A series with samples at most steps is a column with a cell per step, where a cell without a float holds the stale
/// marker; columns of several series share the memory in which they were computed. A series with few samples is a list.
#[derive(Clone)]
pub struct FloatColumn(Floats);

#[derive(Clone)]
enum Floats {
    Steps(StepCells),
    Listed(Vec<(TimestampMs, f64)>),
}

/// A column over evenly spaced steps.
#[derive(Clone)]
struct StepCells {
    start_ms: TimestampMs,
    step_ms: i64,
    /// The memory of the column, possibly shared.
    memory: ScalarBuffer<f64>,
    start: usize,
    n_cells: usize,
    n_present: usize,
}

impl Default for FloatColumn {
    fn default() -> Self {
        Self(Floats::Listed(Vec::new()))
    }
}

impl FloatColumn {
    /// A cell for each step of a grid, from `start` on in the memory; `n_present` of them are not empty.
    pub(crate) fn of_steps(memory: ScalarBuffer<f64>, start: usize, n_present: usize, grid: Grid) -> Self {
        let Grid { start_ms, step_ms, .. } = grid;
        Self(Floats::Steps(StepCells { start_ms, step_ms, memory, start, n_cells: grid.n_steps(), n_present }))
    }

    /// Samples sorted by time.
    pub fn listed(samples: Vec<(TimestampMs, f64)>) -> Self {
        Self(Floats::Listed(samples))
    }

    /// Number of floats.
    pub fn len(&self) -> usize {
        match &self.0 {
            Floats::Steps(steps) => steps.n_present,
            Floats::Listed(samples) => samples.len(),
        }
    }

    /// Whether there are no floats.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The floats with their timestamps.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (TimestampMs, f64)> + '_ {
        let (steps, listed) = match &self.0 {
            Floats::Steps(steps) => (Some(steps), &[][..]),
            Floats::Listed(samples) => (None, samples.as_slice()),
        };
        steps.into_iter().flat_map(StepCells::iter).chain(listed.iter().copied())
    }

    /// The first float with its timestamp.
    pub fn first(&self) -> Option<(TimestampMs, f64)> {
        self.iter().next()
    }

    /// The cells in memory, if stored by step; a cell without a float holds the stale marker.
    pub fn cells(&self) -> Option<&[f64]> {
        self.step_cells().map(StepCells::cells)
    }

    /// The memory of the cells and their offset in it, if stored by step. Columns that were computed together follow
    /// each other in the same memory.
    pub fn memory(&self) -> Option<(&ScalarBuffer<f64>, usize)> {
        self.step_cells().map(|steps| (&steps.memory, steps.start))
    }

    /// The first timestamp and the step of the cells, if stored by step.
    pub fn steps(&self) -> Option<(TimestampMs, i64)> {
        self.step_cells().map(|steps| (steps.start_ms, steps.step_ms))
    }

    fn step_cells(&self) -> Option<&StepCells> {
        match &self.0 {
            Floats::Steps(steps) => Some(steps),
            Floats::Listed(_) => None,
        }
    }
}

impl StepCells {
    fn cells(&self) -> &[f64] {
        &self.memory[self.start..][..self.n_cells]
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = (TimestampMs, f64)> + '_ {
        let is_dense = self.n_present == self.n_cells;
        let cells = self.cells().iter().enumerate().filter(move |(_, v)| is_dense || !is_absent(**v));
        cells.map(|(i, v)| (self.start_ms.wrapping_add(self.step_ms.wrapping_mul(i as i64)), *v))
    }
}

impl PartialEq for FloatColumn {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for FloatColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
