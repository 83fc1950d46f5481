//! The floats of a series of a result: a column over the steps of the query, or a list of samples.

use std::fmt;

use arrow_buffer::ScalarBuffer;
use promenade_functions::samples::is_absent;
use promenade_model::TimestampMs;
use promenade_plan::Grid;

/// The floats of a series of a result, in the order of time.
///
/// A series with samples at most steps is a column with a cell for each step, where a cell without a float holds the
/// stale marker; columns of several series lie side by side in the memory that they were computed in. A series with few
/// samples lists them.
#[derive(Clone)]
pub struct FloatColumn(Floats);

#[derive(Clone)]
enum Floats {
    Steps(StepCells),
    Listed(Vec<(TimestampMs, f64)>),
}

/// Cells of a column over evenly spaced steps.
#[derive(Clone)]
struct StepCells {
    start_ms: TimestampMs,
    step_ms: i64,
    /// The memory that the column lies in, which others may lie in as well.
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
    /// A cell for each step of a grid, from `start` on in the memory, `n_present` of them not empty.
    pub(crate) fn of_steps(memory: ScalarBuffer<f64>, start: usize, n_present: usize, grid: Grid) -> Self {
        let Grid { start_ms, step_ms, .. } = grid;
        Self(Floats::Steps(StepCells { start_ms, step_ms, memory, start, n_cells: grid.n_steps(), n_present }))
    }

    /// Samples in the order of time.
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

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The floats with their times.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (TimestampMs, f64)> + '_ {
        let (steps, listed) = match &self.0 {
            Floats::Steps(steps) => (Some(steps), &[][..]),
            Floats::Listed(samples) => (None, samples.as_slice()),
        };
        steps.into_iter().flat_map(StepCells::iter).chain(listed.iter().copied())
    }

    /// The first float with its time.
    pub fn first(&self) -> Option<(TimestampMs, f64)> {
        self.iter().next()
    }

    /// The cells as they lie in memory, where they are steps; one that holds no float holds the stale marker.
    pub fn cells(&self) -> Option<&[f64]> {
        self.step_cells().map(StepCells::cells)
    }

    /// The memory that the cells lie in, and where they begin in it, where they are steps. Columns that were computed
    /// together lie one after the other in the same memory.
    pub fn memory(&self) -> Option<(&ScalarBuffer<f64>, usize)> {
        self.step_cells().map(|steps| (&steps.memory, steps.start))
    }

    /// The first time and the distance of the cells, where they are steps.
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
