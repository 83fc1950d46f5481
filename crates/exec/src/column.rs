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
#[derive(Clone, Default)]
pub struct FloatColumn {
    times: Times,
    /// The memory that the column lies in, which others may lie in as well.
    memory: ScalarBuffer<f64>,
    start: usize,
    n_cells: usize,
    n_present: usize,
}

/// The times of the cells of a column.
#[derive(Clone)]
enum Times {
    /// Evenly spaced.
    Steps {
        start_ms: TimestampMs,
        step_ms: i64,
    },
    Listed(ScalarBuffer<TimestampMs>),
}

impl Default for Times {
    fn default() -> Self {
        Self::Steps { start_ms: 0, step_ms: 1 }
    }
}

impl FloatColumn {
    /// A cell for each step of a grid, from `start` on in the memory, `n_present` of them not empty.
    pub(crate) fn of_steps(memory: ScalarBuffer<f64>, start: usize, n_present: usize, grid: Grid) -> Self {
        let times = Times::Steps { start_ms: grid.start_ms, step_ms: grid.step_ms };
        Self { times, memory, start, n_cells: grid.n_steps(), n_present }
    }

    /// Samples in the order of time.
    pub fn listed(samples: impl IntoIterator<Item = (TimestampMs, f64)>) -> Self {
        let (times, values): (Vec<TimestampMs>, Vec<f64>) = samples.into_iter().unzip();
        let n_cells = values.len();
        Self { times: Times::Listed(times.into()), memory: values.into(), start: 0, n_cells, n_present: n_cells }
    }

    /// Number of floats.
    pub fn len(&self) -> usize {
        self.n_present
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n_present == 0
    }

    /// The floats with their times.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (TimestampMs, f64)> + '_ {
        let is_dense = self.n_present == self.n_cells;
        let cells = self.cells().iter().enumerate().filter(move |(_, v)| is_dense || !is_absent(**v));
        cells.map(|(i, v)| (self.time_ms(i), *v))
    }

    /// The first float with its time.
    pub fn first(&self) -> Option<(TimestampMs, f64)> {
        self.iter().next()
    }

    /// The cells as they lie in memory; one that holds no float holds the stale marker.
    pub fn cells(&self) -> &[f64] {
        &self.memory[self.start..][..self.n_cells]
    }

    /// The memory that the cells lie in, and where they begin in it. Columns that were computed together lie one after the
    /// other in the same memory.
    pub fn memory(&self) -> (&ScalarBuffer<f64>, usize) {
        (&self.memory, self.start)
    }

    /// The time of a cell.
    pub fn time_ms(&self, cell_idx: usize) -> TimestampMs {
        match &self.times {
            Times::Steps { start_ms, step_ms } => start_ms.wrapping_add(step_ms.wrapping_mul(cell_idx as i64)),
            Times::Listed(times) => times[cell_idx],
        }
    }

    /// The first time and the distance of the cells, where they are steps.
    pub fn steps(&self) -> Option<(TimestampMs, i64)> {
        match self.times {
            Times::Steps { start_ms, step_ms } => Some((start_ms, step_ms)),
            Times::Listed(_) => None,
        }
    }
}

impl PartialEq for FloatColumn {
    fn eq(&self, other: &Self) -> bool {
        self.n_present == other.n_present && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for FloatColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
